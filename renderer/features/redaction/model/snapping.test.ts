import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf } from '../../../../core/geometry/bounds.ts'
import type { Box, Point, Shape } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import type { Handle } from './outline-drag.ts'
import { boxCorners, type Guide, type SnapTargets } from './snap-lines.ts'
import { snapPoint, snapShape, snapTargets } from './snapping.ts'

const picture = { width: 400, height: 300 }
const reach = 6

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const boxes = fc.tuple(number(-50, 420), number(-50, 320), number(2, 300), number(2, 300))
const angles = fc.oneof(fc.constantFrom(0, 0, 15, -90, 44.2, 30), number(-180, 180))
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ shape: fc.constantFrom('rect' as const, 'ellipse' as const), box: boxes, angle: angles }),
  fc.record({
    shape: fc.constant('polygon' as const),
    points: fc.array(fc.tuple(number(-50, 450), number(-50, 350)), { minLength: 3, maxLength: 6 }),
  }),
)
const side = fc.constantFrom<-1 | 0 | 1>(-1, 0, 1)
const handles: fc.Arbitrary<Handle> = fc.oneof(
  fc.constant({ kind: 'move' as const }),
  fc.constant({ kind: 'turn' as const }),
  fc.record({ kind: fc.constant('size' as const), side: fc.tuple(side, side) }),
  fc.record({ kind: fc.constant('point' as const), at: fc.integer({ min: 0, max: 5 }) }),
)
const targets: fc.Arbitrary<SnapTargets> = fc.record({
  picture: fc.constant(picture),
  down: fc.array(number(0, 400), { maxLength: 5 }).map((lines) => [0, 400, ...lines]),
  across: fc.array(number(0, 300), { maxLength: 5 }).map((lines) => [0, 300, ...lines]),
  turned: fc.array(
    fc.tuple(boxes, angles).map(([box, angle]) => ({ angle, corners: boxCorners({ shape: 'rect', box, angle }) })),
    { maxLength: 3 },
  ),
  before: fc.option(fc.record({ width: number(2, 300), height: number(2, 300) })),
})

function sidesOf([x, y, width, height]: Box): readonly [number, number, number, number] {
  return [x, y, x + width, y + height]
}

function outsideOf(shape: Shape): readonly number[] {
  const [left, top, right, bottom] = sidesOf(boundsOf(shape))
  return [Math.max(0, -left, right - picture.width), Math.max(0, -top, bottom - picture.height)]
}

function expectAtMost(values: readonly number[], most: readonly number[]): void {
  for (const [at, value] of values.entries()) expect(value).toBeLessThanOrEqual((most[at] ?? 0) + 1e-6)
}

test('no edge goes further than what is within reach, so nothing that was drawn is lost beyond it', () => {
  fc.assert(
    fc.property(shapes, handles, targets, (shape, handle, near) => {
      const { drawn } = snapShape(shape, handle, near, reach)
      const [before, after] = [sidesOf(boundsOf(shape)), sidesOf(boundsOf(drawn))]
      expectAtMost(
        before.map((edge, at) => Math.abs((after[at] ?? Number.NaN) - edge)),
        [reach, reach, reach, reach],
      )
      if (handle.kind === 'move') expectAtMost([boundsOf(shape)[2], boundsOf(shape)[3]], [...boundsOf(drawn).slice(2)])
    }),
  )
})

test('nothing is drawn further out of the picture than it was', () => {
  fc.assert(
    fc.property(shapes, handles, targets, (shape, handle, near) => {
      expectAtMost(outsideOf(snapShape(shape, handle, near, reach).drawn), outsideOf(shape))
    }),
  )
})

test('of a box that is sized only the sides that are dragged go, and it never turns inside out', () => {
  fc.assert(
    fc.property(boxes, fc.tuple(side, side), targets, (box, sides, near) => {
      const { drawn } = snapShape({ shape: 'rect', box }, { kind: 'size', side: sides }, near, reach)
      const [before, after] = [sidesOf(box), sidesOf(boundsOf(drawn))]
      const isHeld = [sides[0] !== -1, sides[1] !== -1, sides[0] !== 1, sides[1] !== 1]
      for (const [at, held] of isHeld.entries()) if (held) expect(after[at]).toBeCloseTo(before[at] ?? 0, 6)
      expectAtMost([2, 2], [...boundsOf(drawn).slice(2)])
    }),
  )
})

test('a guide lies where some edge lies, and is there only where something went', () => {
  const lies = ([[fromX, fromY], [toX]]: Guide, [left, top, right, bottom]: readonly number[]): boolean =>
    (fromX === toX ? [left, right] : [top, bottom]).some(
      (edge) => Math.abs((edge ?? Number.NaN) - (fromX === toX ? fromX : fromY)) < 1e-6,
    )
  fc.assert(
    fc.property(boxes, fc.tuple(side, side), targets, (box, sides, near) => {
      const shape: Shape = { shape: 'ellipse', box }
      const { drawn, guides } = snapShape(shape, { kind: 'size', side: sides }, near, reach)
      for (const guide of guides) expect(lies(guide, sidesOf(boundsOf(drawn)))).toBe(true)
      if (guides.length === 0) expect(drawn).toEqual(shape)
    }),
  )
})

test('the nearest line counts, and one beyond reach does not', () => {
  const near: SnapTargets = { picture, down: [0, 100, 104, 400], across: [0, 300], turned: [], before: null }
  const at = (x: number): Point => snapPoint([x, 150], near, reach).drawn
  expect([at(101), at(103), at(111), at(4)]).toEqual([
    [100, 150],
    [104, 150],
    [111, 150],
    [0, 150],
  ])
})

function track(id: string, box: Box, rest: Partial<Track> = {}): Track {
  const key = { frame: frameIndex(0), box }
  const kind = { class: 'overlay', action: 'hide', shape: 'rect', margin: 0 } as const
  return { id, ...kind, keys: [key], untilFrame: frameIndex(50), ...rest }
}

test('there are the border, the edges of others as they are seen, and the size at the key before', () => {
  const own = track('d1', [10, 10, 30, 20], {
    keys: [
      { frame: frameIndex(0), box: [10, 10, 30, 20] },
      { frame: frameIndex(9), box: [10, 10, 50, 40] },
    ],
  })
  const tracks = [
    own,
    track('d2', [100, 100, 40, 40], { margin: 0.25 }),
    track('d3', [200, 100, 40, 40], { action: 'ignore' }),
    track('d4', [300, 100, 40, 40], { untilFrame: frameIndex(5) }),
    track('d5', [-10, 250, 40, 90]),
  ]
  const at = (frame: number) => snapTargets({ tracks }, frameIndex(frame), { own: 'd1', picture })
  expect(at(9)).toEqual({
    picture,
    down: [0, 400, 90, 150, 30],
    across: [0, 300, 90, 150, 250],
    turned: [],
    before: { width: 30, height: 20 },
  })
  expect(at(0).before).toBeNull()
  expect(at(0).down).toContain(340)
})

test('a region is as large again as at the key before', () => {
  const near: SnapTargets = { picture, down: [], across: [], turned: [], before: { width: 60, height: 40 } }
  const { drawn } = snapShape({ shape: 'rect', box: [100, 100, 57, 44] }, { kind: 'size', side: [-1, 1] }, near, reach)
  expect(drawn).toEqual({ shape: 'rect', box: [97, 100, 60, 40] })
})
