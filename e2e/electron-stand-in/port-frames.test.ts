import { expect, it } from 'vitest'
import { FrameReader, frameOf, messageOf, withLength } from './port-frames.ts'

it('brings back what was sent, with real bytes in buffers of their own', () => {
  const pool = Uint8Array.from([9, 1, 2, 3, 9])
  const sent = {
    id: 4,
    item: { bytes: pool.subarray(1, 4), list: [new Uint8Array(0), 'ä', null, true], gone: undefined },
  }
  const { message, buffers } = messageOf(frameOf(sent))
  expect(message).toStrictEqual({ ...sent, item: { ...sent.item, bytes: Uint8Array.from([1, 2, 3]) } })
  expect(buffers.map(({ byteLength }) => byteLength)).toEqual([3, 0])
})

it('brings back long texts as they were', () => {
  const texts = ['\ufeff"ä"\n'.repeat(2_000), `${'a'.repeat(5_000)}\ud83d`, '\u{1f642}'.repeat(4_000)]
  expect(messageOf(frameOf({ texts })).message).toStrictEqual({ texts })
})

it.each([Number.NaN, 12n, new Map(), () => undefined])('refuses what it cannot carry', (value) => {
  expect(() => frameOf({ value })).toThrow('the stand-in carries')
})

it.each([1, 3, 7, 1_000])('puts frames together from pieces of %i bytes', (size) => {
  const messages = [{ bytes: Uint8Array.from([1, 2, 3]) }, 'two', { bytes: new Uint8Array(40).fill(7) }]
  const stream = Buffer.concat(messages.flatMap((message) => withLength(frameOf(message))))
  const got: unknown[] = []
  const reader = new FrameReader(({ message }) => got.push(message))
  for (let at = 0; at < stream.length; at += size) reader.take(stream.subarray(at, at + size))
  expect(got).toStrictEqual(messages)
})
