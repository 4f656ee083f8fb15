import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { barAt, keysInSight, lanesOf, wholeRangesOf, windowShowing, zoomedWindow } from './lanes.ts'
import { subjectsOf } from './subjects.ts'

function track(id: string, frames: readonly number[], until: number): Track {
  return {
    ...{ id, class: 'head', action: 'hide', shape: 'rect' },
    keys: frames.map((frame) => ({ frame: frameIndex(frame), box: [0, 0, 9, 9] })),
    untilFrame: frameIndex(until),
  }
}

test('keyed frames are shown once somebody can tell them apart', () => {
  const every = Array.from({ length: 50 }, (_, frame) => frame)
  const [sparse, dense] = lanesOf(subjectsOf([track('t1', [0, 20, 40], 50), track('t2', every, 50)]))
  const [few, many] = [sparse?.bars[0], dense?.bars[0]]
  if (!few || !many) throw new Error('no bars')
  expect([1, 10].map((pixels) => keysInSight(few, pixels).length)).toEqual([3, 3])
  expect([1, 10].map((pixels) => keysInSight(many, pixels).length)).toEqual([0, 50])
})

test('the frame under the pointer stays there, and the window within the clip', () => {
  const clip = 5_000
  fc.assert(
    fc.property(fc.integer({ min: -8, max: 8 }), fc.integer({ min: 1000, max: 1999 }), (steps, held) => {
      const before = { from: 1000, until: 2000 }
      const after = zoomedWindow(before, clip, steps, held)
      expect(after.from).toBeGreaterThanOrEqual(0)
      expect(after.until).toBeLessThanOrEqual(clip + 1e-6)
      if (after.from === 0 || after.until >= clip) return
      const share = (at: { from: number; until: number }) => (held - at.from) / (at.until - at.from)
      expect(share(after)).toBeCloseTo(share(before), 6)
    }),
  )
})

test('the playhead is followed out of sight only', () => {
  const window = { from: 100, until: 200 }
  expect(windowShowing(window, 1000, 150)).toBe(window)
  expect(windowShowing(window, 1000, 400)).toEqual({ from: 350, until: 450 })
  expect(windowShowing(window, 1000, 999)).toEqual({ from: 900, until: 1000 })
})

test('a window within a frame stays where it is', () => {
  const window = { from: 150.3, until: 150.9 }
  expect(windowShowing(window, 1000, 150)).toBe(window)
  expect(windowShowing(window, 1000, 151)).not.toBe(window)
})

test('a press near a bar means the nearest', () => {
  const lane = { key: 'person p1', name: 'Person 1', decision: 'hidden' as const, bars: [] as never[] }
  const bars = [
    { track: 't1', from: 0, until: 10, keys: [], gaps: [], weak: [] },
    { track: 't2', from: 14, until: 20, keys: [], gaps: [], weak: [] },
  ]
  expect(barAt({ ...lane, bars }, 13, 5)?.track).toBe('t2')
  expect(barAt({ ...lane, bars }, 40, 5)).toBeNull()
})

test('what is disclosed is the whole clip unless somebody says so', () => {
  const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
  const project = newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64) })
  expect(wholeRangesOf(project)).toEqual({ spans: [[0, 100]], blanks: [] })
})
