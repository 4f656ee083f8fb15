import { fork } from 'node:child_process'
import type { Failure } from '../../core/failure.ts'
import type { ByteSink, ByteSource } from '../../core/ports/bytes.ts'
import type { DetectionWork } from '../../core/ports/media-engine.ts'
import { failed, type Result } from '../../core/result.ts'
import '../inference/no-telemetry.ts'
import type {
  AnswerPart,
  Answers,
  EngineSettings,
  FromEngine,
  Job,
  Question,
  SourceName,
  ToEngine,
} from './messages.ts'

/** What a job may read and write. */
export type JobBytes = {
  readonly clip: ByteSource | null
  readonly copy: ByteSource | null
  readonly sink: ByteSink | null
}

/** How long a stopped engine process may take to tidy up before it is ended (milliseconds). */
const graceAfterStop = 300

/** Views of frames live for one frame only: room for many of them before the collector runs saves it half its work. */
const roomForFrames = ['--max-semi-space-size=64']

/** The storage behind a job's bytes failed; whoever gave the source or sink knows why. */
export class StorageFailed extends Error {}

/** The engine process met a bug of ours. Its stack is for the log, never for people. */
export class EngineBug extends Error {}

/** What a lasting job is told of, and how it ends; parts are answered by whether more of their question are wanted. */
export type LastingListener = {
  onPart(number: number, part: AnswerPart): Promise<boolean>
  /** `failure`: why this one question could not be answered. */
  onAnswered(number: number, failure: Failure | null): void
  /** Once, with why it is over: `engine-died` where its process ended, or the fault of ours or of the storage. */
  onEnd(end: Result<never> | Error): void
}

/** A job that lasts. */
export type LastingJob = { ask(asked: Question): void; close(): void }

/** An engine process, from outside. What is sent to one that has ended is nothing; its exit says so. */
export type EngineChild = {
  onMessage(listener: (message: FromEngine) => void): void
  onError(listener: (error: Error) => void): void
  /** Once, however it ended. */
  onExit(listener: () => void): void
  send(message: ToEngine): void
  /** At once. */
  kill(): void
}

/** Starts an engine process. */
export type EngineStarter = () => EngineChild

/** Engine processes that run at present, so that a host that ends can end them too. */
export class EngineProcesses {
  readonly #running = new Set<EngineChild>()
  readonly #start: EngineStarter

  constructor(start: EngineStarter = forkEngine) {
    this.#start = start
  }

  /** Runs one job in a process of its own. A process that dies is an expected failure; storage faults and bugs throw. */
  async run<K extends Job['kind']>(
    job: Extract<Job, { kind: K }>,
    settings: EngineSettings,
    bytes: JobBytes,
    work: DetectionWork,
  ): Promise<Result<Answers[K]>> {
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    const child = this.#start()
    this.#running.add(child)
    const stop = () => stopSoon(child)
    work.signal.addEventListener('abort', stop)
    try {
      const answer = await conversation(child, { type: 'job', job, settings, sizes: sizesOf(bytes) }, bytes, work)
      return answer as Result<Answers[K]>
    } finally {
      work.signal.removeEventListener('abort', stop)
      this.#running.delete(child)
      child.kill()
    }
  }

  /** Starts a job that answers questions until it is closed. */
  last(
    job: Extract<Job, { kind: 'frames' | 'sound' }>,
    settings: EngineSettings,
    bytes: JobBytes,
    listener: LastingListener,
  ): LastingJob {
    const child = this.#start()
    this.#running.add(child)
    const waiting: Question[] = []
    let ready = false
    let over = false
    const end = (how: Result<never> | Error): void => {
      this.#running.delete(child)
      child.kill()
      if (over) return
      over = true
      listener.onEnd(how)
    }
    const askNow = (asked: Question): void => send(child, { type: 'question', asked })
    child.onMessage((message) => {
      switch (message.type) {
        case 'ready':
          ready = true
          send(child, { type: 'job', job, settings, sizes: sizesOf(bytes) })
          return waiting.splice(0).forEach(askNow)
        case 'part': {
          const { request } = message
          const taken = listener.onPart(message.number, message.part).catch(() => false)
          return void taken.then((wanted) => send(child, { type: 'written', request, ok: wanted }))
        }
        case 'answered':
          return listener.onAnswered(message.number, message.failure)
        case 'read':
          return void serve(child, message, bytes).catch((error: unknown) => end(asError(error)))
        case 'answer':
          return end(message.answer.ok ? new EngineBug('a lasting job ended') : message.answer)
        case 'storage-failed':
          return end(new StorageFailed('the storage failed'))
        case 'bug':
          return end(new EngineBug(message.stack))
        case 'write':
        case 'progress':
        case 'block':
          return end(new EngineBug('a job that answers questions does nothing else'))
      }
    })
    child.onError(end)
    child.onExit(() => end(failed({ kind: 'engine-died', during: job.kind, uncovered: [] })))
    return {
      ask: (asked) => (ready ? askNow(asked) : void waiting.push(asked)),
      close: () => {
        over = true
        end(failed({ kind: 'cancelled' }))
      },
    }
  }

  /** Ends every engine process at once. */
  close(): void {
    for (const child of this.#running) child.kill()
  }
}

/** The script of an engine process. Sources run as they are in development and as JavaScript once built. */
function workerFile(): URL {
  return new URL(import.meta.filename.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)
}

/** As a child of this process: everywhere but in Electron, whose program is no Node. */
const forkEngine: EngineStarter = () => {
  const child = fork(workerFile(), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...roomForFrames],
  })
  return {
    onMessage: (listener) => void child.on('message', listener),
    onError: (listener) => void child.on('error', listener),
    onExit: (listener) => void child.on('exit', () => listener()),
    send: (message) => {
      // What cannot be sent goes to a process that has just died; its exit says so.
      if (child.connected) child.send(message, () => undefined)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function sizesOf(bytes: JobBytes): Partial<Record<SourceName, number>> {
  return {
    ...(bytes.clip ? { clip: bytes.clip.size } : {}),
    ...(bytes.copy ? { copy: bytes.copy.size } : {}),
  }
}

function stopSoon(child: EngineChild): void {
  send(child, { type: 'stop' })
  setTimeout(() => child.kill(), graceAfterStop).unref()
}

function send(child: EngineChild, message: ToEngine): void {
  child.send(message)
}

function conversation(
  child: EngineChild,
  job: ToEngine,
  bytes: JobBytes,
  work: DetectionWork,
): Promise<Result<Answers[keyof Answers]>> {
  return new Promise((resolve, reject) => {
    child.onMessage((message) => {
      switch (message.type) {
        case 'ready':
          return send(child, job)
        case 'progress':
          return work.onProgress(message.progress)
        case 'block':
          return work.onBlock?.(message.block)
        case 'answer':
          return resolve(message.answer)
        case 'storage-failed':
          return reject(new StorageFailed('the storage failed'))
        case 'bug':
          return reject(new EngineBug(message.stack))
        case 'read':
        case 'write':
          return void serve(child, message, bytes).catch(reject)
        case 'part':
        case 'answered':
          return reject(new EngineBug('a job that does not last was asked something'))
      }
    })
    child.onError(reject)
    child.onExit(() => {
      const died: Failure = { kind: 'engine-died', during: job.type === 'job' ? job.job.kind : '', uncovered: [] }
      resolve(failed(work.signal.aborted ? { kind: 'cancelled' } : died))
    })
  })
}

async function serve(
  child: EngineChild,
  message: Extract<FromEngine, { type: 'read' | 'write' }>,
  bytes: JobBytes,
): Promise<void> {
  const { request } = message
  if (message.type === 'read') {
    const source = bytes[message.source]
    const read = source?.read(message.offset, message.length)
    send(child, { type: 'bytes', request, bytes: (await read?.catch(() => null)) ?? null })
    return
  }
  const written = bytes.sink?.write(message.offset, message.bytes).then(
    () => true,
    () => false,
  )
  send(child, { type: 'written', request, ok: (await written) ?? false })
}
