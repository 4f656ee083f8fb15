import { BrowserWindow, type IpcMain, type IpcMainEvent, MessageChannelMain, type MessagePortMain } from 'electron'
import { askForPort, portHandedOver } from '../../contract/window/port-hand-over.ts'
import { appPage } from './content-policy.ts'

/** The window that a message comes from; null unless it is the top frame of one of our windows, showing our page. */
export function windowOfSender({ sender, senderFrame }: IpcMainEvent): BrowserWindow | null {
  if (!senderFrame || senderFrame !== sender.mainFrame) return null
  const address = URL.parse(senderFrame.url)
  if (!address || `${address.protocol}//${address.host}${address.pathname}` !== appPage) return null
  return BrowserWindow.fromWebContents(sender)
}

/** Gives each page that asks one end of a new channel, and `lend` the other. It is the only message that a page can send here. */
export function handOverPorts(ipc: IpcMain, lend: (window: number, port: MessagePortMain) => void): void {
  ipc.on(askForPort, (event) => {
    const window = windowOfSender(event)
    if (!window) return
    const { port1, port2 } = new MessageChannelMain()
    lend(window.id, port1)
    event.sender.postMessage(portHandedOver, null, [port2])
  })
}
