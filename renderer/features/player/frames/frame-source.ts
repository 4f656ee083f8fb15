import { FrameShelf } from './frame-shelf.ts'
import type { Direction, FrameReader, FrameTrouble, Picture, ReadFrame } from './picture.ts'

/** A frame to be shown. Its picture is the receiver's, who calls `close` once. */
export type ShownFrame<P extends Picture> = {
  readonly frame: number
  /** Null where it does not decode. */
  readonly picture: P | null
  readonly trouble: FrameTrouble | null
  close(): void
}

type Wanted<P extends Picture> = {
  readonly frame: number
  readonly signal: AbortSignal
  readonly give: (shown: ShownFrame<P>) => void
  readonly refuse: (reason: unknown) => void
}

/** What a frame source is made of. */
export type FrameSourceParts<P extends Picture> = {
  readonly reader: FrameReader<P>
  readonly frames: number
  /** Bytes of one decoded picture, about. */
  readonly pictureBytes: number
  /** Bound of all that are kept. */
  readonly mostBytes: number
}

/** A step that is shorter than this goes on decoding rather than begin a new run. */
const shortStep = 8
/** Frames that are decoded ahead of somebody who plays. */
const mostAhead = 12

/**
 * Any frame of a clip in any order, exactly. What is asked for last is read first; what nobody waits for any more is not
 * read. While it has nothing to do it reads on in the direction in which somebody goes.
 */
export class FrameSource<P extends Picture> {
  readonly frames: number
  readonly #reader: FrameReader<P>
  readonly #shelf: FrameShelf<P>
  readonly #room: number
  #wanted: Wanted<P>[] = []
  #focus = 0
  #direction: Direction = 0
  #run: { readonly frames: AsyncGenerator<ReadFrame<P>, void, undefined>; readonly stop: AbortController } | null = null
  #next = 0
  #working: Promise<void> | null = null
  #resting = false
  /** What reading ahead came to grief at: nothing more is read ahead until somebody asks for a frame. */
  #fault: { readonly reason: unknown } | null = null
  #closed = false

  constructor({ reader, frames, pictureBytes, mostBytes }: FrameSourceParts<P>) {
    this.frames = frames
    this.#reader = reader
    this.#room = Math.max(4, Math.floor(mostBytes / Math.max(1, pictureBytes)))
    this.#shelf = new FrameShelf(this.#room * Math.max(1, pictureBytes))
  }

  /** Resolves with exactly this frame; rejects once the signal is aborted, or where the footage cannot be read. */
  frame(frame: number, signal: AbortSignal): Promise<ShownFrame<P>> {
    if (!Number.isSafeInteger(frame) || frame < 0 || frame >= this.frames)
      return Promise.reject(new RangeError(`no frame ${frame}`))
    if (signal.aborted) return Promise.reject(signal.reason)
    const kept = this.kept(frame)
    if (kept) return Promise.resolve(kept)
    return new Promise((give, refuse) => {
      if (this.#closed) return refuse(new Error('the frames are closed'))
      this.#fault = null
      const stop = (): void => this.#forget(wanted)
      const wanted: Wanted<P> = {
        ...{ frame, signal },
        give: (shown) => {
          signal.removeEventListener('abort', stop)
          give(shown)
        },
        refuse: (reason) => {
          signal.removeEventListener('abort', stop)
          refuse(reason)
        },
      }
      this.#wanted.push(wanted)
      signal.addEventListener('abort', stop)
      this.#wake()
    })
  }

  /** Why reading ahead has ended; null while it has not. */
  get fault(): { readonly reason: unknown } | null {
    return this.#fault
  }

  /** Takes what failed as if it had not: reading ahead may begin again. */
  tryAgain(): void {
    this.#fault = null
  }

  /** Whether the frame is decoded already. */
  has(frame: number): boolean {
    return this.#shelf.has(frame)
  }

  /** The frame, when it is decoded already. */
  kept(frame: number): ShownFrame<P> | null {
    const borrowed = this.#shelf.borrow(frame)
    return borrowed ? { frame, ...borrowed, close: () => borrowed.picture?.close() } : null
  }

  /** Tells where somebody is and which way they go: frames that way are read while nothing else is asked for. */
  follow(frame: number, direction: Direction): void {
    this.#focus = frame
    this.#direction = direction
    this.#shelf.lookAt(frame, direction)
    if (!this.#fault) this.#wake()
  }

  /** Ends all reading and closes every picture that is kept. */
  async close(): Promise<void> {
    this.#closed = true
    for (const wanted of this.#wanted.splice(0)) wanted.refuse(new Error('the frames are closed'))
    this.#run?.stop.abort()
    await this.#working
    await this.#endRun()
    this.#shelf.clear()
    this.#reader.close()
  }

  #forget(wanted: Wanted<P>): void {
    const at = this.#wanted.indexOf(wanted)
    if (at < 0) return
    this.#wanted.splice(at, 1)
    wanted.refuse(wanted.signal.reason)
  }

  #wake(): void {
    if (this.#working || this.#closed) return
    this.#resting = false
    this.#working = this.#work().finally(() => {
      this.#working = null
      // Something may have been asked for just as it came to rest.
      if (this.#wanted.length > 0) this.#wake()
    })
  }

  async #work(): Promise<void> {
    while (!this.#closed && !this.#resting) {
      const target = this.#wanted.at(-1)?.frame ?? this.#readAhead()
      if (target === null) return
      try {
        await this.#stepTowards(target)
      } catch (fault) {
        await this.#endRun()
        this.#refuse(target, fault)
        // What fails is not tried again until it is asked for again.
        this.#resting = this.#wanted.length === 0
      }
    }
  }

  /** The next frame that is worth reading while nobody waits; null for none. */
  #readAhead(): number | null {
    if (this.#direction > 0) {
      const until = Math.min(this.frames, this.#focus + 1 + Math.min(mostAhead, this.#room >> 1))
      for (let frame = this.#focus; frame < until; frame++) if (!this.#shelf.has(frame)) return frame
    }
    if (this.#direction < 0) {
      const from = Math.max(0, this.#focus - Math.min(mostAhead * 2, Math.floor(this.#room * 0.6)))
      for (let frame = this.#focus; frame >= from; frame--) if (!this.#shelf.has(frame)) return frame
    }
    return null
  }

  async #stepTowards(target: number): Promise<void> {
    if (this.#shelf.has(target)) return this.#give(target)
    if (!this.#comesSoon(target)) await this.#startFor(target)
    const expected = this.#next
    const step = await this.#run?.frames.next()
    if (this.#closed) {
      if (step && !step.done) step.value.picture?.close()
      return
    }
    const read = !step || step.done ? null : step.value
    const reached = read ? read.frame : this.frames
    // Whatever the run passed over is not there to be had.
    for (let hole = expected; hole < reached && hole <= target; hole++) this.#take(holeAt(hole))
    if (!read) return this.#endRun()
    this.#next = read.frame + 1
    this.#take(read)
  }

  #take(read: ReadFrame<P>): void {
    // Whoever waits gets the frame even where there is no room to keep it.
    const waiting = this.#wanted.filter(({ frame }) => frame === read.frame)
    this.#wanted = this.#wanted.filter(({ frame }) => frame !== read.frame)
    for (const { give } of waiting) {
      const picture = read.picture?.clone() ?? null
      give({ frame: read.frame, picture, trouble: read.trouble, close: () => picture?.close() })
    }
    this.#shelf.keep(read)
  }

  #give(frame: number): void {
    const waiting = this.#wanted.filter((wanted) => wanted.frame === frame)
    this.#wanted = this.#wanted.filter((wanted) => wanted.frame !== frame)
    for (const { give } of waiting) {
      const shown = this.kept(frame)
      if (shown) give(shown)
    }
  }

  #refuse(frame: number, fault: unknown): void {
    const waiting = this.#wanted.filter((wanted) => wanted.frame === frame)
    this.#wanted = this.#wanted.filter((wanted) => wanted.frame !== frame)
    for (const { refuse } of waiting) refuse(fault)
    if (waiting.length === 0) this.#fault = { reason: fault }
  }

  #comesSoon(target: number): boolean {
    if (!this.#run || this.#next > target) return false
    return target - this.#next <= shortStep || this.#next >= this.#startOf(target)
  }

  #startOf(target: number): number {
    return this.#reader.startFor(target, this.#direction, this.#room)
  }

  async #startFor(target: number): Promise<void> {
    await this.#endRun()
    const from = this.#startOf(target)
    const stop = new AbortController()
    this.#run = { frames: this.#reader.run(from, stop.signal), stop }
    this.#next = from
  }

  async #endRun(): Promise<void> {
    const run = this.#run
    this.#run = null
    run?.stop.abort()
    await run?.frames.return()
  }
}

function holeAt<P extends Picture>(frame: number): ReadFrame<P> {
  return { frame, picture: null, trouble: 'undecodable' }
}
