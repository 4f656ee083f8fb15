import { createHash } from 'node:crypto'
import { sha256 as asSha256, type Sha256 } from '../../core/clips/clip-index.ts'
import { posterFrames } from '../../core/clips/poster-frames.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { EngineDescription } from '../../core/ports/engine-description.ts'
import type { FirstLook, MediaEngine, Poster } from '../../core/ports/media-engine.ts'
import type { StopSignal, Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Arithmetic } from '../detection/choose-arithmetic.ts'
import { describeEngine, detectionBasis } from './describe-engine.ts'
import { detectInProcesses } from './detect-process.ts'
import { EngineProcesses, type EngineStarter } from './engine-process.ts'
import { framesInProcess, soundInProcess } from './lasting-process.ts'
import type { EngineSettings } from './messages.ts'

/**
 * How the engine is set up. `threads` is for inference; decoders and encoders choose their own. `modelsFolder` holds
 * models beside the shipped ones. With the arithmetic `float` no model computes with bytes.
 */
export type EngineOptions = {
  readonly threads?: number
  readonly modelsFolder?: string
  readonly arithmetic?: Arithmetic
  /** How engine processes are started; without it, as children of this one. */
  readonly start?: EngineStarter
}

/** The media engine over child processes, with a way to end them all at once. */
export type ProcessEngine = MediaEngine & {
  close(): void
  /** What does the work, for certificates; fails where the models folder cannot be read. */
  describe(): Promise<Result<EngineDescription>>
  /** Stands for all that blocks depend on besides clip and search; fails where the models folder cannot be read. */
  detectionBasis(): Promise<Result<string>>
}

const hashBlock = 1 << 22

/** For what takes too short to be stopped. */
const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }

/** Makes the media engine: each call runs in an engine process of its own. */
export function createMediaEngine(options: EngineOptions = {}): ProcessEngine {
  const processes = new EngineProcesses(options.start)
  let closed = false
  const settings: EngineSettings = {
    threads: options.threads ?? 2,
    modelsFolder: options.modelsFolder ?? null,
    arithmetic: options.arithmetic ?? 'fastest',
  }
  const inBytes = () =>
    processes.run({ kind: 'arithmetic' }, settings, { clip: null, copy: null, sink: null }, unwatched)
  const engine: ProcessEngine = {
    async index(source, name, deep, work) {
      const [indexed, hash] = await Promise.all([
        processes.run({ kind: 'index', name, deep }, settings, { clip: source, copy: null, sink: null }, work),
        source.sha256 ? ok(source.sha256) : hashOf(source, work.signal),
      ])
      if (!indexed.ok) return indexed
      return hash.ok ? ok({ sha256: hash.value, ...indexed.value }) : hash
    },
    async firstLook(source, name, longestSide, work) {
      const bytes = { clip: source, copy: null, sink: null }
      const looked = await processes.run({ kind: 'look', name, longestSide }, settings, bytes, work)
      // What ends a process with one of its pictures may still be indexed: each is asked for in a process of its own.
      if (!looked.ok)
        return looked.failure.kind === 'engine-died' ? lookApart(engine, source, { name, longestSide }, work) : looked
      const hash = source.sha256 ? ok(source.sha256) : await hashOf(source, work.signal)
      const { media, posters } = looked.value
      return hash.ok ? ok({ index: { sha256: hash.value, ...media }, posters }) : hash
    },
    still: (source, index, wanted, work) =>
      processes.run({ kind: 'still', index, wanted }, settings, { clip: source, copy: null, sink: null }, work),
    frames: (source, index) => framesInProcess({ processes, settings, source, index }),
    sound: (source, index) => soundInProcess({ processes, settings, source, index }),
    detect: (source, index, request, work) =>
      detectInProcesses({ processes, settings }, { source, index, request }, work, () => !closed),
    listen: (source, index, work) =>
      processes.run({ kind: 'listen', index }, settings, { clip: source, copy: null, sink: null }, work),
    follow: (source, index, tasks, work) =>
      processes.run({ kind: 'follow', index, tasks }, settings, { clip: source, copy: null, sink: null }, work),
    link: (run, index, work) =>
      processes.run({ kind: 'link', run, index }, settings, { clip: null, copy: null, sink: null }, work),
    render(source, index, plan, sink, work) {
      const { appendOnly } = sink
      const job = { kind: 'render', index, plan, ...(appendOnly ? { appendOnly } : {}) } as const
      return processes.run(job, settings, { clip: source, copy: null, sink }, work)
    },
    verify({ copy, original, plan, frameMap }, work) {
      const bytes = { clip: original?.source ?? null, copy, sink: null }
      return processes.run({ kind: 'verify', index: original?.index ?? null, plan, frameMap }, settings, bytes, work)
    },
    close() {
      closed = true
      processes.close()
    },
    describe: () => describeEngine(settings.modelsFolder, inBytes),
    detectionBasis: () => detectionBasis(settings.modelsFolder, inBytes),
  }
  return engine
}

/** A first look whose every part has a process of its own. */
async function lookApart(
  engine: Pick<MediaEngine, 'index' | 'still'>,
  source: ByteSource,
  { name, longestSide }: { readonly name: string; readonly longestSide: number },
  work: Work,
): Promise<Result<FirstLook>> {
  const index = await engine.index(source, name, false, work)
  if (!index.ok) return index
  const posters: Poster[] = []
  for (const frame of posterFrames(index.value)) {
    const png = await engine.still(source, index.value, { frame, longestSide }, work)
    if (png.ok) posters.push({ frame, png: png.value })
    else if (png.failure.kind === 'cancelled') return png
  }
  return ok({ index: index.value, posters })
}

/** SHA-256 of all bytes, made where they are. */
async function hashOf(source: ByteSource, signal: StopSignal): Promise<Result<Sha256>> {
  const hash = createHash('sha256')
  for (let offset = 0; offset < source.size; offset += hashBlock) {
    if (signal.aborted) return failed({ kind: 'cancelled' })
    hash.update(await source.read(offset, hashBlock))
  }
  return ok(asSha256(hash.digest('hex')))
}
