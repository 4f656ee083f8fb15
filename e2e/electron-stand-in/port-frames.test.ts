import { expect, it } from 'vitest'
import { frameOf, messageOf } from './port-frames.ts'

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

it.each([Number.NaN, 12n, new Map(), () => undefined])('refuses what it cannot carry', (value) => {
  expect(() => frameOf({ value })).toThrow('the stand-in carries')
})
