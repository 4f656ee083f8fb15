import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { FromChild, ToChild } from './child/port-messages.ts'
import type { AskedUp } from './loopback.ts'

/** A process that can hold an end of a port. */
export type PortHolder = { tell(message: ToChild, socket?: Socket): void; readonly isAlive: boolean }

let ids = 0
const atHolders = new Map<number, StandInPort>()

/**
 * One end of a channel in the program. It can stay here, go to a process, or go to a page, whose other end then has to be in a process:
 * the page connects to that directly.
 */
export class StandInPort extends EventEmitter {
  readonly id = ++ids
  #peer: StandInPort | null = null
  #holder: PortHolder | null = null
  #isInPage = false
  #isStarted = false
  #isClosed = false
  #isRelayed = false
  readonly #arrived: unknown[] = []

  static pair(): readonly [StandInPort, StandInPort] {
    const [one, other] = [new StandInPort(), new StandInPort()]
    one.#peer = other
    other.#peer = one
    return [one, other]
  }

  get isAtHolder(): boolean {
    return this.#holder !== null
  }

  get peer(): StandInPort | null {
    return this.#peer
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#arrived.splice(0)) this.emit('message', { data, ports: [] })
    this.#peer?.relay()
  }

  postMessage(data: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('the stand-in passes no ports over ports')
    this.#peer?.take(structuredClone(data))
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.emit('close')
    this.#peer?.ended()
  }

  /** The end goes to a process. */
  goTo(holder: PortHolder): number {
    this.#holder = holder
    atHolders.set(this.id, this)
    // With both ends in processes, everything goes by way of the program.
    const peer = this.#peer
    if (peer?.isAtHolder)
      queueMicrotask(() => {
        this.relay()
        peer.relay()
      })
    return this.id
  }

  /** The end goes to a page; answers how the page's connections get to the process that has the other end. */
  goToPage(): { up(asked: AskedUp): void; down(socket: Socket): void } {
    this.#isInPage = true
    const pass = (socket: Socket, tell: (holder: PortHolder, port: number) => void): void => {
      const peer = this.#peer
      const holder = peer ? peer.#holder : null
      if (peer && holder?.isAlive) tell(holder, peer.id)
      else socket.destroy()
    }
    return {
      up: ({ key, head, socket }) =>
        pass(socket, (holder, port) => {
          holder.tell({ standIn: 'port-up', port, key, head }, socket)
          // Node holds back what is told after a connection until the process has it and the program's own end is closed.
          holder.tell({ standIn: 'port-let-go', port })
        }),
      down: (socket) => pass(socket, (holder, port) => holder.tell({ standIn: 'port-down', port }, socket)),
    }
  }

  /** What a process says about ends that it holds. */
  static told(message: Exclude<FromChild, { standIn: 'message' }>): void {
    const end = atHolders.get(message.port)
    if (message.standIn === 'port-data') end?.peer?.take(message.data)
    else end?.close()
  }

  /** From the other end. */
  take(data: unknown): void {
    if (this.#isInPage) throw new Error('the stand-in carries messages of pages to processes only')
    if (this.#holder) this.#holder.tell({ standIn: 'port-data', port: this.id, data })
    else if (this.#isStarted) this.emit('message', { data, ports: [] })
    else this.#arrived.push(data)
  }

  /** From the other end. */
  ended(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#holder?.tell({ standIn: 'port-closed', port: this.id })
    this.emit('close')
  }

  /** From the other end. */
  relay(): void {
    if (!this.#holder || this.#isRelayed) return
    this.#isRelayed = true
    this.#holder.tell({ standIn: 'port-relay', port: this.id })
  }
}
