import { ipcRenderer, webUtils } from 'electron'
import { pathsDropped } from '../../contract/window/dropped-paths.ts'
import { askForPort, portHandedOver } from '../../contract/window/port-hand-over.ts'

/** The one bridge between page and host: the page asks for its port, and gets it. Beside that it learns where dropped files lie. */

window.addEventListener('message', (event) => {
  const isOwn = event.source === window && event.origin === window.location.origin
  if (isOwn && event.data === askForPort) ipcRenderer.send(askForPort)
})

ipcRenderer.on(portHandedOver, ({ ports }) => {
  window.postMessage(portHandedOver, window.location.origin, [...ports])
})

// A file that a script has made lies nowhere: of such a one no path is told.
window.addEventListener('drop', (event) => {
  const paths = [...(event.dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file))
  const known = paths.filter((path) => path !== '')
  if (known.length > 0) window.postMessage({ kind: pathsDropped, paths: known }, window.location.origin)
})
