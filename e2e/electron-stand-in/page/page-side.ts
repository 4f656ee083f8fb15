import { frameOf, messageOf } from '../port-frames.ts'

/**
 * The stand-in's half in a page, in the isolated world that the preload script runs in: `ipcRenderer` over the debugging pipe, and each
 * handed-over port over a WebSocket of its own to the process at its other end. The page's own scripts see none of this.
 */

/** What comes over the pipe: a message for the preload script, with a token for each port that goes with it. */
type Delivered = { readonly channel: string; readonly words: readonly unknown[]; readonly ports: readonly string[] }

type Listener = (event: { readonly ports: readonly MessagePort[] }, ...words: unknown[]) => void

/** A port whose other end is in another process. The token lets it connect once. */
function connectedPort(token: string): MessagePort {
  const { port1, port2 } = new MessageChannel()
  const socket = new WebSocket(`ws://${location.host}/port/${token}`)
  socket.binaryType = 'arraybuffer'
  const waiting: Uint8Array<ArrayBuffer>[] = []
  port1.addEventListener('message', ({ data }) => {
    const frame = frameOf(data)
    if (socket.readyState === WebSocket.CONNECTING) waiting.push(frame)
    else if (socket.readyState === WebSocket.OPEN) socket.send(frame)
  })
  port1.addEventListener('close', () => socket.close())
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame)
  })
  socket.addEventListener('message', ({ data }) => {
    const { message, buffers } = messageOf(new Uint8Array(data as ArrayBuffer))
    port1.postMessage(message, [...buffers])
  })
  socket.addEventListener('close', () => port1.close())
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

const offered: Readonly<Record<string, unknown>> = { ipcRenderer }

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
