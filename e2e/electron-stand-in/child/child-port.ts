import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import { frameOf, messageOf, withLength } from '../port-frames.ts'
import type { FromChild } from './port-messages.ts'

/** More than any message of the wire. */
const largestFrame = 256 * 1024 * 1024

const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: largestFrame })

type Way = (data: unknown) => void

type AskedUp = { readonly socket: Socket; readonly key: string; readonly head: Uint8Array }

/** An end of a port in a process that was started: over the page's own socket, or relayed by the program. Until it is known which, messages wait. */
export class ChildPort extends EventEmitter {
  readonly #id: number
  readonly #tell: (message: FromChild) => void
  readonly #arrived: unknown[] = []
  #waiting: unknown[] = []
  #way: Way | null = null
  #asked: AskedUp | null = null
  #up: WebSocket | null = null
  #down: Socket | null = null
  #isStarted = false
  #isClosed = false

  constructor(id: number, tell: (message: FromChild) => void) {
    super()
    this.#id = id
    this.#tell = tell
  }

  postMessage(data: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('the stand-in passes no ports on from a process')
    if (this.#isClosed) return
    if (this.#way) this.#way(data)
    else this.#waiting.push(structuredClone(data))
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#arrived.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#isClosed) return
    this.#up?.close()
    this.#down?.end()
    if (!this.#down) this.#tell({ standIn: 'port-closed', port: this.#id })
    this.ended()
  }

  ended(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#asked?.socket.destroy()
    this.emit('close')
  }

  arrive(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] })
    else this.#arrived.push(data)
  }

  relay(): void {
    this.#open((data) => this.#tell({ standIn: 'port-data', port: this.#id, data }))
  }

  /** The way for what the page sends: it sends nothing before it is answered. */
  takeUp(socket: Socket, key: string, head: Uint8Array): void {
    socket.on('error', () => socket.destroy())
    this.#asked = { socket, key, head }
  }

  /** Nobody else reads from that way any more. */
  answerUp(): void {
    if (!this.#asked) return
    const { socket, key, head } = this.#asked
    this.#asked = null
    const headers = {
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': key,
      'sec-websocket-version': '13',
    }
    const request = { method: 'GET', url: '/', headers, socket } as unknown as IncomingMessage
    server.handleUpgrade(request, socket, Buffer.from(head), (page) => {
      this.#up = page
      page.on('message', (frame: Buffer) => this.arrive(messageOf(frame).message))
      page.on('close', () => this.#pageGone())
      page.on('error', () => page.terminate())
    })
  }

  /** What the page is sent: the answer to a request of its, which never ends. */
  takeDown(socket: Socket): void {
    this.#down = socket
    socket.on('close', () => this.#pageGone())
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncache-control: no-store\r\n')
    socket.write('cross-origin-resource-policy: same-origin\r\nconnection: close\r\n\r\n')
    if (this.#isClosed) socket.end()
    this.#open((data) => {
      socket.cork()
      for (const part of withLength(frameOf(data))) socket.write(part)
      socket.uncork()
    })
  }

  #pageGone(): void {
    this.#up?.terminate()
    this.#down?.destroy()
    this.ended()
  }

  #open(way: Way): void {
    this.#way = way
    for (const data of this.#waiting.splice(0)) way(data)
  }
}
