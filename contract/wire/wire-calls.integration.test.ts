import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { failed, ok } from '../../core/result.ts'
import { type Pair, settle, transports, until } from '../../native/vault/socket/synthetic/wire-pairs.ts'
import { type CalledWire, callOverWire } from './call-over-wire.ts'
import { type ServedWire, serveWire } from './serve-wire.ts'
import { answererOf, Seen, table } from './synthetic/wire-desk.ts'
import type { WireEnd } from './wire-end.ts'
import { ahead, mostCalls } from './wire-messages.ts'

describe.each(transports)('calls over the wire, $transport', ({ pair }) => {
  const opened: WireEnd[] = []
  afterEach(() => {
    for (const end of opened.splice(0)) end.close()
  })

  async function ends(): Promise<Pair> {
    const made = await pair()
    opened.push(...made)
    return made
  }

  type Desk = {
    readonly seen: Seen
    readonly served: ServedWire
    readonly wire: CalledWire<typeof table>
    readonly pair: Pair
  }

  async function desk(): Promise<Desk> {
    const made = await ends()
    const seen = new Seen()
    const served = serveWire(made[0], table, answererOf(seen))
    return { seen, served, wire: callOverWire(made[1], table), pair: made }
  }

  it('carries calls, their reasons and their answers', async () => {
    const { wire, seen } = await desk()
    expect(await wire.call('double', { input: { number: 21 }, reason: 'a request' })).toEqual(ok({ number: 42 }))
    expect(await wire.call('refuse', { input: {} })).toEqual(failed({ kind: 'on-hold', name: 'clip', holds: 2 }))
    expect(seen.reasons).toEqual(['a request', null])
  })

  it('carries bytes as bytes, and nothing of what lies beside them', async () => {
    const { wire } = await desk()
    const given = new Uint8Array(1 << 20).map((_, at) => at & 255)
    const answer = await wire.call('invert', { input: { bytes: given, name: 'x' } })
    expect(answer.ok && answer.value).toBeInstanceOf(Uint8Array)
    expect(answer.ok && Buffer.from(answer.value).equals(Buffer.from(given.map((byte) => 255 - byte)))).toBe(true)
    expect(given.byteLength).toBe(1 << 20)
    const slice = await wire.call('slice', { input: {} })
    if (!slice.ok) throw new Error(slice.failure.kind)
    expect([...slice.value]).toEqual(new Array(10).fill(7))
    expect(slice.value.buffer.byteLength).toBeLessThan(200)
  })

  it('answers many calls at once, each its own', async () => {
    const { wire } = await desk()
    const asked = Array.from({ length: mostCalls }, (_, number) => wire.call('double', { input: { number } }))
    const answers = await Promise.all(asked)
    expect(answers).toEqual(answers.map((_, number) => ok({ number: number * 2 })))
  })

  it('refuses more calls at once than it has room for, and goes on', async () => {
    const { wire, seen } = await desk()
    const stop = new AbortController()
    const held = Array.from({ length: mostCalls }, () => wire.call('wait', { input: {} }, { signal: stop.signal }))
    expect(await wire.call('double', { input: { number: 1 } })).toEqual(
      failed({ kind: 'too-many-calls', most: mostCalls }),
    )
    stop.abort()
    expect(await Promise.all(held)).toEqual(held.map(() => failed({ kind: 'cancelled' })))
    expect(seen.running).toBe(0)
    expect(await wire.call('double', { input: { number: 1 } })).toEqual(ok({ number: 2 }))
  })

  it('holds a fast producer back until a slow consumer has taken what came', async () => {
    const { wire, seen } = await desk()
    const taken: number[] = []
    let most = 0
    const answer = await wire.call(
      'count',
      { input: { until: 300 } },
      {
        onItem: async (item) => {
          await turn()
          most = Math.max(most, seen.sent - taken.length)
          taken.push(item)
        },
      },
    )
    expect(answer).toEqual(ok({ sent: 300 }))
    expect(taken).toEqual(Array.from({ length: 300 }, (_, at) => at))
    expect(most).toBeLessThanOrEqual(ahead.items + 1)
    expect(most).toBeGreaterThan(1)
  })

  it('holds large items back by their bytes', async () => {
    const { wire, seen } = await desk()
    const size = ahead.bytes / 4
    let release: () => void = () => undefined
    const gate = new Promise<void>((opened) => {
      release = opened
    })
    let taken = 0
    const running = wire.call(
      'pictures',
      { input: { size, count: 12 } },
      {
        onItem: async (item) => {
          expect(item.byteLength).toBe(size)
          taken += 1
          await gate
        },
      },
    )
    await until(() => taken === 1 && seen.sent >= 4)
    await settle()
    expect(seen.sent).toBe(4)
    release()
    expect(await running).toEqual(ok({}))
    expect(taken).toBe(12)
  })

  it('stops a call whose caller cancels, and tells one that was never begun', async () => {
    const { wire, seen } = await desk()
    const stop = new AbortController()
    const running = wire.call('wait', { input: {} }, { signal: stop.signal })
    await until(() => seen.running === 1)
    stop.abort()
    expect(await running).toEqual(failed({ kind: 'cancelled' }))
    expect(seen.stopped).toBe(1)
    expect(await wire.call('wait', { input: {} }, { signal: stop.signal })).toEqual(failed({ kind: 'cancelled' }))
    expect(seen.names).toEqual(['wait'])
  })

  it('stops a producer that waits for credit', async () => {
    const { wire, seen } = await desk()
    const stop = new AbortController()
    const running = wire.call(
      'count',
      { input: { until: 1_000_000 } },
      {
        signal: stop.signal,
        onItem: () => new Promise<void>((taken) => stop.signal.addEventListener('abort', () => taken())),
      },
    )
    await until(() => seen.sent >= ahead.items)
    stop.abort()
    expect(await running).toEqual(failed({ kind: 'cancelled' }))
  })

  it('brings the latest progress, never more than the other side has seen', async () => {
    const { wire } = await desk()
    const stop = new AbortController()
    const steps: number[] = []
    await wire.call(
      'steps',
      { input: { steps: 10_000 } },
      {
        signal: stop.signal,
        onProgress: ({ done }) => {
          steps.push(done)
          if (done === 10_000) stop.abort()
        },
      },
    )
    expect(steps).toEqual([1, 10_000])
  })

  it('ends what is asked with a failure of its own when the other side goes, and later calls at once', async () => {
    const { wire, seen, pair: made } = await desk()
    const running = [
      wire.call('wait', { input: {} }),
      wire.call('count', { input: { until: 1e9 } }, { onItem: () => turn() }),
    ]
    await until(() => seen.running === 2)
    made[0].close()
    const lost = failed({ kind: 'connection-lost' })
    expect(await Promise.all(running)).toEqual([lost, lost])
    expect(await wire.call('double', { input: { number: 1 } })).toEqual(lost)
  })

  it('stops what it answers when the caller goes, and says when the last has ended', async () => {
    const { wire, served, seen } = await desk()
    const running = wire.call('wait', { input: {} })
    await until(() => seen.running === 1)
    wire.close()
    await served.ended
    expect(seen.stopped).toBe(1)
    expect(await running).toEqual(failed({ kind: 'connection-lost' }))
  })

  it('throws what a listener throws, and stops the call for it', async () => {
    const { wire, seen } = await desk()
    const running = wire.call(
      'count',
      { input: { until: 1e9 } },
      {
        onItem: () => {
          throw new RangeError('of the listener')
        },
      },
    )
    await expect(running).rejects.toThrow('of the listener')
    await until(() => seen.running === 0)
    expect(await wire.call('double', { input: { number: 4 } })).toEqual(ok({ number: 8 }))
  })
})
