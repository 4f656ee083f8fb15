import type { App, Session, WebContents } from 'electron'
import { appOrigin } from './content-policy.ts'

/** True for what a page of ours may load: files of the app protocol, and what it has made itself. */
export function isOwnAddress(address: string): boolean {
  return address.startsWith(`${appOrigin}/`) || address.startsWith(`blob:${appOrigin}/`)
}

/** Every permission, device and download is refused, and every request to anywhere but the window's own files. */
export function refuseInSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwnAddress(url) }))
}

/** A page stays where it is (it may load itself again), opens no window, and holds no other page. */
export function refuseInContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    const isItself = isOwnAddress(event.url) && event.url === contents.getURL()
    if (!isItself) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Whatever comes to hold a page, by whichever way: the rules are its own from its first moment. */
export function refuseInEveryPage(app: App): void {
  app.on('web-contents-created', (_event, contents) => refuseInContents(contents))
}
