import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { failed } from '../../core/result.ts'
import { type Pair, transports, until } from '../../native/vault/socket/synthetic/wire-pairs.ts'
import { callOverWire } from './call-over-wire.ts'
import { serveWire } from './serve-wire.ts'
import { answererOf, Seen, table } from './synthetic/wire-desk.ts'
import type { WireEnd } from './wire-end.ts'
import { ahead, wireVersion } from './wire-messages.ts'

describe.each(transports)('what does not fit, $transport', ({ pair }) => {
  const opened: WireEnd[] = []
  afterEach(() => {
    for (const end of opened.splice(0)) end.close()
  })

  async function ends(): Promise<Pair> {
    const made = await pair()
    opened.push(...made)
    return made
  }

  async function desk() {
    const [server, client] = await ends()
    const seen = new Seen()
    serveWire(server, table, answererOf(seen))
    return { seen, wire: callOverWire(client, table) }
  }

  /** A caller made by hand: it says what it likes. */
  async function rawCaller() {
    const [server, client] = await ends()
    const seen = new Seen()
    const served = serveWire(server, table, answererOf(seen))
    const got: unknown[] = []
    let closed = false
    client.onMessage((message) => got.push(message))
    client.onClose(() => {
      closed = true
    })
    return { seen, served, client, got, isClosed: () => closed }
  }

  async function rawAnswerer() {
    const [server, client] = await ends()
    const got: { readonly type: string; readonly id: number }[] = []
    server.onMessage((message) => got.push(message as { type: string; id: number }))
    return { server, got, wire: callOverWire(client, table) }
  }

  const hello = { type: 'hello', wire: 'occlude', version: wireVersion }
  const callOf = (id: number, name: string, input: unknown = {}) => ({
    type: 'call',
    id,
    name,
    input,
    reason: null,
    breakGlass: false,
  })

  it('tells of a bug on the other side by its id alone', async () => {
    const { wire, seen } = await desk()
    expect(await wire.call('broken', { input: {} })).toEqual(failed({ kind: 'internal', id: 'bug-1' }))
    expect(String(seen.bugs[0])).toContain('/secret/place')
    expect(await wire.call('lie-in-item', { input: {} })).toEqual(failed({ kind: 'internal', id: 'bug-2' }))
  })

  it('hands over no answer that does not fit, from either side of the wire', async () => {
    const { wire } = await desk()
    expect(await wire.call('lie', { input: {} })).toEqual(
      failed({ kind: 'off-contract', method: 'lie', at: 'number: expected number' }),
    )
    const { wire: other, server, got } = await rawAnswerer()
    server.send(hello)
    const asked = other.call('double', { input: { number: 1 } })
    await until(() => got.some(({ type }) => type === 'call'))
    server.send({ type: 'answer', id: 1, output: { number: 'two' } })
    expect(await asked).toEqual(failed({ kind: 'off-contract', method: 'double', at: 'number: expected number' }))
  })

  it('refuses methods and inputs that the table does not have, also by names that every object has', async () => {
    const { client, got, seen } = await rawCaller()
    client.send(hello)
    for (const [at, name] of ['nothing', 'constructor', '__proto__', 'toString'].entries())
      client.send(callOf(at + 1, name))
    client.send(callOf(5, 'double', { number: 'x' }))
    await until(() => got.length === 6)
    expect(got.slice(1).map((each) => (each as { failure: { kind: string } }).failure.kind)).toEqual(
      new Array(5).fill('off-contract'),
    )
    expect(seen.names).toEqual([])
  })

  it('says plainly that the other side is of another version', async () => {
    const { wire, server } = await rawAnswerer()
    const early = wire.call('double', { input: { number: 1 } })
    server.send({ ...hello, version: wireVersion + 1 })
    const failure = failed({ kind: 'other-version', ours: wireVersion, theirs: wireVersion + 1 })
    expect(await early).toEqual(failure)
    expect(await wire.call('double', { input: { number: 1 } })).toEqual(failure)
    const { client, got, isClosed } = await rawCaller()
    client.send({ ...hello, version: wireVersion + 1 })
    client.send(callOf(1, 'double', { number: 1 }))
    await until(isClosed)
    expect(got).toEqual([hello])
  })

  it.each([
    ['a call before a greeting', [callOf(1, 'double', { number: 1 })]],
    ['two greetings', [hello, hello]],
    ['no message', [hello, 'x']],
    ['an id that was used', [hello, callOf(2, 'double', { number: 1 }), callOf(2, 'double', { number: 1 })]],
    ['an id that goes back', [hello, callOf(2, 'double', { number: 1 }), callOf(1, 'double', { number: 1 })]],
    ['credit for what was not sent', [hello, callOf(1, 'wait'), { type: 'credit', id: 1, items: 1 }]],
  ])('hangs up on %s', async (_what, messages) => {
    const { client, served, isClosed, seen } = await rawCaller()
    for (const message of messages) client.send(message)
    await until(isClosed)
    await served.ended
    expect(seen.running).toBe(0)
  })

  it('ends only the call that a bad message is about', async () => {
    const { client, got, seen, isClosed } = await rawCaller()
    client.send(hello)
    client.send(callOf(1, 'wait'))
    client.send({ type: 'credit', id: 1, items: 'many' })
    client.send({ ...callOf(2, 'double', { number: 1 }), reason: 7 })
    client.send(callOf(3, 'double', { number: 1 }))
    await until(() => seen.stopped === 1 && got.some((each) => (each as { id?: number }).id === 3))
    expect(got.filter((each) => (each as { type: string }).type === 'answer')).toEqual([
      { type: 'answer', id: 3, output: { number: 2 } },
    ])
    expect(isClosed()).toBe(false)
  })

  it.each([
    [
      'items without credit',
      Array.from({ length: ahead.items + 1 }, () => ({ type: 'item', id: 1, item: 1 })),
      'count',
    ],
    ['an answer to nobody', [{ type: 'answer', id: 9, output: {} }], 'count'],
    ['a failure of no known kind', [{ type: 'failure', id: 1, failure: { kind: 'made-up' } }], 'count'],
    ['a failure without its facts', [{ type: 'failure', id: 1, failure: { kind: 'on-hold', name: 'x' } }], 'count'],
    ['an item of a call that has none', [{ type: 'item', id: 1, item: 1 }], 'double'],
    ['an item that does not fit', [{ type: 'item', id: 1, item: 'x' }], 'count'],
  ] as const)('uses nothing of %s', async (_what, messages, name) => {
    const { wire, server, got } = await rawAnswerer()
    server.send(hello)
    const never = new Promise<void>(() => undefined)
    const asked =
      name === 'count'
        ? wire.call('count', { input: { until: 1 } }, { onItem: () => never })
        : wire.call('double', { input: { number: 1 } })
    await until(() => got.some(({ type }) => type === 'call'))
    for (const message of messages) server.send(message)
    const answer = await asked
    expect(answer.ok ? null : answer.failure.kind).toBe('off-contract')
  })

  const plain = fc.jsonValue({ maxDepth: 3 })
  const shaped = fc.record(
    {
      type: fc.constantFrom('hello', 'call', 'credit', 'cancel', 'seen', 'item', 'progress', 'answer', 'failure', 'x'),
      id: fc.oneof(fc.integer({ min: -1, max: 4 }), plain),
      name: fc.oneof(fc.constantFrom('double', 'count', 'wait'), plain),
      items: fc.oneof(fc.integer({ min: -1, max: 40 }), plain),
      input: plain,
      item: plain,
      output: plain,
      reason: fc.oneof(fc.constant(null), plain),
      breakGlass: fc.oneof(fc.boolean(), plain),
      failure: fc.oneof(fc.record({ kind: fc.constantFrom('on-hold', 'usage', 'constructor'), name: plain }), plain),
    },
    { requiredKeys: [] },
  )
  const talk = fc.array(fc.oneof(shaped, plain), { maxLength: 12 })

  it('outlives whatever a caller says', async () => {
    await fc.assert(
      fc.asyncProperty(talk, async (messages) => {
        const { client, served, seen } = await rawCaller()
        client.send(hello)
        for (const message of messages) client.send(message)
        await turn()
        client.close()
        await served.ended
        expect(seen.bugs).toEqual([])
        expect(seen.running).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('outlives whatever an answerer says', async () => {
    await fc.assert(
      fc.asyncProperty(talk, async (messages) => {
        const { wire, server } = await rawAnswerer()
        const asked = [
          wire.call('double', { input: { number: 1 } }),
          wire.call('count', { input: { until: 1 } }),
          wire.call('wait', { input: {} }),
        ]
        server.send(hello)
        for (const message of messages) server.send(message)
        await turn()
        server.close()
        for (const answer of await Promise.all(asked))
          if (answer.ok) expect(typeof answer.value).toBe('object')
          else expect(answer.failure.kind).toMatch(/^(connection-lost|off-contract|other-version|usage|on-hold)$/)
      }),
      { numRuns: 100 },
    )
  })
})
