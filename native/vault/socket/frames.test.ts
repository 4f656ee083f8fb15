import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameReader, frameOf } from './frames.ts'

const bounds = { bytes: 1_000, entries: 100 }

function read(chunks: readonly Uint8Array[], limits = bounds): { readonly got: unknown[]; readonly sound: boolean } {
  const reader = new FrameReader(limits)
  const got: unknown[] = []
  const sound = chunks.every((chunk) => reader.push(chunk, (message) => got.push(message)))
  return { got, sound }
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  return at.slice(1).map((until, index) => bytes.subarray(at[index] ?? 0, until))
}

describe('frames', () => {
  const message = fc.record({
    text: fc.string({ unit: 'grapheme', maxLength: 20 }),
    // The format has one zero.
    number: fc.double().map((value) => (value === 0 ? 0 : value)),
    bytes: fc.uint8Array({ maxLength: 20 }),
    list: fc.array(fc.oneof(fc.boolean(), fc.constant(null), fc.maxSafeInteger()), { maxLength: 5 }),
  })

  it('come out as they went in, wherever they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.array(fc.nat(3_000), { maxLength: 20 }),
        (messages, places) => {
          const { got, sound } = read(cut(Buffer.concat(messages.map(frameOf)), places))
          expect(sound).toBe(true)
          expect(got).toEqual(messages)
        },
      ),
    )
  })

  it('leave out what is undefined, as optional fields are', () => {
    expect(read([frameOf({ a: 1, b: undefined })]).got).toEqual([{ a: 1 }])
  })

  it('refuse a length over the bound before its bytes come, and no length', () => {
    expect(read([Uint8Array.of(0, 0, 3, 0xe9)]).sound).toBe(false)
    expect(read([Uint8Array.of(0xff, 0xff, 0xff, 0xff)]).sound).toBe(false)
    expect(read([Uint8Array.of(0, 0, 0, 0)]).sound).toBe(false)
    expect(read([Uint8Array.of(0, 0, 3, 0xe8)])).toEqual({ got: [], sound: true })
  })

  it('refuse lists that claim more than they can hold, deep ones too, in bounded memory', () => {
    const claims = (byte: number) => Uint8Array.of(0, 0, 0, 5, byte, 0xff, 0xff, 0xff, 0xff)
    expect(read([claims(0xdd)]).sound).toBe(false)
    expect(read([claims(0xdf)]).sound).toBe(false)
    const many = frameOf(new Array(101).fill(1))
    expect(read([many]).sound).toBe(false)
    expect(read([many], { bytes: 1_000, entries: 101 }).sound).toBe(true)
    const deep = Buffer.alloc(904, 0x91)
    deep.writeUInt32BE(900)
    expect(read([deep]).sound).toBe(false)
  })

  it('refuse records that would reach into every object', () => {
    const hostile = Buffer.from([0, 0, 0, 12, 0x81, 0xa9, ...Buffer.from('__proto__'), 0x01])
    expect(read([hostile]).sound).toBe(false)
  })

  it('of any bytes are messages or refused, never thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const head = Buffer.alloc(4)
        head.writeUInt32BE(body.length)
        const { got, sound } = read([head, body])
        expect(got.length).toBe(sound && body.length > 0 ? 1 : 0)
      }),
      { numRuns: 1_000 },
    )
  })

  it('that are larger are taken once they are allowed', () => {
    const reader = new FrameReader({ bytes: 10, entries: 5 })
    const large = frameOf({ text: 'longer than ten bytes' })
    reader.allow(bounds)
    const got: unknown[] = []
    expect(reader.push(large.subarray(0, 6), (each) => got.push(each))).toBe(true)
    expect(reader.isWaiting).toBe(true)
    expect(reader.push(large.subarray(6), (each) => got.push(each))).toBe(true)
    expect(reader.isWaiting).toBe(false)
    expect(got).toEqual([{ text: 'longer than ten bytes' }])
  })
})
