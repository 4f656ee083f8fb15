import type { Failure } from '../../../../core/failure.ts'
import { type SampleIndex, sampleIndex } from '../../../../core/time.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { failureSentence } from '../../../ui/wording.ts'
import type { ReviewWatch, Watched } from '../model/review-watch.ts'
import type { Editor } from './editor-store.ts'

/** Failures after which the same may still be counted. */
const passing: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
  'connection-lost',
  'too-many-calls',
  'vault-busy',
  'disk-full',
  'cancelled',
])

/** Tells the vault what was watched, one call at a time. */
export class Teller {
  readonly #ask: AskVault
  readonly #editor: Editor
  readonly #watch: ReviewWatch
  readonly #opening: string
  #telling: Promise<boolean> | null = null

  constructor(ask: AskVault, editor: Editor, { watch, opening }: { watch: ReviewWatch; opening: string }) {
    this.#ask = ask
    this.#editor = editor
    this.#watch = watch
    this.#opening = opening
  }

  /** Whether something was counted. */
  tell(): Promise<boolean> {
    const watched = this.#telling === null ? this.#watch.take() : null
    if (!watched) return Promise.resolve(false)
    this.#telling = this.#tell(watched).finally(() => {
      this.#telling = null
    })
    return this.#telling
  }

  /** Tells all that is left, as far as it is counted. */
  async finish(): Promise<void> {
    await this.#telling
    while (await this.tell());
  }

  async #tell(watched: Watched): Promise<boolean> {
    const answer = await this.#send(watched)
    if (answer.ok) this.#watch.counted(watched)
    else this.#refused(answer.failure, watched)
    return answer.ok
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

  /** What may count a little later is told again; what will not is said: it has to be watched once more. */
  #refused(failure: Failure, watched: Watched): void {
    const isEarly = failure.kind === 'coverage-refused' && failure.why === 'time'
    const isPassing = isEarly || passing.has(failure.kind)
    if (isPassing) this.#watch.putBack(watched)
    else this.#watch.refused(watched)
    // Somebody else went on with it: what was on the screen is not what there is by now, and has to be looked at again.
    if (failure.kind === 'redaction-moved') this.#editor.moved()
    else if (!isPassing)
      this.#editor.set({ said: `What you have just watched was not counted. ${failureSentence(failure)}` })
  }
}
