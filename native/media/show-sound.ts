import type { AudioIndex, ClipIndex } from '../../core/clips/clip-index.ts'
import { endSampleOf } from '../../core/clips/clock.ts'
import type { Failure } from '../../core/failure.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { type DecodedSound, longestSoundPiece, type SoundRequest } from '../../core/ports/media-engine.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import { sampleIndex } from '../../core/time.ts'
import { NoDecoder } from './frame-decoder.ts'
import { SoundReading } from './sound-reading.ts'

/** Samples wanted from a `sound` job; numbers tell questions apart. */
export type SoundQuestion = SoundRequest & { readonly number: number }

/** The side of a `sound` job that faces its host. */
export type SoundDesk = {
  /** The oldest question that nobody has taken yet; null once the job is to stop. */
  next(): Promise<SoundQuestion | null>
  /** Hands a piece over; false: nobody wants the rest. */
  give(question: SoundQuestion, piece: DecodedSound): Promise<boolean>
  /** All of a question has been handed over, nobody wants more of it, or it cannot be answered. */
  answered(question: SoundQuestion, failure: Failure | null): void
}

/** Questions that are answered at a time: one of somebody who listens, one of what draws the waveform. */
const atOnce = 2
/** Readings that are kept, each where its last question left it. */
const mostKept = 3

/** Readings of a clip's tracks, so that who goes on listening does not go back to where they were. */
class SoundReadings {
  readonly #source: ByteSource
  readonly #index: ClipIndex
  /** Those that nobody uses, the longest unused first. */
  readonly #free: SoundReading[] = []

  constructor(source: ByteSource, index: ClipIndex) {
    this.#source = source
    this.#index = index
  }

  /** The one that has come to that sample already, else a new one while there is room, else one that has to go there. */
  async take(audio: AudioIndex, from: number): Promise<Result<SoundReading>> {
    const ofTrack = this.#free.filter((reading) => reading.audio.track === audio.track)
    const arrived = ofTrack.find(({ next }) => next === from)
    const fitting = arrived ?? (this.#free.length < mostKept - 1 ? undefined : ofTrack[0])
    if (fitting) {
      this.#free.splice(this.#free.indexOf(fitting), 1)
      return ok(fitting)
    }
    return SoundReading.open(this.#source, this.#index, audio)
  }

  async giveBack(reading: SoundReading): Promise<void> {
    this.#free.push(reading)
    if (this.#free.length > mostKept) await this.#free.shift()?.close()
  }

  async close(): Promise<void> {
    for (const reading of this.#free.splice(0)) await reading.close()
  }
}

/**
 * Answers questions about sound until there are no more, two at a time, so that whoever takes their time keeps nobody else waiting.
 * Of two readings that go on in parallel each keeps its place. A track without a decoder fails its own questions alone.
 */
export async function showSound(
  source: ByteSource,
  index: ClipIndex,
  desk: SoundDesk,
  signal: StopSignal,
): Promise<Result<{ readonly ended: true }>> {
  const readings = new SoundReadings(source, index)
  const answerAll = async (): Promise<void> => {
    for (let question = await desk.next(); question; question = await desk.next())
      desk.answered(question, await answer(question, { index, readings, desk, signal }))
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, answerAll))
    return ok({ ended: true })
  } finally {
    await readings.close()
  }
}

type Answering = {
  readonly index: ClipIndex
  readonly readings: SoundReadings
  readonly desk: SoundDesk
  readonly signal: StopSignal
}

async function answer(question: SoundQuestion, answering: Answering): Promise<Failure | null> {
  const { index, readings } = answering
  const audio = index.audio.find(({ track }) => track === question.track)
  const last = index.audio.at(-1)?.track ?? 0
  if (!audio) return { kind: 'out-of-range', what: 'audio track', asked: String(question.track), last: String(last) }
  try {
    const taken = await readings.take(audio, question.fromSample)
    if (!taken.ok) return taken.failure
    await handOver(question, taken.value, answering)
    await readings.giveBack(taken.value)
    return null
  } catch (fault) {
    if (!(fault instanceof NoDecoder)) throw fault
    return { kind: 'undecodable', name: 'clip' }
  }
}

async function handOver(question: SoundQuestion, reading: SoundReading, { desk, signal }: Answering): Promise<void> {
  const until = Math.min(question.untilSample, endSampleOf(reading.audio))
  for (let at = Number(question.fromSample); at < until; ) {
    const length = Math.min(longestSoundPiece, until - at)
    const planes = await reading.read(at, length, signal)
    if (!(await desk.give(question, { fromSample: sampleIndex(at), planes }))) return
    at += length
  }
}
