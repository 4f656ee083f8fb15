import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { basename, join } from 'node:path'
import { schemeOfHost } from './addresses.ts'
import { pageFolder } from './words.ts'

/** Answers requests of a scheme, as `protocol.handle` takes it. */
export type SchemeHandler = (request: Request) => Response | Promise<Response>

/** A WebSocket that a page asks for, to be answered by the process that has the port's other end. */
export type AskedUp = { readonly key: string; readonly socket: Socket; readonly head: Buffer }

type Expected = { readonly origin: string; readonly take: (asked: AskedUp) => void }

async function otherFile(folder: string, url: string) {
  const name = basename(url)
  if (!existsSync(join(folder, name))) return null
  const type = name.endsWith('.js') ? 'text/javascript' : 'text/html'
  return { bytes: await readFile(join(folder, name)), headers: { 'content-type': type } }
}

const askedDown = /^GET \/port\/([0-9a-f]{32}) HTTP\/1\.1\r\n/
/** Other sites can send no request with this header. */
const fromOwnPage = /\r\nsec-fetch-site: same-origin\r\n/i

/**
 * What a page needs beside the debugging pipe, on the loopback alone: the files of registered schemes, through the program's own
 * handlers, and two connections for each port that was handed over. Each has a token for one use; the page's origin is looked at.
 */
export class Loopback {
  readonly handlers = new Map<string, SchemeHandler>()
  readonly #up = new Map<string, Expected>()
  readonly #down = new Map<string, (socket: Socket) => void>()
  readonly #http = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  /** Looks at the first words of a connection before HTTP does: one that goes to another process must not have been touched. */
  readonly #server = createSocketServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      const head = first.toString('latin1')
      const token = fromOwnPage.test(head) ? (askedDown.exec(head)?.[1] ?? '') : ''
      const take = this.#down.get(token)
      this.#down.delete(token)
      if (take) {
        socket.pause()
        take(socket)
      } else {
        socket.unshift(first)
        this.#http.emit('connection', socket)
      }
    })
  })

  async listen(): Promise<void> {
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket as Socket, head))
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.#server.unref()
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** A token for a page's way to a process, good from one origin. */
  expectUp(origin: string, take: Expected['take']): string {
    const token = randomBytes(16).toString('hex')
    this.#up.set(token, { origin, take })
    return token
  }

  /** A token for the way back. */
  expectDown(take: (socket: Socket) => void): string {
    const token = randomBytes(16).toString('hex')
    this.#down.set(token, take)
    return token
  }

  async #answer({ headers, method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    // A connection that is used again would have been looked at already.
    response.setHeader('connection', 'close')
    const asked = schemeOfHost(headers.host)
    const handler = asked && this.handlers.get(asked.scheme)
    if (!handler) {
      response.writeHead(404).end()
      return
    }
    // A browser asks for one by itself, Electron does not.
    if (url === '/favicon.ico') {
      response.writeHead(204).end()
      return
    }
    const answer = await handler(new Request(`${asked.scheme}://${asked.host}${url}`, { method: method ?? 'GET' }))
    const other = pageFolder === null ? null : await otherFile(pageFolder, url ?? '/')
    response.writeHead(other ? 200 : answer.status, { ...Object.fromEntries(answer.headers), ...other?.headers })
    response.end(other?.bytes ?? Buffer.from(await answer.arrayBuffer()))
  }

  #upgrade({ headers, url }: IncomingMessage, socket: Socket, head: Buffer): void {
    const token = /^\/port\/([0-9a-f]{32})$/.exec(url ?? '')?.[1] ?? ''
    const expected = this.#up.get(token)
    this.#up.delete(token)
    const key = headers['sec-websocket-key']
    if (!expected || headers.origin !== expected.origin || !schemeOfHost(headers.host) || key === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    expected.take({ key, socket, head })
  }
}
