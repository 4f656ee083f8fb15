import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AudioIndex, type ClipIndex, sha256 } from '../../../../core/clips/clip-index.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import { frameIndex, sampleIndex } from '../../../../core/time.ts'
import {
  columnsOf,
  coverageStrips,
  leftAfter,
  placesOf,
  type Reviewer,
  rangeAfter,
  rangeAt,
  unseenByAll,
} from './coverage-lanes.ts'

type Range = readonly [from: number, until: number]

const audio: AudioIndex = {
  ...{ track: 0, codec: 'aac', sampleRate: 1_000, channels: 1 },
  ...{ firstSample: sampleIndex(0), samples: 10_000 },
}
/** A hundred frames of a tenth of a second. */
const times = {
  frames: 100,
  secondsOf: (frame: number) => frame / 10,
  frameAt: (seconds: number) => Math.min(99, Math.max(0, Math.floor(seconds * 10))),
}
const video = { pts: Array.from({ length: 100 }, (_, frame) => BigInt(frame)), timeBase: { num: 1, den: 10 } }
const index = { audio: [audio], video: null, originSeconds: 0 } as unknown as ClipIndex
const project = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
})

function reviewer(name: string, rest: Partial<Reviewer>): Reviewer {
  return { name, own: false, author: false, unseen: [], unheard: [], ...rest }
}

test('whoever looks stands first, then the authors, then others; who has looked at nothing has seen nothing', () => {
  const others = [reviewer('Second', { unseen: [[0, 100]] }), reviewer('First', { author: true })]
  const strips = coverageStrips(others, { project, index, times }, { mayWrite: false })
  expect(strips.map(({ name, percent }) => [name, percent])).toEqual([
    ['You', 0],
    ['First', 100],
    ['Second', 0],
  ])
  expect(strips[0]).toMatchObject({ own: true, author: false, seen: [], unseen: [[0, 100]] })
  expect(strips[0]?.words).toBe('You, second person: 0 % seen; not seen: frames 0 to 99')
  const own = [reviewer('Dora', { own: true, author: true, unseen: [[10, 20]] })]
  const [strip, ...rest] = coverageStrips(own, { project, index, times }, { mayWrite: true })
  expect(rest).toEqual([])
  expect(strip?.words).toBe('You, author: 90 % seen; not seen: frames 10 to 19')
  expect(strip?.seen).toEqual([
    [0, 10],
    [20, 100],
  ])
})

test('what the copy has not is neither seen nor left', () => {
  const spans: [number, number][] = [[20, 60]]
  const part = { ...project, spans: spans.map(([from, until]) => [frameIndex(from), frameIndex(until)] as const) }
  const looked = [reviewer('Dora', { own: true, unseen: [[50, 60]] })]
  const [strip] = coverageStrips(
    looked,
    { project: part, index: { ...index, audio: [], video } as unknown as ClipIndex, times },
    { mayWrite: true },
  )
  expect(strip).toMatchObject({ seen: [[20, 50]], unseen: [[50, 60]], percent: 75, heard: [], unheard: [] })
})

test('sound lies among the frames, all tracks together; muted sound lies nowhere', () => {
  const both = { ...index, audio: [audio, { ...audio, track: 3, sampleRate: 2_000 }] } as ClipIndex
  const sound = [
    { audioTrack: 0, ranges: [[1_000, 2_000]] as const },
    { audioTrack: 3, ranges: [[3_000, 5_000]] as const },
    { audioTrack: 9, ranges: [[0, 1]] as const },
  ]
  expect(placesOf(sound, { index: both, times })).toEqual([[10, 25]])
  const [strip] = coverageStrips([reviewer('D', { own: true })], { project, index, times }, { mayWrite: true })
  expect([strip?.heard, strip?.unheard]).toEqual([[], []])
})

test('what nobody has seen is what is left to everybody', () => {
  const looked = [
    reviewer('D', {
      own: true,
      unseen: [
        [0, 30],
        [60, 70],
      ],
    }),
    reviewer('E', { unseen: [[20, 65]] }),
  ]
  const strips = coverageStrips(looked, { project, index, times }, { mayWrite: true })
  expect(unseenByAll(strips, 100)).toEqual([
    [20, 30],
    [60, 65],
  ])
})

test('what was shown just now is left no longer, and nothing else is taken away', () => {
  const unseen: Range[] = [
    [0, 30],
    [60, 70],
  ]
  expect(leftAfter(unseen, [[10, 65]], 100)).toEqual([
    [0, 10],
    [65, 70],
  ])
  expect(leftAfter(unseen, [], 100)).toBe(unseen)
})

test('the next stretch begins after the frame, beyond the last it is the first', () => {
  const ranges: Range[] = [
    [10, 20],
    [40.5, 41],
    [90, 100],
  ]
  expect([0, 10, 15, 40, 89, 90].map((frame) => rangeAfter(ranges, frame))).toEqual([0, 1, 1, 2, 2, 0])
  expect(rangeAfter([], 5)).toBe(-1)
  expect([rangeAt(ranges, 41.5, 1), rangeAt(ranges, 50, 1), rangeAt(ranges, 19, 0)]).toEqual([
    [40.5, 41],
    null,
    [10, 20],
  ])
})

test('a single frame of a long clip is a column at least, and columns are never more than there are pixels', () => {
  const x = (frame: number): number => (frame / 18_000) * 800
  expect(columnsOf([[9_000, 9_001]], x, [0, 800])).toEqual([[400, 401]])
  const anyRanges = fc
    .array(fc.nat(17_990), { maxLength: 400 })
    .map((starts) => [...new Set(starts)].toSorted((a, b) => a - b).map((from): Range => [from, from + 1]))
  fc.assert(
    fc.property(anyRanges, fc.nat(9_000), (ranges, from) => {
      const at = (frame: number): number => ((frame - from) / 9_000) * 800
      const columns = columnsOf(ranges, at, [0, 800])
      for (const [place, [left, right]] of columns.entries()) {
        expect(left).toBeLessThan(right)
        expect(left).toBeGreaterThan(columns[place - 1]?.[1] ?? -1)
      }
      for (const [frame] of ranges)
        if (at(frame) >= 0 && at(frame) < 800)
          expect(columns.some(([left, right]) => left <= at(frame) && at(frame) < right)).toBe(true)
    }),
  )
})
