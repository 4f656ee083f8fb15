import { desktopMethods } from '../../contract/window/desktop-methods.ts'
import { askForPort, portHandedOver } from '../../contract/window/port-hand-over.ts'
import { type CalledWire, callOverWire } from '../../contract/wire/call-over-wire.ts'
import { sampleTable } from '../../contract/wire/sample-table.ts'
import { endOverPort } from '../../contract/wire/wire-end.ts'
import type { WireTable } from '../../contract/wire/wire-table.ts'

/** A page for tests of the host: it gets its port as the window does, and lets a test speak over it. */

const ports: MessagePort[] = []
const waiting: ((port: MessagePort) => void)[] = []

window.addEventListener('message', ({ data, ports: [port] }) => {
  if (data !== portHandedOver || !port) return
  ports.push(port)
  waiting.shift()?.(port)
})

function askPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    window.postMessage(askForPort, window.location.origin)
  })
}

type AnyWire = CalledWire<Record<string, WireTable[string]>>

const events: unknown[] = []
let wire: AnyWire | null = null
let closes = 0

async function connect(of: 'desktop' | 'sample'): Promise<void> {
  const port = await askPort()
  port.addEventListener('close', () => {
    closes += 1
  })
  const table: WireTable = of === 'sample' ? sampleTable : desktopMethods
  const called = callOverWire(endOverPort(port), table) as unknown as AnyWire
  wire = called
  if (of === 'sample') return
  called
    .call('window.events', { input: {} }, { onItem: (event) => void events.push(event) })
    .then((end) => events.push({ kind: 'ended', end }))
    .catch((error: unknown) => events.push({ kind: 'ended', error: String(error) }))
}

async function call(name: string, input: unknown, words: { reason?: string } = {}): Promise<unknown> {
  return wire?.call(name, { input, ...words })
}

const page = {
  connect,
  call,
  events,
  ports: () => ports.length,
  closes: () => closes,
  /** Sends something raw over the latest port. */
  send: (message: unknown) => ports.at(-1)?.postMessage(message),
  askPort,
  /** Bytes in, inverted bytes out: real arrays both ways. */
  invert: async (length: number) => {
    const bytes = new Uint8Array(length).map((_, at) => at & 255)
    const answer = (await call('invert', { bytes })) as { ok: true; value: { bytes: Uint8Array } }
    const { bytes: got } = answer.value
    return {
      isReal: got instanceof Uint8Array,
      length: got.length,
      differ: got.findIndex((byte, at) => byte !== 255 - (at & 255)),
    }
  },
  /** How fast pictures come (bytes a second), and whether each was whole. */
  pictures: async (size: number, count: number) => {
    let [whole, began] = [0, performance.now()]
    const onItem = (item: unknown): void => {
      const { bytes } = item as { readonly bytes: Uint8Array }
      if (bytes.length === size && bytes[size - 1] === (whole & 255)) whole += 1
    }
    began = performance.now()
    await wire?.call('pictures', { input: { size, count } }, { onItem })
    return { whole, bytesPerSecond: (size * count) / ((performance.now() - began) / 1000) }
  },
  /** Takes one picture and then nothing until let go; answers how many were sent meanwhile. */
  stall: async (size: number, count: number) => {
    let taken = 0
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const onItem = async (): Promise<void> => {
      taken += 1
      await held
    }
    const stop = new AbortController()
    const ended = wire?.call('pictures', { input: { size, count } }, { onItem, signal: stop.signal })
    while (taken === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    const sent = await call('sent', {})
    stop.abort()
    letGo()
    return { taken, sent, ended: await ended }
  },
  cancel: async () => {
    const stop = new AbortController()
    const ended = wire?.call('wait', { input: {} }, { signal: stop.signal })
    stop.abort()
    return { ended: await ended, sent: await call('sent', {}) }
  },
}

/** What the page offers to tests. */
export type TestPage = typeof page

Object.assign(window, { testPage: page })
document.title = 'ready'
