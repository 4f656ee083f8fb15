import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { schemeOfHost } from './addresses.ts'

/** Answers requests of a scheme, as `protocol.handle` takes it. */
export type SchemeHandler = (request: Request) => Response | Promise<Response>

/** What a WebSocket asks for, to be answered by the process that has the port's other end. */
export type AskedSocket = { readonly key: string; readonly socket: Socket; readonly head: Buffer }

type Expected = { readonly origin: string; readonly take: (asked: AskedSocket) => void }

/**
 * What a page needs beside the debugging pipe, on the loopback alone: the files of registered schemes, through the program's own
 * handlers, and a WebSocket for each port that was handed over, once for each token, to the page's own origin.
 */
export class Loopback {
  readonly handlers = new Map<string, SchemeHandler>()
  readonly #expected = new Map<string, Expected>()
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  })

  async listen(): Promise<void> {
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket as Socket, head))
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.#server.unref()
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Lets a token be used once, from one origin. */
  expect(token: string, expected: Expected): void {
    this.#expected.set(token, expected)
  }

  async #answer({ headers, method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
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
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  }

  #upgrade({ headers, url }: IncomingMessage, socket: Socket, head: Buffer): void {
    const token = /^\/port\/([0-9a-f]{32})$/.exec(url ?? '')?.[1] ?? ''
    const expected = this.#expected.get(token)
    this.#expected.delete(token)
    const key = headers['sec-websocket-key']
    if (!expected || headers.origin !== expected.origin || !schemeOfHost(headers.host) || key === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    expected.take({ key, socket, head })
  }
}
