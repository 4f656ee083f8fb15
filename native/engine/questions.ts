import type { StopSignal } from '../../core/ports/work.ts'
import type { FrameDesk, FrameQuestion } from '../media/show-frames.ts'
import type { SoundDesk, SoundQuestion } from '../media/show-sound.ts'

/** The way back to whoever asked: parts of an answer, and that it is complete. */
type WayBack<Desk extends { give: unknown; answered: unknown }> = Pick<Desk, 'give' | 'answered'>

/** Wakes whoever waits for a question. */
class Bell {
  #waiting: (() => void)[] = []

  ring(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  heard(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve))
  }
}

/** Questions of a `frames` job. Only the newest counts: whoever scrubs wants what is under the pointer now. */
export class FrameQuestions implements FrameDesk {
  readonly give: FrameDesk['give']
  readonly answered: FrameDesk['answered']
  readonly #stop: StopSignal
  readonly #bell = new Bell()
  #newest: FrameQuestion | null = null
  #taken = -1

  constructor(stop: StopSignal, { give, answered }: WayBack<FrameDesk>) {
    this.#stop = stop
    this.give = give
    this.answered = answered
    stop.addEventListener('abort', () => this.#bell.ring())
  }

  /** Takes a question in; older ones are overtaken. */
  put(question: FrameQuestion): void {
    this.#newest = question
    this.#bell.ring()
  }

  async next(): Promise<FrameQuestion | null> {
    for (;;) {
      if (this.#stop.aborted) return null
      if (this.#newest && this.#newest.number > this.#taken) {
        this.#taken = this.#newest.number
        return this.#newest
      }
      await this.#bell.heard()
    }
  }

  isOvertaken({ number }: FrameQuestion): boolean {
    return this.#stop.aborted || (this.#newest?.number ?? number) !== number
  }
}

/** Questions of a `sound` job, in the order in which they came: each is answered. */
export class SoundQuestions implements SoundDesk {
  readonly give: SoundDesk['give']
  readonly answered: SoundDesk['answered']
  readonly #stop: StopSignal
  readonly #bell = new Bell()
  readonly #waiting: SoundQuestion[] = []

  constructor(stop: StopSignal, { give, answered }: WayBack<SoundDesk>) {
    this.#stop = stop
    this.give = give
    this.answered = answered
    stop.addEventListener('abort', () => this.#bell.ring())
  }

  /** Takes a question in. */
  put(question: SoundQuestion): void {
    this.#waiting.push(question)
    this.#bell.ring()
  }

  async next(): Promise<SoundQuestion | null> {
    for (;;) {
      if (this.#stop.aborted) return null
      const question = this.#waiting.shift()
      if (question) return question
      await this.#bell.heard()
    }
  }
}
