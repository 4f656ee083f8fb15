import { AVSEEK_FLAG_BACKWARD } from 'node-av/constants'
import { Packet, type Stream } from 'node-av/lib'
import type { AudioIndex, ClipIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import { breathe } from './ffmpeg.ts'
import { throwIfStopped } from './frame-decoder.ts'
import { type OpenedClip, openClip } from './opened-clip.ts'
import { type SoundBlock, SoundDecoder } from './sound-decoder.ts'

/**
 * How far before the wanted sample decoding begins, in seconds, tried in turn; after them the clip's start. Codecs that lean on
 * what came before (MP3's reservoir, Opus's 80 ms of RFC 7845) are settled by then, and a container may land later than it was asked to.
 */
const runUps = [0.5, 5]
/** What has to lie before the wanted sample at least, in seconds, for a decoder to be settled there. */
const leastRunUp = 0.1

const packetsPerBreath = 64

type Opened = { readonly clip: OpenedClip; readonly stream: Stream; readonly decoder: SoundDecoder }

/** One sound track from any place on, on its absolute clock. One call at a time. Close it. */
export class SoundReading {
  readonly audio: AudioIndex
  readonly #source: ByteSource
  readonly #index: ClipIndex
  readonly #packet = new Packet()
  #opened: Opened
  /** Decoded samples that nobody has taken yet, in order. */
  #held: SoundBlock[] = []
  #next: number
  #atEnd = false

  private constructor(source: ByteSource, index: ClipIndex, audio: AudioIndex, opened: Opened) {
    this.#source = source
    this.#index = index
    this.audio = audio
    this.#opened = opened
    this.#next = audio.firstSample
    this.#packet.alloc()
  }

  /** Opens a track. Fails as opening the clip does; throws `NoDecoder` where the track has none. */
  static async open(source: ByteSource, index: ClipIndex, audio: AudioIndex): Promise<Result<SoundReading>> {
    const opened = await openTrack(source, index, audio)
    return opened.ok ? ok(new SoundReading(source, index, audio, opened.value)) : opened
  }

  /** The sample that comes without going anywhere. */
  get next(): number {
    return this.#next
  }

  /** A plane for each channel, `length` samples from `from` on. Silence where nothing decodes and outside of the track. */
  async read(from: number, length: number, signal: StopSignal): Promise<Float32Array[]> {
    if (from !== this.#next) await this.#goTo(from, signal)
    const until = from + length
    while ((this.#held.at(-1)?.start ?? from) + (this.#held.at(-1)?.length ?? 0) < until) {
      if (!(await this.#decodeMore(signal))) break
    }
    const planes = Array.from({ length: this.audio.channels }, () => new Float32Array(length))
    for (const block of this.#held) lay(planes, from, block)
    this.#held = this.#held.filter((block) => block.start + block.length > until)
    this.#next = until
    return planes
  }

  async close(): Promise<void> {
    this.#packet.free()
    await closeTrack(this.#opened)
  }

  /** Decodes one packet; false where there is no more. */
  async #decodeMore(signal: StopSignal): Promise<boolean> {
    if (this.#atEnd) return false
    throwIfStopped(signal)
    this.#atEnd = !(await this.#opened.clip.read(this.#packet))
    this.#held.push(...this.#opened.decoder.decode(this.#atEnd ? null : this.#packet))
    if (!this.#atEnd) this.#packet.unref()
    return true
  }

  async #goTo(from: number, signal: StopSignal): Promise<void> {
    const { sampleRate, firstSample } = this.audio
    for (const runUp of runUps) {
      const start = from - Math.round(runUp * sampleRate)
      if (start > firstSample && (await this.#seek(start)) && (await this.#passTo(from, signal))) return
    }
    // A clip that is opened anew begins where the index does, whatever its container makes of going back.
    await closeTrack(this.#opened)
    const opened = await openTrack(this.#source, this.#index, this.audio)
    if (!opened.ok) throw new Error('a clip that was open does not open again')
    this.#opened = opened.value
    this.#forget()
    await this.#passTo(from, signal)
  }

  async #seek(sample: number): Promise<boolean> {
    const { clip, stream, decoder } = this.#opened
    const { num, den } = stream.timeBase
    const ticks = Math.floor(((sample / this.audio.sampleRate + this.#index.originSeconds) * den) / num)
    if (!(await clip.seek(stream, BigInt(ticks), AVSEEK_FLAG_BACKWARD))) return false
    decoder.restart()
    this.#forget()
    return true
  }

  #forget(): void {
    this.#held = []
    this.#atEnd = false
  }

  /** Decodes up to a sample and forgets what lies before it. False where the first that decodes is too near for that, or after it. */
  async #passTo(from: number, signal: StopSignal): Promise<boolean> {
    let first: number | null = null
    for (let packets = 1; ; packets++) {
      const more = await this.#decodeMore(signal)
      first ??= this.#held[0]?.start ?? null
      const last = this.#held.at(-1)
      const reached = last !== undefined && last.start + last.length > from
      this.#held = this.#held.filter((block) => block.start + block.length > from)
      if (!more || reached) return first !== null && first <= from - leastRunUp * this.audio.sampleRate
      if (packets % packetsPerBreath === 0) await breathe()
    }
  }
}

async function openTrack(source: ByteSource, index: ClipIndex, { track }: AudioIndex): Promise<Result<Opened>> {
  const opened = await openClip(source, 'clip')
  if (!opened.ok) return opened
  const clip = opened.value
  const stream = clip.audio[track]
  if (!stream) throw new Error('the index names a sound track that the clip does not have')
  clip.readOnly([stream])
  try {
    return ok({ clip, stream, decoder: await SoundDecoder.open(stream, index.originSeconds) })
  } catch (fault) {
    await clip.close()
    throw fault
  }
}

async function closeTrack({ clip, decoder }: Opened): Promise<void> {
  decoder.close()
  await clip.close()
}

/** Lays what a block has for them into planes that begin at sample `from`. */
function lay(planes: readonly Float32Array[], from: number, { start, planes: decoded }: SoundBlock): void {
  for (const [channel, plane] of planes.entries()) {
    const samples = decoded[channel]
    const skip = Math.max(0, from - start)
    const at = Math.max(0, start - from)
    if (samples && skip < samples.length && at < plane.length)
      plane.set(samples.subarray(skip, skip + plane.length - at), at)
  }
}
