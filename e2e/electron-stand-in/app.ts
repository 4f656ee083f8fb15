import { EventEmitter } from 'node:events'
import process from 'node:process'
import type { App } from 'electron'
import { windowEvents } from './browser-window.ts'
import { prepare, runningBrowser, switchesAsked } from './program.ts'
import { takeInstance } from './single-instance.ts'
import { userData } from './user-data.ts'
import { endProcesses } from './utility-process.ts'

class Quitting {
  isPrevented = false
  readonly preventDefault = (): void => {
    this.isPrevented = true
  }
}

/** Electron's `app`. */
export class StandInApp
  extends EventEmitter
  implements Pick<App, 'whenReady' | 'quit' | 'exit' | 'requestSingleInstanceLock' | 'enableSandbox' | 'getPath'>
{
  readonly isPackaged = false
  readonly commandLine = {
    appendSwitch: (name: string, value?: string) =>
      void switchesAsked.push(value === undefined ? `--${name}` : `--${name}=${value}`),
  }
  readonly #ready = prepare()
  #hasInstance = true

  constructor() {
    super()
    windowEvents.on('contents', (contents: unknown) => this.emit('web-contents-created', {}, contents))
    windowEvents.on('all-closed', () => {
      if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
      else this.quit()
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.quit())
    process.on('disconnect', () => this.quit())
    process.on('exit', endProcesses)
  }

  whenReady(): Promise<void> {
    // A second program has nothing to become ready for.
    return this.#hasInstance ? this.#ready : new Promise(() => undefined)
  }

  requestSingleInstanceLock(): boolean {
    this.#hasInstance = takeInstance(() => this.emit('second-instance', {}, [], ''))
    return this.#hasInstance
  }

  enableSandbox(): void {
    // The installed Chromium has its own sandbox, or none where it runs as root: SECURITY.md.
  }

  getPath(name: string): string {
    if (name !== 'userData') throw new Error(`the stand-in knows no path called ${name}`)
    return userData
  }

  quit(): void {
    const quitting = new Quitting()
    this.emit('before-quit', quitting)
    if (!quitting.isPrevented) this.emit('will-quit', quitting)
    if (!quitting.isPrevented) this.exit(0)
  }

  exit(code = 0): void {
    endProcesses()
    const ended = runningBrowser()?.end() ?? Promise.resolve()
    ended.finally(() => process.exit(code)).catch(() => process.exit(1))
  }
}
