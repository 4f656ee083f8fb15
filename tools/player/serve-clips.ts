import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { indexDocumentOf } from '../../contract/index-document.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DecodedFrame, OpenFrames, OpenSound } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import { contentPolicy } from '../../electron/main/content-policy.ts'
import { createMediaEngine } from '../../native/engine/engine.ts'
import { type FileSource, openFileSource } from '../../native/evidence/file-source.ts'

/** A clip as the bench's server holds it. */
export type ServedClip = {
  readonly source: FileSource
  readonly index: ClipIndex
  readonly frames: OpenFrames
  readonly sound: OpenSound
}

/** A loopback server of a page and of clips, which it decodes with the real engine. It belongs to the bench alone. */
export type ClipServer = {
  readonly address: string
  /** Indexes a clip (`deep` decodes it as well) and holds it under `name` from then on. */
  add(name: string, path: string, deep?: boolean): Promise<ClipIndex>
  /** Ends every engine process that runs, as if it had crashed. */
  endEngines(): void
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

const never: Work = { signal: new AbortController().signal, onProgress: () => undefined }

/** Starts it; `folder` holds the page's files. */
export async function serveClips(folder: string): Promise<ClipServer> {
  const engine = createMediaEngine()
  const clips = new Map<string, ServedClip>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const [, first, name = '', part = ''] = url.pathname.split('/')
    const clip = clips.get(name)
    const answer =
      first === 'clips' ? answerClip(response, clip, part, url.searchParams) : answerFile(response, folder, url)
    answer.catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async add(name, path, deep = false) {
      const opened = await openFileSource(path, name)
      if (!opened.ok) throw new Error(`${name}: ${opened.failure.kind}`)
      const indexed = await engine.index(opened.value.bytes, name, deep, never)
      if (!indexed.ok) throw new Error(`${name}: ${indexed.failure.kind}`)
      const frames = engine.frames(opened.value.bytes, indexed.value)
      const sound = engine.sound(opened.value.bytes, indexed.value)
      await release(clips.get(name))
      clips.set(name, { source: opened.value, index: indexed.value, frames, sound })
      return indexed.value
    },
    endEngines: () => engine.close(),
    async close() {
      server.closeAllConnections()
      server.close()
      for (const clip of clips.values()) await release(clip)
      engine.close()
    },
  }
}

async function release(clip: ServedClip | undefined): Promise<void> {
  clip?.frames.close()
  clip?.sound.close()
  await clip?.source.close()
}

async function answerFile(response: ServerResponse, folder: string, url: URL): Promise<void> {
  if (url.pathname === '/favicon.ico') {
    response.writeHead(204).end()
    return
  }
  const path = url.pathname === '/' ? 'index.html' : normalize(url.pathname).replace(/^(\.\.[/\\])+/, '')
  const bytes = await readFile(join(folder, path)).catch(() => null)
  const type = types[extname(path)] ?? 'application/octet-stream'
  response.writeHead(bytes ? 200 : 404, { 'content-type': type, 'content-security-policy': contentPolicy })
  response.end(bytes ?? undefined)
}

async function answerClip(
  response: ServerResponse,
  clip: ServedClip | undefined,
  part: string,
  asked: URLSearchParams,
): Promise<void> {
  const number = (name: string): number => Number(asked.get(name) ?? 0)
  if (!clip) {
    response.writeHead(404).end()
  } else if (part === 'index') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(indexDocumentOf(clip.index)))
  } else if (part === 'bytes') {
    response.end(await clip.source.bytes.read(number('start'), number('end') - number('start')))
  } else if (part === 'frames') {
    await answerFrames(response, clip, number('first'), number('count'))
  } else if (part === 'sound') {
    await answerSound(response, clip, { track: number('track'), from: number('from'), samples: number('samples') })
  } else response.writeHead(404).end()
}

/** Plane after plane, as many as the track has channels. */
async function answerSound(
  response: ServerResponse,
  { sound }: ServedClip,
  { track, from, samples }: { readonly track: number; readonly from: number; readonly samples: number },
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const planes: number[][] = []
  const wanted = { track, fromSample: sampleIndex(from), untilSample: sampleIndex(from + samples) }
  const read = await sound.read(
    wanted,
    (piece) => {
      for (const [channel, plane] of piece.planes.entries()) {
        planes[channel] ??= []
        for (const sample of plane) planes[channel].push(sample)
      }
    },
    gone.signal,
  )
  if (read.ok) response.end(new Uint8Array(Float32Array.from(planes.flat()).buffer))
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(read.failure))
}

async function answerFrames(response: ServerResponse, clip: ServedClip, first: number, count: number): Promise<void> {
  const gone = new AbortController()
  let goOn: () => void = () => undefined
  response.on('drain', () => goOn())
  response.on('close', () => {
    gone.abort()
    goOn()
  })
  const onFrame = async ({ frame, damaged, picture }: DecodedFrame): Promise<void> => {
    const flags = (damaged ? 1 : 0) | (picture?.fullRange ? 2 : 0)
    const { width = 0, height = 0, bytes = new Uint8Array(0) } = picture ?? {}
    response.write(new Uint8Array(Uint32Array.of(frame, flags, width, height, bytes.length).buffer))
    if (response.write(bytes) || gone.signal.aborted) return
    await new Promise<void>((resolve) => {
      goOn = resolve
    })
  }
  const wanted = { fromFrame: frameIndex(first), untilFrame: frameIndex(first + count) }
  const read = await clip.frames.read(wanted, onFrame, gone.signal)
  // A question that a newer one has overtaken ends short: whoever asked it does not listen any more.
  if (read.ok || read.failure.kind === 'cancelled') response.end()
  else response.destroy()
}
