import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf } from '../geometry/bounds.ts'
import type { Box } from '../geometry/shape.ts'
import type { Track } from '../redaction/project.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { sparseKeys } from './sparse-keys.ts'

const anyBox: fc.Arbitrary<Box> = fc.tuple(
  fc.double({ min: -20, max: 600, noNaN: true }),
  fc.double({ min: -20, max: 300, noNaN: true }),
  fc.double({ min: 5, max: 90, noNaN: true }),
  fc.double({ min: 5, max: 90, noNaN: true }),
)

/** Straight pieces between random boxes, and plain noise. */
const anyPath = fc.oneof(
  fc.array(anyBox, { minLength: 1, maxLength: 40 }),
  fc.tuple(anyBox, anyBox, fc.integer({ min: 2, max: 40 })).map(([a, b, count]) =>
    Array.from({ length: count }, (_, at): Box => {
      const mix = (axis: 0 | 1 | 2 | 3) => a[axis] + ((b[axis] - a[axis]) * at) / count + Math.sin(at) * 0.2
      return [mix(0), mix(1), mix(2), mix(3)]
    }),
  ),
)

test('keys interpolate to within a quarter of a pixel of every box', () => {
  fc.assert(
    fc.property(anyPath, fc.nat(50), (boxes, fromFrame) => {
      const untilFrame = frameIndex(fromFrame + boxes.length)
      const keys = sparseKeys({ fromFrame, boxes })
      const track: Track = { id: 't1', class: 'face', action: 'hide', shape: 'rect', keys, untilFrame }
      expect(keys[0]?.frame).toBe(fromFrame)
      expect(keys.at(-1)?.frame).toBe(untilFrame - 1)
      for (const [at, box] of boxes.entries()) {
        const outline = outlineAt(track, frameIndex(fromFrame + at))
        const drawn = outline ? boundsOf(outline) : []
        for (const [axis, value] of box.entries())
          expect(Math.abs((drawn[axis] ?? Number.NaN) - value)).toBeLessThan(0.256)
      }
    }),
  )
})

test('a straight line needs its ends alone; a bend one key more', () => {
  const line = Array.from({ length: 50 }, (_, at): Box => [10 + 3 * at, 20 - at, 40 + at, 50])
  expect(sparseKeys({ fromFrame: 4, boxes: line })).toHaveLength(2)
  const bent = [...line, ...line.toReversed()]
  expect(sparseKeys({ fromFrame: 4, boxes: bent }).map((key) => key.frame)).toEqual([4, 53, 54, 103])
  expect(sparseKeys({ fromFrame: 4, boxes: line.slice(0, 1) })).toHaveLength(1)
})
