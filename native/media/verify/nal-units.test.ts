import { describe, expect, it } from 'vitest'
import { nalUnitsOf, seiMessagesOf } from './nal-units.ts'

describe('the units of a sample', () => {
  it('are taken apart by their lengths', () => {
    const sample = Uint8Array.from([0, 0, 0, 3, 0x65, 1, 2, 0, 0, 0, 1, 0x1e])
    expect(nalUnitsOf(sample, 4)).toEqual([
      { type: 5, payload: Uint8Array.from([1, 2]) },
      { type: 30, payload: Uint8Array.from([]) },
    ])
    expect(nalUnitsOf(Uint8Array.from([]), 4)).toEqual([])
  })

  it.each([[[0, 0, 0, 9, 0x65]], [[0, 0, 0, 0, 0x65]], [[0, 0, 0]], [[0, 0, 0, 1]]])(
    'that do not fit are refused: %j',
    (bytes) => {
      expect(nalUnitsOf(Uint8Array.from(bytes), 4)).toBeNull()
    },
  )
})

describe('supplemental messages', () => {
  it('are taken apart, with long types and sizes, without the bytes that keep start codes out', () => {
    const long = Array.from({ length: 260 }, () => 7)
    const bytes = Uint8Array.from([5, 4, 0, 0, 3, 1, 9, 255, 1, 255, 5, ...long, 0x80])
    expect(seiMessagesOf(bytes)).toEqual([
      { type: 5, payload: Uint8Array.from([0, 0, 1, 9]) },
      { type: 256, payload: Uint8Array.from(long) },
    ])
  })

  it('without an end mark are taken too, and nothing is none', () => {
    expect(seiMessagesOf(Uint8Array.from([6, 1, 0xc4]))).toEqual([{ type: 6, payload: Uint8Array.from([0xc4]) }])
    expect(seiMessagesOf(Uint8Array.from([0x80]))).toEqual([])
  })

  it('that are longer than their unit are refused', () => {
    expect(seiMessagesOf(Uint8Array.from([5, 200, 1, 2, 3, 0x80]))).toBeNull()
  })
})
