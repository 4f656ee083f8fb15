import type { BrowserWindow, BrowserWindowConstructorOptions, Display, Screen } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'

const { FakeWindow, made } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  class FakeWindow extends EventEmitter {
    readonly options: BrowserWindowConstructorOptions
    readonly webContents = new EventEmitter()
    isProtected: boolean | null = null
    shown = 0
    address = ''

    constructor(options: BrowserWindowConstructorOptions) {
      super()
      this.options = options
      made.push(this)
    }

    setContentProtection(on: boolean): void {
      this.isProtected = on
    }

    showInactive(): void {
      this.shown += 1
    }

    async loadURL(address: string): Promise<void> {
      this.address = address
    }

    close(): void {
      this.emit('closed')
    }
  }
  const made: FakeWindow[] = []
  return { FakeWindow, made }
})

vi.mock('electron', () => ({ BrowserWindow: FakeWindow }))

const { displayBeside, SecondWindow } = await import('./second-window.ts')

const display = (id: number) => ({ id, bounds: { x: id * 100, y: 0, width: 100, height: 80 } }) as Display
const workOn = (id: number) => ({ getBounds: () => display(id).bounds }) as BrowserWindow

function screenOf(...ids: readonly number[]): Pick<Screen, 'getAllDisplays' | 'getDisplayMatching'> {
  return { getAllDisplays: () => ids.map(display), getDisplayMatching: ({ x }) => display(x / 100) }
}

function secondOn(screen: ReturnType<typeof screenOf>, isKiosk = false) {
  let changes = 0
  const onChange = () => {
    changes += 1
  }
  const second = new SecondWindow({ screen, isKiosk, isProtected: () => true, onChange })
  return { second, changes: () => changes }
}

beforeEach(() => {
  made.length = 0
})

it('finds the display that the work is not on', () => {
  expect(displayBeside(screenOf(1, 2), workOn(1))?.id).toBe(2)
  expect(displayBeside(screenOf(1, 2), workOn(2))?.id).toBe(1)
  expect(displayBeside(screenOf(1), workOn(1))).toBeNull()
})

it.each([true, false])('opens once on that display, under the rules of every window (kiosk: %s)', async (isKiosk) => {
  const { second, changes } = secondOn(screenOf(1, 2), isKiosk)
  await second.open(workOn(1))
  await second.open(workOn(1))
  const [window] = made
  expect(made).toHaveLength(1)
  expect(window?.options).toMatchObject({ ...display(2).bounds, kiosk: isKiosk, fullscreen: true, show: false })
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  })
  expect(window).toMatchObject({ isProtected: true, address: 'app://occlude/index.html?second-display', shown: 0 })
  window?.emit('ready-to-show')
  expect([window?.shown, second.isOpen, changes()]).toEqual([1, true, 1])
})

it('opens nothing where there is one display only', async () => {
  const { second, changes } = secondOn(screenOf(1))
  await second.open(workOn(1))
  expect([made.length, second.isOpen, changes()]).toEqual([0, false, 0])
})

it('goes with its own display and with no other, and when its page ends; then it can be opened again', async () => {
  const { second, changes } = secondOn(screenOf(1, 2, 3))
  await second.open(workOn(1))
  second.displayGone(3)
  expect(second.isOpen).toBe(true)
  second.displayGone(2)
  expect([second.isOpen, changes()]).toEqual([false, 2])
  await second.open(workOn(1))
  made[1]?.webContents.emit('render-process-gone')
  expect([second.isOpen, changes(), made.length]).toEqual([false, 4, 2])
})
