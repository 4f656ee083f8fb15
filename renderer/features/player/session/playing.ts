import type { StoreApi } from 'zustand/vanilla'
import type { ClipTimes } from '../clip-times.ts'
import type { Direction } from '../frames/picture.ts'
import { type PlayClock, silentClock } from '../transport/play-clock.ts'
import { playStep } from '../transport/play-plan.ts'
import type { PlayerState } from './player-state.ts'

/**
 * How far ahead of the clock pictures are chosen, in seconds: half a display frame, since what is painted now is seen when the
 * display shows it next. So pictures are as often a little early as a little late.
 */
const displayLead = 1 / 120

/** What playing needs. */
export type PlayingParts = {
  readonly store: StoreApi<PlayerState>
  readonly times: ClipTimes
  readonly sound: {
    begin(from: number, rate: number): Promise<PlayClock | null>
    stop(): void
  }
  readonly isReady: (frame: number) => boolean
  /** Ends playing where frames do not come any more; true where it did. */
  readonly isAtFault: () => boolean
  readonly show: (frame: number, passedOver: number) => void
  readonly follow: (frame: number, direction: Direction) => void
}

/** Shows frame after frame at display frames, by a clock: that of the sound where it is heard, else one of its own. */
export class Playing {
  readonly #parts: PlayingParts
  #clock: PlayClock | null = null
  #isHeard = false
  /** Told apart so that what an older start brings late is thrown away. */
  #start = 0
  #request = 0

  constructor(parts: PlayingParts) {
    this.#parts = parts
  }

  /** Begins anew from where the transport is: its rate, its place or what is heard has changed. */
  changed(): void {
    this.#halt()
    if (this.#parts.store.getState().transport.rate !== 0) void this.#begin()
  }

  /** Where playing stands, in clip seconds; null while it does not run. */
  clockSeconds(): number | null {
    return this.#clock?.seconds() ?? null
  }

  /** Whether it plays and nothing is heard: the clock that runs is not that of the sound. */
  get isSilent(): boolean {
    return this.#clock !== null && !this.#isHeard
  }

  close(): void {
    this.#halt()
  }

  #halt(): void {
    this.#start++
    this.#clock?.stop()
    this.#clock = null
    this.#parts.sound.stop()
    cancelAnimationFrame(this.#request)
  }

  async #begin(): Promise<void> {
    const start = this.#start
    const { store, times, sound, follow } = this.#parts
    const { transport } = store.getState()
    follow(transport.frame, transport.rate < 0 ? -1 : 1)
    // Going back, a frame's time runs from its end to its beginning.
    const from = transport.rate < 0 ? times.secondsOf(transport.frame + 1) : times.secondsOf(transport.frame)
    const heard = await sound.begin(from, transport.rate).catch(() => null)
    if (start !== this.#start) return heard?.stop()
    this.#isHeard = heard !== null
    this.#clock = heard ?? silentClock(from, transport.rate, () => performance.now())
    this.#request = requestAnimationFrame(() => this.#tick())
  }

  #tick(): void {
    const { store, times, isReady, show, follow } = this.#parts
    const clock = this.#clock
    if (!clock || this.#parts.isAtFault()) return
    const { transport, pacing } = store.getState()
    const seen = clock.seconds() + displayLead * Math.sign(transport.rate)
    const step = playStep({ transport, times, pacing, clock: seen, isReady })
    const direction: Direction = transport.rate < 0 ? -1 : 1
    if (step.do === 'wait') follow(step.wants, direction)
    else if (step.do === 'show') {
      show(step.frame, step.passedOver)
      follow(step.frame, direction)
    } else store.setState({ transport: { ...transport, rate: 0 } })
    const { rate } = store.getState().transport
    if (rate === 0) this.#halt()
    else if (step.do === 'show' && step.rebase) this.changed()
    else this.#request = requestAnimationFrame(() => this.#tick())
  }
}
