import type { PlayerSession } from '../../player/index.ts'
import { heardBetween, type Look } from '../model/heard-between.ts'
import type { ReviewWatch } from '../model/review-watch.ts'

type Heard = Pick<PlayerSession, 'store' | 'times' | 'footage' | 'clockSeconds' | 'heardTrack'>

/** Follows what is heard: while it plays forwards, aloud, at a speed at which sound counts. */
export class Listening {
  readonly #session: Heard
  #last: Look | null = null

  constructor(session: Heard) {
    this.#session = session
  }

  /** Tells what was heard since it was last asked; nothing where that was forgotten meanwhile. */
  since(watch: Pick<ReviewWatch, 'heard'>, soundSpeed: number): void {
    const last = this.#last
    const now = this.#look(soundSpeed)
    this.#last = now
    const heard = heardBetween(last, now)
    const audio = this.#session.footage.index.audio.find(({ track }) => track === now?.audioTrack)
    if (!heard || !audio) return
    const { sampleRate, track } = audio
    watch.heard(track, [Math.floor(heard.from * sampleRate), Math.ceil(heard.until * sampleRate)], heard.speed)
  }

  /** What is heard until it is asked next is not the copy's sound, or not all of it. */
  forget(): void {
    this.#last = null
  }

  #look(soundSpeed: number): Look | null {
    const { times, store } = this.#session
    const audioTrack = this.#session.heardTrack()
    const { rate, frame } = store.getState().transport
    if (audioTrack === null || rate < 0 || rate > soundSpeed) return null
    // Without a clock it stands where its frame begins.
    const place = this.#session.clockSeconds() ?? times.secondsOf(frame)
    return { at: performance.now(), place, rate, audioTrack }
  }
}
