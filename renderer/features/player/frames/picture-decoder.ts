/** A decoded picture under the number that its bytes were fed with. */
export type NumberedPicture = { readonly number: number; readonly picture: VideoFrame }

/** Pictures that may wait for their taker before no more bytes are fed. */
const mostWaiting = 4
/** Chunks that may wait in the decoder. */
const mostQueued = 4

/**
 * One run of the browser's decoder. Chunks are fed under numbers of the caller's own in place of times: the decoder hands
 * them through, so that a picture is known by what it was made of. Close it: that closes all pictures nobody took.
 */
export class PictureDecoder {
  readonly #decoder: VideoDecoder
  readonly #out: NumberedPicture[] = []
  #fault: unknown = null
  #changed: (() => void) | null = null

  constructor(config: VideoDecoderConfig) {
    this.#decoder = new VideoDecoder({
      output: (picture) => {
        this.#out.push({ number: picture.timestamp, picture })
        this.#tell()
      },
      error: (fault) => {
        this.#fault = fault
        this.#tell()
      },
    })
    this.#decoder.addEventListener('dequeue', () => this.#tell())
    this.#decoder.configure(config)
  }

  get isHungry(): boolean {
    return this.#fault === null && this.#out.length < mostWaiting && this.#decoder.decodeQueueSize < mostQueued
  }

  /** Throws what the decoder said when it gave up. */
  feed(number: number, type: EncodedVideoChunkType, data: Uint8Array): void {
    if (this.#fault !== null) throw this.#fault
    this.#decoder.decode(new EncodedVideoChunk({ type, timestamp: number, data }))
  }

  /** The next picture, when one has come. */
  take(): NumberedPicture | null {
    const next = this.#out.shift()
    if (!next && this.#fault !== null) throw this.#fault
    return next ?? null
  }

  /** Resolves when something has come, or there is room again. */
  async change(signal: AbortSignal): Promise<void> {
    if (this.#out.length > 0 || this.#fault !== null) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#changed = resolve
    // Taken away again: a run may last for hours, and its signal would hold every wait of it.
    const stop = (): void => resolve()
    signal.addEventListener('abort', stop)
    await promise
    signal.removeEventListener('abort', stop)
    this.#changed = null
  }

  /** Brings out everything that was fed. */
  async flush(): Promise<void> {
    await this.#decoder.flush()
  }

  close(): void {
    for (const { picture } of this.#out.splice(0)) picture.close()
    if (this.#decoder.state !== 'closed') this.#decoder.close()
  }

  #tell(): void {
    this.#changed?.()
  }
}
