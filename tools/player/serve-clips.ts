import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { indexDocumentOf } from '../../contract/index-document.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DecodedFrame, OpenFrames } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { frameIndex } from '../../core/time.ts'
import { contentPolicy } from '../../electron/main/content-policy.ts'
import { createMediaEngine } from '../../native/engine/engine.ts'
import { type FileSource, openFileSource } from '../../native/evidence/file-source.ts'

/** A clip as the bench's server holds it. */
export type ServedClip = { readonly source: FileSource; readonly index: ClipIndex; readonly frames: OpenFrames }

/** A loopback server of a page and of clips, which it decodes with the real engine. It belongs to the bench alone. */
export type ClipServer = {
  readonly address: string
  /** Indexes a clip (`deep` decodes it as well) and holds it under `name` from then on. */
  add(name: string, path: string, deep?: boolean): Promise<ClipIndex>
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
      clips.set(name, { source: opened.value, index: indexed.value, frames })
      return indexed.value
    },
    async close() {
      server.closeAllConnections()
      server.close()
      for (const { frames, source } of clips.values()) {
        frames.close()
        await source.close()
      }
      engine.close()
    },
  }
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
  } else response.writeHead(404).end()
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
