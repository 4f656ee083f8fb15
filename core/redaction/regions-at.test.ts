import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { containsPoint } from '../geometry/overlap.ts'
import type { Point } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import type { PlanFrame } from './plan.ts'
import type { RedactionProject, RegionKey, Track } from './project.ts'
import { regionsAt } from './regions-at.ts'
import { outlineAt, withMargin } from './track-region.ts'

const still: RegionKey[] = [{ frame: frameIndex(0), box: [100, 100, 40, 20] }]

function track(id: string, more: Partial<Track> = {}): Track {
  const base = { id, class: 'face', action: 'hide', shape: 'rect', keys: still, margin: 0 } as const
  return { ...base, untilFrame: frameIndex(50), ...more }
}

function at(frame: number, tracks: readonly Track[], more: Partial<RedactionProject> = {}): PlanFrame {
  const project: RedactionProject = {
    version: 1,
    clip: { sha256: sha256('ab'.repeat(32)), frames: 50 },
    purpose: 'SAR 12',
    spans: null,
    defaultAction: 'hide',
    inverse: false,
    secret: '0'.repeat(64),
    tracks,
    blanks: [],
    audio: [],
    ...more,
  }
  return regionsAt(project, frameIndex(frame))
}

function ids({ regions }: Pick<PlanFrame, 'regions'>): string[] {
  return regions.map(({ track: id }) => id)
}

describe('what is hidden', () => {
  it('hides hide and undecided, whatever the class; shows keep and ignore', () => {
    const tracks = [
      track('t1'),
      track('t2', { action: 'undecided', class: 'person' }),
      track('t3', { action: 'keep' }),
      track('t4', { action: 'ignore' }),
    ]
    expect(ids(at(0, tracks))).toStrictEqual(['t1', 't2'])
    expect(ids(at(0, tracks, { inverse: true }))).toStrictEqual(['t3'])
  })

  it('keeps the whole person, but nothing that is ignored and nobody unnamed', () => {
    const tracks = [
      track('t1', { person: 'anna', action: 'keep' }),
      track('t2', { person: 'anna' }),
      track('t3', { person: 'ben' }),
      track('t4'),
      track('t5', { person: 'anna', action: 'ignore' }),
    ]
    expect(ids(at(0, tracks))).toStrictEqual(['t3', 't4'])
    expect(ids(at(0, tracks, { inverse: true }))).toStrictEqual(['t1', 't2'])
  })

  it('ends a track where it says, and begins it at its first key', () => {
    const some = [track('t1', { keys: [{ frame: frameIndex(10), box: [0, 0, 5, 5] }], untilFrame: frameIndex(20) })]
    expect([9, 10, 19, 20].map((frame) => ids(at(frame, some)).length)).toStrictEqual([0, 1, 1, 0])
  })

  it('is solid and at least of strength 1 unless said otherwise', () => {
    const weak = track('t2', { style: 'blur', strength: 0.2 })
    const { regions } = at(0, [track('t1'), weak, track('t3', { strength: 3 })])
    expect(regions.map(({ style, strength }) => [style, strength])).toStrictEqual([
      ['solid', 1],
      ['blur', 1],
      ['solid', 3],
    ])
  })

  it('covers blanks wholly and leaves out what is outside the spans, spans first', () => {
    const blanks = [{ from: frameIndex(5), until: frameIndex(15), reason: 'home' }]
    const spans = [[frameIndex(10), frameIndex(20)]] as const
    const modes = [9, 10, 14, 15, 19, 20].map((frame) => at(frame, [track('t1')], { blanks, spans }).mode)
    expect(modes).toStrictEqual(['omit', 'blank', 'blank', 'hide', 'hide', 'omit'])
    expect(at(14, [track('t1')], { blanks }).regions).toStrictEqual([])
    expect(at(50, [track('t1')]).mode).toBe('omit')
  })
})

describe('inverse mode', () => {
  const kept = track('t1', { action: 'keep', keys: [{ frame: frameIndex(0), box: [0, 0, 100, 100] }] })

  it('shows the kept regions as they are drawn, less hidden ones that touch them', () => {
    const over = track('t2', { keys: [{ frame: frameIndex(0), box: [90, 90, 30, 30] }] })
    const away = track('t3', { keys: [{ frame: frameIndex(0), box: [200, 200, 30, 30] }] })
    const { margin: _none, ...unmargined } = kept
    const frame = at(0, [over, unmargined, away], { inverse: true })
    expect(frame.mode).toBe('inverse')
    expect(frame.regions).toMatchObject([{ track: 't1', box: [0, 0, 100, 100] }])
    expect(frame.hidden?.map(({ track: id }) => id)).toStrictEqual(['t2'])
  })

  it('finds a hidden region that only its turn or its margin brings over a kept one', () => {
    const keys: RegionKey[] = [{ frame: frameIndex(0), box: [105, 0, 10, 100] }]
    const covering = (more: Partial<Track>) => at(0, [kept, track('t2', { keys, ...more })], { inverse: true }).hidden
    expect(covering({})).toStrictEqual([])
    expect(covering({ angle: 90 })).toHaveLength(1)
    expect(covering({ margin: 1 })).toHaveLength(1)
  })

  it('shows nothing where nobody is kept', () => {
    expect(at(0, [track('t2')], { inverse: true })).toMatchObject({ mode: 'inverse', regions: [], hidden: [] })
  })
})

describe('outline', () => {
  it('moves linearly between keys and stays after the last', () => {
    const moving = track('t1', {
      angle: 10,
      keys: [
        { frame: frameIndex(0), box: [0, 0, 10, 20] },
        { frame: frameIndex(10), box: [100, 50, 30, 20], angle: 30 },
      ],
    })
    expect(outlineAt(moving, frameIndex(0))).toStrictEqual({ shape: 'rect', box: [0, 0, 10, 20], angle: 10 })
    expect(outlineAt(moving, frameIndex(5))).toStrictEqual({ shape: 'rect', box: [50, 25, 20, 20], angle: 20 })
    expect(outlineAt(moving, frameIndex(49))).toStrictEqual({ shape: 'rect', box: [100, 50, 30, 20], angle: 30 })
  })

  it('steers by keys past its end', () => {
    const moving = track('t1', {
      keys: [
        { frame: frameIndex(0), box: [0, 0, 10, 10] },
        { frame: frameIndex(20), box: [20, 0, 10, 10] },
      ],
      untilFrame: frameIndex(10),
    })
    expect(outlineAt(moving, frameIndex(9))).toMatchObject({ box: [9, 0, 10, 10] })
    expect(outlineAt(moving, frameIndex(10))).toBeNull()
  })

  const square: Point[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ]

  it('moves polygons of as many points point by point, and covers both where the numbers differ', () => {
    const shifted = square.map(([x, y]): Point => [x + 20, y])
    const ends = (last: Point[]) =>
      track('t1', {
        shape: 'polygon',
        keys: [
          { frame: frameIndex(0), points: square },
          { frame: frameIndex(10), points: last },
        ],
      })
    const halfway = outlineAt(ends(shifted), frameIndex(5))
    expect(halfway).toStrictEqual({ shape: 'polygon', points: square.map(([x, y]) => [x + 10, y]) })
    const both = outlineAt(ends(shifted.slice(1)), frameIndex(5))
    if (!both) throw new Error('no outline')
    for (const inner of [
      [1, 1],
      [9, 9],
      [29, 5],
      [15, 5],
    ] as const)
      expect(containsPoint(both, inner)).toBe(true)
  })

  it('adds the margin on each side, and to a concave polygon so that it stays inside', () => {
    expect(withMargin({ shape: 'ellipse', box: [100, 100, 40, 20], angle: 5 }, 0.25)).toStrictEqual({
      shape: 'ellipse',
      box: [90, 95, 60, 30],
      angle: 5,
    })
    const hook: Point[] = [
      [0, 0],
      [30, 0],
      [30, 30],
      [25, 30],
      [25, 5],
      [0, 5],
    ]
    const grown = withMargin({ shape: 'polygon', points: hook }, 0.1)
    for (const inner of [
      [1, 1],
      [29, 1],
      [27, 29],
      [1, 4],
    ] as const)
      expect(containsPoint(grown, inner)).toBe(true)
    expect(withMargin({ shape: 'polygon', points: hook }, 0)).toStrictEqual({ shape: 'polygon', points: hook })
  })

  it('takes the margin of its class where a track says nothing: 30 % for faces', () => {
    const { margin: _none, ...plain } = track('t1')
    expect(at(0, [plain]).regions).toMatchObject([{ box: [88, 94, 64, 32] }])
    expect(at(0, [{ ...plain, class: 'screen' }]).regions).toMatchObject([{ box: [96, 98, 48, 24] }])
  })
})
