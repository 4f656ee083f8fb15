import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DecodedFrame, FramesRequest, OpenFrames } from '../../core/ports/media-engine.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { EngineProcesses, LastingJob } from './engine-process.ts'
import type { EngineSettings } from './messages.ts'

type Asked = {
  readonly onFrame: (frame: DecodedFrame) => void | Promise<void>
  /** Called once; later calls change nothing. */
  readonly settle: (end: Result<void> | Error) => void
  isOver: boolean
}

/** Frames of one clip out of a process that lasts (`OpenFrames`). */
export class FrameProcess implements OpenFrames {
  readonly #processes: EngineProcesses
  readonly #settings: EngineSettings
  readonly #clip: { readonly source: ByteSource; readonly index: ClipIndex }
  readonly #asked = new Map<number, Asked>()
  #job: LastingJob | null = null
  #count = 0

  constructor(
    processes: EngineProcesses,
    settings: EngineSettings,
    clip: { readonly source: ByteSource; readonly index: ClipIndex },
  ) {
    this.#processes = processes
    this.#settings = settings
    this.#clip = clip
  }

  async read(
    wanted: FramesRequest,
    onFrame: (frame: DecodedFrame) => void | Promise<void>,
    signal: StopSignal,
  ): Promise<Result<void>> {
    if (signal.aborted) return failed({ kind: 'cancelled' })
    const number = this.#count++
    for (const older of this.#asked.values()) older.settle(failed({ kind: 'cancelled' }))
    const end = Promise.withResolvers<Result<void>>()
    const asked: Asked = {
      onFrame,
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
      this.#job.ask({ ...wanted, number })
      return await end.promise
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  close(): void {
    this.#job?.close()
    this.#job = null
    for (const asked of this.#asked.values()) asked.settle(failed({ kind: 'cancelled' }))
  }

  #start(): LastingJob {
    const { source, index } = this.#clip
    const bytes = { clip: source, copy: null, sink: null }
    return this.#processes.last({ kind: 'frames', index }, this.#settings, bytes, {
      onFrame: async (number, frame) => {
        const asked = this.#asked.get(number)
        if (!asked) return false
        await asked.onFrame(frame)
        return !asked.isOver
      },
      onAnswered: (number) => this.#asked.get(number)?.settle(ok(undefined)),
      onEnd: (how) => {
        this.#job = null
        for (const asked of this.#asked.values()) asked.settle(how)
      },
    })
  }
}
