import type { ByteSink, ByteSource } from '../../core/ports/bytes.ts'
import { silenceFfmpeg } from '../media/ffmpeg.ts'
import { NoDecoder, Stopped } from '../media/frame-decoder.ts'
import { SourceFault } from '../media/opened-clip.ts'
import { openHostChannel } from './host-channel.ts'
import { runJob } from './jobs.ts'
import type { AnswerPart, FromEngine, JobWork, Question, SourceName, ToEngine } from './messages.ts'
import { FrameQuestions, SoundQuestions } from './questions.ts'

/**
 * An engine process: decodes hostile media away from everything that matters. It holds no path and no key; bytes come
 * and go over the channel to its host, and it ends with that channel.
 */

class StorageFault extends Error {}

const stop = new AbortController()
const waiting = new Map<number, (answer: Uint8Array | boolean | null) => void>()
let requests = 0

const tell = openHostChannel(obey)

function ask(message: (request: number) => FromEngine): Promise<Uint8Array | boolean | null> {
  const request = requests++
  return new Promise((resolve) => {
    waiting.set(request, resolve)
    tell(message(request))
  })
}

function answered(request: number, answer: Uint8Array | boolean | null): void {
  waiting.get(request)?.(answer)
  waiting.delete(request)
}

function sourceOver(source: SourceName, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      const bytes = await ask((request) => ({ type: 'read', request, source, offset, length }))
      if (!(bytes instanceof Uint8Array)) throw new StorageFault('read failed')
      return bytes
    },
  }
}

const sink: ByteSink = {
  async write(offset, bytes) {
    const stored = await ask((request) => ({ type: 'write', request, offset, bytes }))
    if (stored !== true) throw new StorageFault('write failed')
  },
}

const frames = new FrameQuestions(stop.signal, {
  give: ({ number }, frame) => handOver(number, { about: 'frames', frame }),
  answered: ({ number }) => tell({ type: 'answered', number, failure: null }),
})
const sound = new SoundQuestions(stop.signal, {
  give: ({ number }, piece) => handOver(number, { about: 'sound', piece }),
  answered: ({ number }, failure) => tell({ type: 'answered', number, failure }),
})

async function handOver(number: number, part: AnswerPart): Promise<boolean> {
  return (await ask((request) => ({ type: 'part', request, number, part }))) === true
}

async function run(message: Extract<ToEngine, { type: 'job' }>): Promise<void> {
  const work: JobWork = {
    signal: stop.signal,
    onProgress: (progress) => tell({ type: 'progress', progress }),
    onBlock: (block) => tell({ type: 'block', block }),
  }
  const { clip, copy } = message.sizes
  const bytes = {
    clip: clip === undefined ? null : sourceOver('clip', clip),
    copy: copy === undefined ? null : sourceOver('copy', copy),
    ...{ sink, frames, sound },
  }
  tell({ type: 'answer', answer: await runJob(message.job, message.settings, bytes, work) })
}

function fail(error: unknown): void {
  if (error instanceof Stopped) tell({ type: 'answer', answer: { ok: false, failure: { kind: 'cancelled' } } })
  else if (error instanceof StorageFault || error instanceof SourceFault) tell({ type: 'storage-failed' })
  else if (error instanceof NoDecoder) {
    const failure = { kind: 'undecodable', name: 'clip' } as const
    tell({ type: 'answer', answer: { ok: false, failure } })
  } else tell({ type: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

function put(asked: Question): void {
  if (asked.about === 'frames') frames.put(asked.question)
  else sound.put(asked.question)
}

function obey(message: ToEngine): void {
  if (message.type === 'bytes') answered(message.request, message.bytes)
  else if (message.type === 'written') answered(message.request, message.ok)
  else if (message.type === 'question') put(message.asked)
  else if (message.type === 'stop') stop.abort()
  else run(message).catch(fail)
}
// A terminal sends its interrupt to the whole group; the host decides what it means and says so over the channel.
process.on('SIGINT', () => undefined)
silenceFfmpeg()
tell({ type: 'ready' })
