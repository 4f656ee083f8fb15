import { EventEmitter } from 'node:events'
import { Chromium } from './chromium.ts'
import { Loopback } from './loopback.ts'

/** What the parts of the stand-in share: the browser, the loopback, the session's rules, the channel for page messages. */

export type Answer = (allowed: boolean) => void

/** The rules that the program has set for its session; null: it has set none. */
export type Rules = {
  permission: ((contents: unknown, permission: string, answer: Answer) => void) | null
  request:
    | ((details: { readonly url: string }, answer: (verdict: { readonly cancel?: boolean }) => void) => void)
    | null
}

export const loopback = new Loopback()
export const rules: Rules = { permission: null, request: null }
export const ipcMessages = new EventEmitter()
/** What the program has done that shows nowhere else, for tests. */
export const done: { readonly what: string; readonly value: unknown }[] = []
/** Switches for the command line, given before the start. */
export const switchesAsked: string[] = []

let browser: Chromium | null = null

/** Permissions that a page could ask for, by the protocol's names and Electron's. */
const permissions: readonly (readonly [protocol: string, electron: string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['display-capture', 'display-capture'],
  ['clipboard-read', 'clipboard-read'],
  ['midi', 'midi'],
  ['idle-detection', 'idle-detection'],
  ['window-management', 'window-management'],
]

/** Asks the program's own rule about each permission, and holds the browser to the answers. */
async function applyPermissions(chromium: Chromium): Promise<void> {
  const { permission: rule } = rules
  if (!rule) throw new Error('the program answers no requests for permissions')
  for (const [protocol, electron] of permissions) {
    const allowed = await new Promise<boolean>((resolve) => rule(null, electron, resolve))
    const setting = allowed ? 'granted' : 'denied'
    await chromium.call('Browser.setPermission', { permission: { name: protocol }, setting })
  }
}

/** Before anything else: pages are served from the loopback. */
export function prepare(): Promise<void> {
  return loopback.listen()
}

/** The browser; started with the first window, when the program has said what it refuses. */
export async function theBrowser(onGone: () => void): Promise<Chromium> {
  if (browser) return browser
  browser = new Chromium(switchesAsked)
  browser.once('gone', onGone)
  await browser.call('Target.setDiscoverTargets', { discover: true })
  await applyPermissions(browser)
  return browser
}

/** The browser if there is one. */
export function runningBrowser(): Chromium | null {
  return browser
}
