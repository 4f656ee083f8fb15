import process from 'node:process'
import type { FromEngine, ToEngine } from './messages.ts'

/** A port between two of Electron's processes, as much of it as is used. */
type Port = {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  postMessage(message: unknown): void
}

/** What Electron gives its processes in the place of a channel to the parent: here it brings the port to the host, and nothing else. */
type ParentPort = {
  once(event: 'message', listener: (event: { readonly ports: readonly Port[] }) => void): unknown
}

function parentPortOf(own: NodeJS.Process): ParentPort | null {
  return 'parentPort' in own ? (own.parentPort as ParentPort) : null
}

/** An engine process's way to its host: the channel of a child, or the port that Electron's main process brings. It ends with that way. */
export function openHostChannel(onMessage: (message: ToEngine) => void): (message: FromEngine) => void {
  const parentPort = parentPortOf(process)
  if (parentPort) return overPort(parentPort, onMessage)
  process.on('message', onMessage)
  process.on('disconnect', () => process.exit(0))
  return (message) => void process.send?.(message)
}

function overPort(parentPort: ParentPort, onMessage: (message: ToEngine) => void): (message: FromEngine) => void {
  const waiting: FromEngine[] = []
  let port: Port | null = null
  parentPort.once('message', ({ ports: [given] }) => {
    if (!given) throw new Error('an engine process without a port to its host')
    port = given
    given.on('message', ({ data }) => onMessage(data as ToEngine))
    given.on('close', () => process.exit(0))
    given.start()
    for (const message of waiting.splice(0)) given.postMessage(message)
  })
  return (message) => {
    if (port) port.postMessage(message)
    else waiting.push(message)
  }
}
