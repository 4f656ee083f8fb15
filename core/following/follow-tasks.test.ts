import { describe, expect, it } from 'vitest'
import type { Box } from '../geometry/shape.ts'
import type { HandDrawnRegion } from '../redaction/new-project.ts'
import { frameIndex } from '../time.ts'
import { type FollowWish, followTasks } from './follow-tasks.ts'

const clip = { size: { width: 640, height: 360 }, frames: 100 }
const both: FollowWish = { directions: ['forward', 'backward'], from: null, until: null, backTo: 0 }

function region(box: Box, frames: readonly number[] = [20], until = 60): HandDrawnRegion {
  return {
    shape: 'rect',
    keys: frames.map((frame, at) => ({
      frame: frameIndex(frame),
      box: [box[0] + 10 * at, box[1], box[2], box[3]] as const,
    })),
    untilFrame: frameIndex(until),
  }
}

describe('tasks', () => {
  it('begin at the last key forward, at the first backward', () => {
    const found = followTasks(region([100, 100, 50, 50], [20, 30]), 1, both, clip)
    expect(found).toMatchObject({
      ok: true,
      value: [
        { direction: 'forward', startFrame: 30, lastFrame: 99, toClipEnd: true, outline: { box: [110, 100, 50, 50] } },
        { direction: 'backward', startFrame: 20, lastFrame: 0, toClipEnd: true, outline: { box: [100, 100, 50, 50] } },
      ],
    })
  })

  it('begin where they are asked to, with the outline of that frame, and end there too', () => {
    const wish = { ...both, from: 25, until: 50, backTo: 10 }
    expect(followTasks(region([100, 100, 50, 50], [20, 30]), 1, wish, clip)).toMatchObject({
      value: [
        { startFrame: 25, lastFrame: 49, toClipEnd: false, outline: { box: [105, 100, 50, 50] } },
        { startFrame: 25, lastFrame: 10, toClipEnd: false },
      ],
    })
  })

  it.each([
    ['too-small', [100, 100, 1, 1]],
    ['too-small', [638, 100, 40, 40]],
    ['too-large', [0, 0, 640, 360]],
    ['outside', [700, 100, 40, 40]],
    ['outside', [-50, 100, 40, 40]],
  ] as const)('say %s of %j', (why, box) => {
    expect(followTasks(region([...box]), 3, both, clip)).toEqual({
      ok: false,
      failure: { kind: 'cannot-follow', region: 3, why },
    })
  })

  it('take a region as wide as the picture that moves up and down in it', () => {
    expect(followTasks(region([0, 100, 640, 60]), 1, both, clip)).toMatchObject({ ok: true })
  })

  it.each([
    [{ from: 10 }, 'cannot-follow'],
    [{ from: 70 }, 'cannot-follow'],
    [{ from: 100 }, 'out-of-range'],
    [{ until: 101 }, 'out-of-range'],
    [{ until: 20 }, 'out-of-range'],
    [{ backTo: 21 }, 'out-of-range'],
  ] as const)('refuse %j', (change, kind) => {
    expect(followTasks(region([100, 100, 50, 50]), 1, { ...both, ...change }, clip)).toMatchObject({
      ok: false,
      failure: { kind },
    })
  })
})
