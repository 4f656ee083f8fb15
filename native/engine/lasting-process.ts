import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type {
  DecodedFrame,
  DecodedSound,
  FramesRequest,
  OpenFrames,
  OpenSound,
  SoundRequest,
} from '../../core/ports/media-engine.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { EngineProcesses, LastingJob } from './engine-process.ts'
import type { AnswerPart, EngineSettings, Job, Question } from './messages.ts'

/** A clip as a lasting process reads it, and what starts processes. */
export type LastingClip = {
  readonly processes: EngineProcesses
  readonly settings: EngineSettings
  readonly source: ByteSource
  readonly index: ClipIndex
}

/** What tells one kind of lasting process from another. */
type Kind<Wanted, Part> = {
  readonly job: Extract<Job, { kind: 'frames' | 'sound' }>
  readonly question: (wanted: Wanted, number: number) => Question
  readonly partOf: (part: AnswerPart) => Part | null
  /** A newer question ends all older ones. */
  readonly newestOnly: boolean
}

type Asked<Part> = {
  readonly onPart: (part: Part) => void | Promise<void>
  /** Called once; later calls change nothing. */
  readonly settle: (end: Result<void> | Error) => void
  isOver: boolean
}

/** Answers about one clip out of a process that lasts. It starts with the first question, and anew with the next after its death. */
class LastingProcess<Wanted, Part> {
  readonly #clip: LastingClip
  readonly #kind: Kind<Wanted, Part>
  readonly #asked = new Map<number, Asked<Part>>()
  #job: LastingJob | null = null
  #count = 0

  constructor(clip: LastingClip, kind: Kind<Wanted, Part>) {
    this.#clip = clip
    this.#kind = kind
  }

  async read(wanted: Wanted, onPart: (part: Part) => void | Promise<void>, signal: StopSignal): Promise<Result<void>> {
    if (signal.aborted) return failed({ kind: 'cancelled' })
    const number = this.#count++
    if (this.#kind.newestOnly) this.#settleAll(failed({ kind: 'cancelled' }))
    const end = Promise.withResolvers<Result<void>>()
    const asked: Asked<Part> = {
      onPart,
      isOver: false,
      settle: (how) => {
        asked.isOver = true
        this.#asked.delete(number)
        if (how instanceof Error) end.reject(how)
        else end.resolve(how)
      },
    }
    this.#asked.set(number, asked)
    const stop = (): void => asked.settle(failed({ kind: 'cancelled' }))
    signal.addEventListener('abort', stop)
    try {
      this.#job ??= this.#start()
      this.#job.ask(this.#kind.question(wanted, number))
      return await end.promise
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  close(): void {
    this.#job?.close()
    this.#job = null
    this.#settleAll(failed({ kind: 'cancelled' }))
  }

  #settleAll(how: Result<void> | Error): void {
    for (const asked of [...this.#asked.values()]) asked.settle(how)
  }

  #start(): LastingJob {
    const { processes, settings, source } = this.#clip
    const bytes = { clip: source, copy: null, sink: null }
    return processes.last(this.#kind.job, settings, bytes, {
      onPart: async (number, given) => {
        const asked = this.#asked.get(number)
        const part = this.#kind.partOf(given)
        if (!asked || part === null) return false
        await asked.onPart(part)
        return !asked.isOver
      },
      onAnswered: (number, failure) => this.#asked.get(number)?.settle(failure ? failed(failure) : ok(undefined)),
      onEnd: (how) => {
        this.#job = null
        this.#settleAll(how)
      },
    })
  }
}

/** Frames of one clip (`OpenFrames`). */
export function framesInProcess(clip: LastingClip): OpenFrames {
  return new LastingProcess<FramesRequest, DecodedFrame>(clip, {
    job: { kind: 'frames', index: clip.index },
    question: (wanted, number) => ({ about: 'frames', question: { ...wanted, number } }),
    partOf: (part) => (part.about === 'frames' ? part.frame : null),
    newestOnly: true,
  })
}

/** Sound of one clip (`OpenSound`). */
export function soundInProcess(clip: LastingClip): OpenSound {
  return new LastingProcess<SoundRequest, DecodedSound>(clip, {
    job: { kind: 'sound', index: clip.index },
    question: (wanted, number) => ({ about: 'sound', question: { ...wanted, number } }),
    partOf: (part) => (part.about === 'sound' ? part.piece : null),
    newestOnly: false,
  })
}
