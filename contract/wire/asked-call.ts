import type { Failure } from '../../core/failure.ts'
import type { Progress, StopSignal } from '../../core/ports/work.ts'
import { failed, type Result } from '../../core/result.ts'
import type { WireEnd } from './wire-end.ts'
import { ahead } from './wire-messages.ts'
import { fitting, type WireSpec } from './wire-table.ts'

/** What goes along with a call, whatever its method. */
export type AnyExtras = {
  readonly signal?: StopSignal
  readonly onProgress?: (progress: Progress) => void
  readonly onItem?: (item: unknown) => void | Promise<void>
}

/** A call as its caller keeps it until it is answered. Items are handed over one after another, and the answer after the last. */
export class AskedCall {
  readonly #id: number
  readonly #name: string
  readonly #spec: WireSpec
  readonly #end: WireEnd
  readonly #extras: AnyExtras
  readonly #done: (answer: Result<unknown>) => void
  readonly #broken: (error: unknown) => void
  #lastItem: Promise<void> = Promise.resolve()
  #untaken = 0
  #over = false

  constructor(
    { id, name, spec }: { readonly id: number; readonly name: string; readonly spec: WireSpec },
    end: WireEnd,
    extras: AnyExtras,
    settled: { readonly done: (answer: Result<unknown>) => void; readonly broken: (error: unknown) => void },
  ) {
    this.#id = id
    this.#name = name
    this.#spec = spec
    this.#end = end
    this.#extras = extras
    this.#done = settled.done
    this.#broken = settled.broken
    extras.signal?.addEventListener('abort', this.#cancel)
  }

  readonly #cancel = (): void => this.#end.send({ type: 'cancel', id: this.#id })

  /** False: the other side sends more than it has credit for, or to a call that has none. */
  item(item: unknown): boolean {
    if (this.#over) return true
    if (this.#untaken >= ahead.items) return false
    const fits = this.#spec.item ? fitting(this.#spec.item, item, this.#name) : null
    if (!fits?.ok) {
      this.giveUp(fits?.failure ?? { kind: 'off-contract', method: this.#name, at: 'an item' })
      return true
    }
    this.#untaken += 1
    this.#lastItem = this.#lastItem.then(() => this.#take(fits.value))
    return true
  }

  async #take(item: unknown): Promise<void> {
    // Who has cancelled wants no more of it, and does not wait for it.
    if (this.#over || this.#extras.signal?.aborted) return
    try {
      await this.#extras.onItem?.(item)
      this.#untaken -= 1
      this.#end.send({ type: 'credit', id: this.#id, items: 1 })
    } catch (error) {
      this.#cancel()
      this.#finish(() => this.#broken(error))
    }
  }

  progress(progress: Progress): void {
    if (this.#over) return
    try {
      this.#extras.onProgress?.(progress)
      this.#end.send({ type: 'seen', id: this.#id })
    } catch (error) {
      this.#cancel()
      this.#finish(() => this.#broken(error))
    }
  }

  /** What the other side has answered. */
  answer(output: unknown): void {
    const answer = fitting(this.#spec.output, output, this.#name)
    void this.#lastItem.then(() => this.#finish(() => this.#done(answer)))
  }

  /** The other side has failed at it; what came before still does. */
  fail(failure: Failure): void {
    void this.#lastItem.then(() => this.#finish(() => this.#done(failed(failure))))
  }

  /** Nothing more comes, or nothing that could be used. */
  giveUp(failure: Failure): void {
    this.#cancel()
    this.#finish(() => this.#done(failed(failure)))
  }

  #finish(settle: () => void): void {
    if (this.#over) return
    this.#over = true
    this.#extras.signal?.removeEventListener('abort', this.#cancel)
    settle()
  }
}
