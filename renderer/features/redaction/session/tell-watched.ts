import type { Failure } from '../../../../core/failure.ts'
import { type SampleIndex, sampleIndex } from '../../../../core/time.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { failureSentence } from '../../../ui/wording.ts'
import type { ReviewWatch, Watched } from '../model/review-watch.ts'
import type { Editor } from './editor-store.ts'

/** Tells the vault what was watched, one call at a time. */
export class Teller {
  readonly #ask: AskVault
  readonly #editor: Editor
  readonly #watch: ReviewWatch
  readonly #opening: string
  #telling = false

  constructor(ask: AskVault, editor: Editor, { watch, opening }: { watch: ReviewWatch; opening: string }) {
    this.#ask = ask
    this.#editor = editor
    this.#watch = watch
    this.#opening = opening
  }

  /** Whether something was counted. */
  async tell(): Promise<boolean> {
    const watched = this.#telling ? null : this.#watch.take()
    if (!watched) return false
    this.#telling = true
    try {
      const answer = await this.#send(watched)
      if (!answer.ok) this.#refused(answer.failure, watched)
      return answer.ok
    } finally {
      this.#telling = false
    }
  }

  #send({ speed, frames, sound }: Watched) {
    const { opened, state } = this.#editor
    return this.#ask('redaction.seen', {
      ...{ clip: opened.clip, redaction: opened.redaction, opening: this.#opening, speed },
      revision: state.queue.revision,
      frames: frames.map(([from, until]): [number, number] => [from, until]),
      sound: sound.map(({ audioTrack, ranges }) => ({
        audioTrack,
        ranges: ranges.map(([from, until]): [SampleIndex, SampleIndex] => [sampleIndex(from), sampleIndex(until)]),
      })),
    })
  }

  /** With too little time since the last, it is true a little later; what cannot be true at all is said. */
  #refused(failure: Failure, watched: Watched): void {
    // Somebody else went on with it: what was on the screen is not what there is by now, and has to be looked at again.
    if (failure.kind === 'redaction-moved') this.#editor.moved()
    if (failure.kind !== 'coverage-refused') return
    if (failure.why === 'time') this.#watch.putBack(watched)
    else this.#editor.set({ said: failureSentence(failure) })
  }
}
