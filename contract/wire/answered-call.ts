import type { Progress, StopSignal } from '../../core/ports/work.ts'
import { bytesIn, packed } from './own-bytes.ts'
import type { WireEnd } from './wire-end.ts'
import { ahead } from './wire-messages.ts'

/** A signal that the wire raises itself. Whoever listens is told once. */
class Stop implements StopSignal {
  readonly #listeners = new Set<() => void>()
  aborted = false

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener)
  }

  abort(): void {
    if (this.aborted) return
    this.aborted = true
    for (const listener of [...this.#listeners]) listener()
  }
}

type Waiting = { readonly item: unknown; readonly sent: () => void }

/**
 * What an answering side keeps of a call that runs: items that wait for credit, the latest progress, and whether it is wanted
 * still. At most `ahead` is on its way at once; a single item that is larger than that goes alone.
 */
export class AnsweredCall {
  readonly #id: number
  readonly #end: WireEnd
  readonly #stop = new Stop()
  readonly #under: number[] = []
  readonly #waiting: Waiting[] = []
  #progress: Progress | null = null
  #progressUnseen = false

  constructor(id: number, end: WireEnd) {
    this.#id = id
    this.#end = end
  }

  get signal(): StopSignal {
    return this.#stop
  }

  /** Nobody waits for the answer any more. Items that wait are let go, or who makes them would never end. */
  stop(): void {
    this.#stop.abort()
    for (const { sent } of this.#waiting.splice(0)) sent()
  }

  /** Settled once the item is on its way, or nobody wants it. */
  item(item: unknown): Promise<void> {
    if (this.#stop.aborted) return Promise.resolve()
    return new Promise((sent) => {
      this.#waiting.push({ item, sent })
      this.#sendItems()
    })
  }

  /** So many items more were taken. False: more than were sent. */
  credit(items: number): boolean {
    if (items > this.#under.length) return false
    this.#under.splice(0, items)
    this.#sendItems()
    return true
  }

  /** Only the latest is sent, and the next only when the other side has seen it. */
  progress(progress: Progress): void {
    this.#progress = progress
    if (!this.#progressUnseen) this.#sendProgress()
  }

  seen(): void {
    this.#progressUnseen = false
    this.#sendProgress()
  }

  #sendProgress(): void {
    const progress = this.#progress
    if (!progress || this.#stop.aborted) return
    this.#progress = null
    this.#progressUnseen = true
    const { stage, done, total, seconds, files } = progress
    const counted = files === undefined ? {} : { files: { done: files.done, all: files.all } }
    this.#end.send({ type: 'progress', id: this.#id, progress: { stage, done, total, seconds, ...counted } })
  }

  #mayFollow(size: number): boolean {
    if (this.#under.length === 0) return true
    const bytes = this.#under.reduce((sum, one) => sum + one, 0)
    return this.#under.length < ahead.items && bytes + size <= ahead.bytes
  }

  #sendItems(): void {
    for (;;) {
      const [next] = this.#waiting
      const size = bytesIn(next?.item)
      if (!next || !this.#mayFollow(size)) return
      this.#waiting.shift()
      this.#under.push(size)
      const { value, transfer } = packed(next.item)
      this.#end.send({ type: 'item', id: this.#id, item: value }, transfer)
      next.sent()
    }
  }
}
