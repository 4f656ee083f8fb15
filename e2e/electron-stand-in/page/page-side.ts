import { FrameReader, frameOf } from '../port-frames.ts'
import { dropHeld, holdDrops, pathOfDropped } from './dropped-files.ts'
import { portEvents } from './port-events.ts'

/**
 * The stand-in's half in a page, in the isolated world that the preload script runs in: `ipcRenderer` over the debugging pipe, and each
 * handed-over port over connections of its own to the process at its other end. The page's own scripts see none of this.
 */

/** The two ways of a port, each with a token for one use. */
type Ways = { readonly up: string; readonly down: string }

/** What comes over the pipe: a message for the preload script, and the ports that go with it. */
type Delivered = { readonly channel: string; readonly words: readonly unknown[]; readonly ports: readonly Ways[] }

type Listener = (event: { readonly ports: readonly MessagePort[] }, ...words: unknown[]) => void

/** Up go small messages, over a WebSocket. Debuggers copy every frame of one as text, so that what comes down comes another way. */
function sendUp(port: MessagePort, token: string, at: number): void {
  const socket = new WebSocket(`ws://${location.host}/port/${token}`)
  socket.binaryType = 'arraybuffer'
  const waiting: Uint8Array<ArrayBuffer>[] = []
  port.addEventListener('message', ({ data }) => {
    const frame = frameOf(data)
    if (socket.readyState === WebSocket.CONNECTING) waiting.push(frame)
    else if (socket.readyState === WebSocket.OPEN) socket.send(frame)
  })
  document.addEventListener(portEvents.letGo, (event) => {
    if ((event as CustomEvent<number>).detail === at) socket.close()
  })
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame)
  })
}

/** Down comes an answer that does not end: frames, each after its length. */
async function takeDown(port: MessagePort, token: string): Promise<void> {
  const { body } = await fetch(`/port/${token}`)
  const frames = new FrameReader(({ message, buffers }) => port.postMessage(message, [...buffers]))
  const reader = body?.getReader()
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
    if (done) break
    frames.take(value)
  }
}

let ports = 0

/** A port whose other end is in another process. */
function connectedPort({ up, down }: Ways): MessagePort {
  const { port1, port2 } = new MessageChannel()
  const at = ports++
  sendUp(port1, up, at)
  // However it ends, the port ends with it.
  takeDown(port1, down)
    .catch(() => undefined)
    .finally(() => document.dispatchEvent(new CustomEvent(portEvents.closed, { detail: at })))
  port1.start()
  return port2
}

const listeners = new Map<string, Set<Listener>>()

const ipcRenderer = {
  send: (channel: string, ...words: unknown[]) => tell({ channel, words }),
  on: (channel: string, listener: Listener) => {
    const known = listeners.get(channel) ?? new Set()
    listeners.set(channel, known.add(listener))
  },
}

function tell(message: { readonly channel: string; readonly words: readonly unknown[] }): void {
  ;(globalThis as unknown as { standInTell(text: string): void }).standInTell(JSON.stringify(message))
}

/** Called over the debugging pipe. */
function receive(text: string): void {
  const { channel, words, ports } = JSON.parse(text) as Delivered
  const event = { ports: ports.map(connectedPort) }
  for (const listener of listeners.get(channel) ?? []) listener(event, ...words)
}

Object.assign(globalThis, { standInReceive: receive })

holdDrops((drop, count) => tell({ channel: dropHeld, words: [drop, count] }))

const webUtils = { getPathForFile: pathOfDropped }

const offered: Readonly<Record<string, unknown>> = { ipcRenderer, webUtils }

/** What a sandboxed preload script may require. */
export function requireInPreload(name: string): unknown {
  if (name !== 'electron') throw new Error(`a sandboxed preload script has no module ${name}`)
  return new Proxy(offered, {
    get: (members, member) => {
      if (typeof member === 'string' && Object.hasOwn(members, member)) return members[member]
      throw new Error(`the stand-in has no ${String(member)} for preload scripts`)
    },
  })
}
