import { EventEmitter } from 'node:events'
import type { Display, Screen } from 'electron'
import { loud } from './loud.ts'

const size = { width: 1920, height: 1080 }

function displayOf(id: number): Display {
  return loud<Display>('Display', { id, bounds: { x: (id - 1) * size.width, y: 0, ...size } })
}

/** Electron's `screen`: one display beside the other, as many as a test wants. Every window of the stand-in is on the first. */
export class StandInScreens extends EventEmitter implements Pick<Screen, 'getAllDisplays' | 'getDisplayMatching'> {
  #displays: readonly Display[] = [displayOf(1)]

  getAllDisplays(): Display[] {
    return [...this.#displays]
  }

  getDisplayMatching(): Display {
    return this.#displays[0] ?? displayOf(1)
  }

  /** Displays come, or the last of them go. */
  put(count: number): void {
    const before = this.#displays
    this.#displays = Array.from({ length: count }, (_, at) => before[at] ?? displayOf(at + 1))
    for (const display of this.#displays.slice(before.length)) this.emit('display-added', {}, display)
    for (const display of before.slice(count)) this.emit('display-removed', {}, display)
  }
}
