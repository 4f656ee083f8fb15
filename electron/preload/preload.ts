import { ipcRenderer } from 'electron'
import { askForPort, portHandedOver } from '../../contract/window/port-hand-over.ts'

/** The one bridge between page and host: the page asks for its port, and gets it. Nothing else goes this way. */

window.addEventListener('message', (event) => {
  const isOwn = event.source === window && event.origin === window.location.origin
  if (isOwn && event.data === askForPort) ipcRenderer.send(askForPort)
})

ipcRenderer.on(portHandedOver, ({ ports }) => {
  window.postMessage(portHandedOver, window.location.origin, [...ports])
})
