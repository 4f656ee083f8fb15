import { describe, expect, it } from 'vitest'
import type { FollowDirection } from '../../core/following/follow-request.ts'
import { longestBridge } from '../../core/following/stop-rule.ts'
import { iou } from '../../core/geometry/overlap.ts'
import type { Box } from '../../core/geometry/shape.ts'
import { frameIndex } from '../../core/time.ts'
import { type Plane, typescriptKernels } from '../../kernels/index.ts'
import { FollowedThing } from './followed-thing.ts'

const size = { width: 160, height: 120 }
const still = { dx: 0, dy: 0, newScene: false }

/** A chequered square that moves to the right before a slope of brightness. */
function truth(frame: number): Box {
  return [30 + frame, 40, 30, 30]
}

function plane(frame: number): Plane {
  const [left, top, width, height] = truth(frame)
  const data = new Uint8Array(size.width * size.height)
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [at % size.width, Math.floor(at / size.width)]
    const [right, down] = [x - left, y - top]
    const inside = right >= 0 && right < width && down >= 0 && down < height
    const pattern = 60 + 160 * (((right >> 3) * 7 + (down >> 2) * 5) % 3 === 0 ? 1 : 0)
    data[at] = inside ? pattern : 60 + (x >> 2) + ((y * 37) % 11)
  }
  return { data, stride: size.width, ...size }
}

/** Follows the square through frames 0 to `last`; those in `holes` do not decode. */
function followed(last: number, holes: (frame: number) => boolean, direction: FollowDirection = 'forward') {
  const start = direction === 'forward' ? 0 : last
  const end = direction === 'forward' ? last : 0
  const outline = { shape: 'rect', box: truth(start) } as const
  const ends = { startFrame: frameIndex(start), lastFrame: frameIndex(end), toClipEnd: false }
  const thing = new FollowedThing(
    { direction, outline, ...ends },
    { coded: size, rotation: 0, kernels: typescriptKernels },
  )
  for (let at = 0; at <= last && !thing.stopped; at++) {
    const frame = direction === 'forward' ? at : last - at
    thing.step(frameIndex(frame), holes(frame) ? null : plane(frame), still)
  }
  return thing.path
}

describe('a thing that is followed', () => {
  it.each(['forward', 'backward'] as const)('%s to where it was asked', (direction) => {
    const { steps, reason } = followed(20, () => false, direction)
    expect(reason).toBe('asked-end')
    expect(steps).toHaveLength(20)
    for (const { frame, box } of steps) expect(iou(box, truth(frame))).toBeGreaterThan(0.7)
  })

  it('is covered through frames that do not decode, and said to be out of sight there', () => {
    const { steps, reason } = followed(20, (frame) => frame >= 8 && frame < 12)
    expect(reason).toBe('asked-end')
    expect(steps.map(({ frame }) => frame)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
    for (const { frame, box, confidence } of steps) {
      expect(confidence === 0).toBe(frame >= 8 && frame < 12)
      expect(iou(box, truth(frame))).toBeGreaterThan(0.5)
    }
  })

  it('is given up where frames stay away, with the last sure frame the last that is covered', () => {
    const { steps, reason } = followed(30, (frame) => frame >= 10)
    expect(reason).toBe('undecodable')
    expect(steps.at(-1)?.frame).toBe(9)
    expect(followed(10 + longestBridge - 1, (frame) => frame >= 10)).toMatchObject({ reason: 'undecodable' })
  })

  it('is not followed from a frame that does not decode', () => {
    expect(followed(10, (frame) => frame === 0)).toEqual({ direction: 'forward', steps: [], reason: 'undecodable' })
  })

  it('has no path before it has stopped', () => {
    const outline = { shape: 'rect', box: truth(0) } as const
    const ends = { startFrame: frameIndex(0), lastFrame: frameIndex(5), toClipEnd: false }
    const picture = { coded: size, rotation: 0, kernels: typescriptKernels } as const
    expect(() => new FollowedThing({ direction: 'forward', outline, ...ends }, picture).path).toThrow()
  })
})
