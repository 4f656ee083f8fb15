import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsOf } from '../geometry/bounds.ts'
import { shareInside } from '../geometry/overlap.ts'
import type { Box, Shape } from '../geometry/shape.ts'
import type { HandDrawnRegion } from '../redaction/new-project.ts'
import { frameIndex } from '../time.ts'
import type { FollowDirection, FollowedPath, FollowTask, StopReason } from './follow-request.ts'
import { regionOutline } from './follow-tasks.ts'
import { followedRegion, outlineInto } from './followed-region.ts'

const drawn: HandDrawnRegion = {
  shape: 'ellipse',
  reason: 'tattoo',
  keys: [{ frame: frameIndex(50), box: [100, 100, 40, 60] }],
  untilFrame: frameIndex(80),
}

/** A way of `count` frames from frame 50 on, boxes as given. */
function way(direction: FollowDirection, boxes: readonly Box[], reason: StopReason, confidence = 0.9) {
  const sign = direction === 'forward' ? 1 : -1
  const outline = regionOutline(drawn, frameIndex(50)) as Shape
  const last = frameIndex(direction === 'forward' ? 99 : 0)
  const task: FollowTask = { direction, startFrame: frameIndex(50), outline, lastFrame: last, toClipEnd: true }
  const steps = boxes.map((box, at) => ({ frame: frameIndex(50 + sign * (at + 1)), box, confidence }))
  const path: FollowedPath = { direction, steps, reason }
  return { task, path }
}

const moving = (count: number, speed: number): Box[] =>
  Array.from({ length: count }, (_, at): Box => [100 + speed * (at + 1), 100, 40, 60])

describe('a followed region', () => {
  it('ends after the last frame that is covered, and says why', () => {
    const followed = followedRegion(drawn, [way('forward', moving(20, 2), 'lost')])
    expect(followed).toMatchObject({ shape: 'ellipse', reason: 'tattoo', untilFrame: 71 })
    expect(followed.followed).toMatchObject([
      { direction: 'forward', lastCovered: 70, reason: 'lost', complete: false },
    ])
    expect(followed.keys[0]).toEqual(drawn.keys[0])
    expect(followed.keys.length).toBeLessThan(5)
  })

  it('ends with its key where it could not be followed at all: what was drawn further on is not where the thing is', () => {
    expect(followedRegion(drawn, [way('forward', [], 'lost')])).toMatchObject({ keys: drawn.keys, untilFrame: 51 })
  })

  it('begins earlier when followed backward, and ends where it was drawn to end', () => {
    const followed = followedRegion(drawn, [way('backward', moving(30, 1), 'left-picture')])
    expect(followed.keys[0]?.frame).toBe(20)
    expect(followed.keys.at(-1)).toEqual(drawn.keys[0])
    expect(followed.untilFrame).toBe(80)
    expect(followed.keys.map(({ frame }) => frame)).toEqual(
      followed.keys.map(({ frame }) => frame).toSorted((a, b) => a - b),
    )
  })

  it('names the weakest frames and those out of sight', () => {
    const { task, path } = way('forward', moving(10, 1), 'clip-end')
    const steps = path.steps.map((step, at) => ({ ...step, confidence: at === 4 || at === 5 ? 0 : 0.5 + at / 100 }))
    const [stop] = followedRegion(drawn, [{ task, path: { ...path, steps } }]).followed
    expect(stop?.bridged).toEqual([[55, 57]])
    expect(stop?.weakest.map(({ frame }) => frame)).toEqual([55, 56, 51, 52, 53])
    expect(stop?.complete).toBe(true)
  })
})

it('covers every box of its path, whatever the path', () => {
  const box = fc.tuple(
    fc.double({ min: 0, max: 500, noNaN: true }),
    fc.double({ min: 0, max: 300, noNaN: true }),
    fc.double({ min: 20, max: 120, noNaN: true }),
    fc.double({ min: 20, max: 120, noNaN: true }),
  )
  fc.assert(
    fc.property(fc.array(box, { minLength: 1, maxLength: 40 }), (boxes) => {
      const one = way('forward', boxes, 'lost')
      const followed = followedRegion(drawn, [one])
      for (const step of one.path.steps) {
        const outline = regionOutline(followed, step.frame)
        expect(outline).not.toBeNull()
        if (outline) expect(shareInside(step.box, boundsOf(outline))).toBeGreaterThan(0.985)
      }
    }),
  )
})

it('moves and scales every shape into its box', () => {
  const shapes: readonly Shape[] = [
    { shape: 'rect', box: [10, 20, 30, 40] },
    { shape: 'rect', box: [10, 20, 30, 40], angle: 30 },
    { shape: 'ellipse', box: [10, 20, 30, 40], angle: 200 },
    {
      shape: 'polygon',
      points: [
        [0, 0],
        [10, 2],
        [4, 9],
      ],
    },
  ]
  for (const shape of shapes) {
    const bounds = boundsOf(shape)
    const target: Box = [100, 50, bounds[2] * 2, bounds[3] * 2]
    boundsOf(outlineInto(shape, target)).forEach((side, at) => {
      expect(side).toBeCloseTo(target[at] ?? 0, 6)
    })
  }
})
