import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Span } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import { frameMapOfSpans, outputFramesOf, sameFrameMap, sourceFrameOf } from './frame-map.ts'

const span = (from: number, until: number): Span => [frameIndex(from), frameIndex(until)]

it('puts the spans one after the other', () => {
  expect(frameMapOfSpans([span(10, 20), span(20, 20), span(50, 55)])).toEqual([
    { outputFrame: 0, sourceFrame: 10, count: 10 },
    { outputFrame: 10, sourceFrame: 50, count: 5 },
  ])
})

it('names the source frame of every output frame, and no other', () => {
  const lengths = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 5 })), { maxLength: 6 })
  fc.assert(
    fc.property(lengths, (parts) => {
      let at = 0
      const spans = parts.map(([gap, length]) => {
        const from = at + gap
        at = from + length
        return span(from, at)
      })
      const expected = spans.flatMap(([from, until]) => Array.from({ length: until - from }, (_, i) => from + i))
      const map = frameMapOfSpans(spans)
      expect(outputFramesOf(map)).toBe(expected.length)
      expect(expected.map((_, output) => sourceFrameOf(map, output))).toEqual(expected)
      expect(sourceFrameOf(map, expected.length)).toBeNull()
    }),
  )
})

it('compares maps by what they show, not by how they are cut', () => {
  const whole = frameMapOfSpans([span(0, 30)])
  expect(sameFrameMap(whole, frameMapOfSpans([span(0, 10), span(10, 30)]))).toBe(true)
  expect(sameFrameMap(whole, frameMapOfSpans([span(0, 10), span(11, 31)]))).toBe(false)
  expect(sameFrameMap(whole, frameMapOfSpans([span(0, 29)]))).toBe(false)
  expect(sameFrameMap([], [])).toBe(true)
})
