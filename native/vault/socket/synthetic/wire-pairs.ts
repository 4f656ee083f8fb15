import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { MessageChannel } from 'node:worker_threads'
import { type EmittingPort, endOverEmittingPort } from '../../../../contract/wire/emitting-port-end.ts'
import { endOverPort, type PortLike, type WireEnd } from '../../../../contract/wire/wire-end.ts'
import { endOverSocket } from '../socket-end.ts'
import { knownBounds } from '../vault-socket.ts'

/** Two connected ends: whoever answers, and whoever calls. */
export type Pair = readonly [WireEnd, WireEnd]

/** Two ends in one thread; what goes over is cloned, later, as between processes. */
function inProcess(): Pair {
  const one = new Half()
  const other = new Half()
  one.other = other
  other.other = one
  return [one, other]
}

class Half implements WireEnd {
  other: Half | null = null
  #listener: ((message: unknown) => void) | null = null
  #early: unknown[] = []
  readonly #closing: (() => void)[] = []
  #closed = false

  send(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#closed) return
    const copy: unknown = structuredClone(message, { transfer: [...transfer] })
    setImmediate(() => this.other?.receive(copy))
  }

  receive(message: unknown): void {
    if (this.#closed) return
    if (this.#listener) this.#listener(message)
    else this.#early.push(message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener
    for (const message of this.#early.splice(0)) listener(message)
  }

  onClose(listener: () => void): void {
    if (this.#closed) listener()
    else this.#closing.push(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#closing) listener()
    setImmediate(() => this.other?.close())
  }
}

function overPorts(): Pair {
  const { port1, port2 } = new MessageChannel()
  return [endOverPort(port1 as unknown as PortLike), endOverPort(port2 as unknown as PortLike)]
}

/** As a process of Electron's has it (events with their data in them) to a page's own. */
function overElectronPort(): Pair {
  const { port1, port2 } = new MessageChannel()
  const emitting: EmittingPort = {
    postMessage: (message) => port1.postMessage(message),
    on: (event: 'message' | 'close', listener: (given: { readonly data: unknown }) => void) =>
      port1.on(event, (data?: unknown) => listener({ data })),
    start: () => port1.start(),
    close: () => port1.close(),
  }
  return [endOverEmittingPort(emitting), endOverPort(port2 as unknown as PortLike)]
}

async function overSocket(): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-wire-'))
  const server = createServer()
  const path = join(folder, 's')
  await new Promise<void>((listening) => server.listen(path, listening))
  const accepted = new Promise<Socket>((connected) => server.once('connection', connected))
  const ours = createConnection(path)
  const theirs = await accepted
  server.close()
  await rm(folder, { recursive: true })
  return [endOverSocket(theirs, knownBounds), endOverSocket(ours, knownBounds)]
}

/** Every transport that one process of Node has. */
export const transports: readonly { readonly transport: string; readonly pair: () => Pair | Promise<Pair> }[] = [
  { transport: 'in process', pair: inProcess },
  { transport: 'message ports', pair: overPorts },
  { transport: "Electron's port", pair: overElectronPort },
  { transport: 'a socket', pair: overSocket },
]

/** Turns of the loop until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn()
}

/** Enough turns of the loop for whatever would still happen to have happened. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn()
}
