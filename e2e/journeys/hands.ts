import type { Locator, Page } from 'playwright'
import { until } from '../until.ts'

/**
 * What somebody did with their hands: presses of keys, texts that they wrote, and how often they moved the focus along; of the first
 * two, how many put right what was proposed.
 */
export type Effort = {
  readonly presses: number
  readonly texts: number
  readonly moves: number
  readonly corrections: number
}

/** Ways to move the focus along that a search for something tries before it gives up. */
const mostMoves = 80

/**
 * Somebody who has a keyboard and no mouse. Every press and every text is one interaction. Presses of Tab, which only move the focus,
 * are counted by themselves: a hand on the mouse would have saved them.
 */
export class Hands {
  readonly #page: Page
  #effort: Effort = { presses: 0, texts: 0, moves: 0, corrections: 0 }
  readonly #said: string[] = []

  constructor(page: Page) {
    this.#page = page
  }

  /** What was done so far. */
  get effort(): Effort {
    return this.#effort
  }

  /** What was done, in order, in words. */
  get said(): readonly string[] {
    return this.#said
  }

  /** What is done meanwhile puts right what was proposed. */
  async correct(work: () => Promise<void>): Promise<void> {
    const before = interactionsOf(this.#effort)
    await work()
    const corrections = this.#effort.corrections + interactionsOf(this.#effort) - before
    this.#effort = { ...this.#effort, corrections }
  }

  /** Keeps what was seen among what was done. */
  note(words: string): void {
    this.#said.push(words)
  }

  async press(key: string, why: string): Promise<void> {
    this.#effort = { ...this.#effort, presses: this.#effort.presses + 1 }
    this.#said.push(`${key}: ${why}`)
    await this.#page.keyboard.press(key)
  }

  /** Writes into what has the focus, in the place of what stands there. */
  async write(text: string): Promise<void> {
    this.#effort = { ...this.#effort, texts: this.#effort.texts + 1 }
    this.#said.push(`writes: ${text}`)
    await this.#page.keyboard.press('Control+a')
    await this.#page.keyboard.type(text)
  }

  /** Moves the focus along until something has it. */
  async goTo(place: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    // Nobody comes to what cannot be used yet.
    await until(`${place} can be used`, () => place.isEnabled())
    for (let moves = 0; moves < mostMoves; moves++) {
      if (await hasFocus(place)) return
      this.#effort = { ...this.#effort, moves: this.#effort.moves + 1 }
      await this.#page.keyboard.press(key)
    }
    throw new Error(`${key} does not come to ${place}`)
  }

  /** Waits until something has the focus by itself. */
  async isAt(place: Locator): Promise<void> {
    await until(`the focus is at ${place}`, () => hasFocus(place))
  }

  /** Moves the focus to a field and writes. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.goTo(field)
    await this.write(text)
  }

  /** Moves the focus to a button and presses it. */
  async push(button: Locator, why: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.goTo(button, key)
    await this.press('Enter', why)
  }
}

/** Presses and texts: what counts as an interaction. */
export function interactionsOf({ presses, texts }: Effort): number {
  return presses + texts
}

function hasFocus(place: Locator): Promise<boolean> {
  return place.evaluate((element) => element === document.activeElement)
}
