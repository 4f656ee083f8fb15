import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { grownBox, iou, shareInside } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { newProject } from '../redaction/new-project.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { defaultMargin, outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { lookHereFrames, type ReviewLook } from './look-here-frames.ts'

const frames = 300
const empty = newProject({ clip: { sha256: sha256('a'.repeat(64)), frames }, purpose: 'p', secret: '0'.repeat(64) })

type Found = {
  readonly id: string
  readonly from: number
  readonly until: number
  readonly box: Box
  readonly to?: Box
  readonly gaps?: readonly (readonly [number, number])[]
  readonly low?: readonly number[]
}

function found({ id, from, until, box, to = box, gaps = [], low = [] }: Found, more: Partial<Track> = {}): Track {
  const weakest = low.map((frame) => ({ frame: frameIndex(frame), score: 0.3 }))
  const seen = [frameIndex(from), frameIndex(until - 1)] as const
  const last = until - 1 > from ? [{ frame: frameIndex(until - 1), box: to }] : []
  return {
    ...{ id, class: 'face', action: 'undecided', shape: 'rect', untilFrame: frameIndex(until) },
    keys: [{ frame: frameIndex(from), box }, ...last],
    evidence: {
      ...{ source: 'detected', detections: 9, topScore: 0.9, meanScore: 0.5, seen, gapsFilled: gaps, weakest },
    },
    ...more,
  }
}

function projectOf(...tracks: readonly Track[]): RedactionProject {
  return { ...empty, tracks }
}

function looks(project: RedactionProject) {
  return lookHereFrames(project, new Set()).map(({ frame, why, about }) => `${frame} ${why} ${about?.track}`)
}

const all = { from: 0, until: frames, box: [100, 100, 40, 40] } as const

describe('frames to look at first', () => {
  it('are just before and just after a cover, where the clip has such frames', () => {
    const project = projectOf(found({ ...all, id: 't1', from: 50, until: 90 }), found({ ...all, id: 't2' }))
    expect(looks({ ...project, tracks: project.tracks.slice(0, 1) })).toEqual([
      '49 before-cover t1',
      '90 after-cover t1',
    ])
    expect(looks({ ...project, tracks: project.tracks.slice(1) })).toEqual([])
  })

  it('are one for each weak stretch of a track: where it tells most', () => {
    const moving = { ...all, id: 't1', to: [2_000, 100, 40, 40] } as const
    const track = found({ ...moving, gaps: [[100, 104]], low: [98, 106, 112, 200] })
    expect(looks(projectOf(track))).toEqual(['101 gap-filled t1', '200 low-score t1'])
  })

  it('are several along a gap that is longer than one look tells', () => {
    const moving = { ...all, id: 't1', to: [2_000, 100, 40, 40] } as const
    expect(looks(projectOf(found({ ...moving, gaps: [[100, 170]] })))).toHaveLength(3)
  })

  it('are fewer where a cover stands still: it was seen there before, between and after', () => {
    const gaps = [20, 60, 100, 140, 180].map((from) => [from, from + 8] as const)
    expect(looks(projectOf(found({ ...all, id: 't1', gaps })))).toEqual(['23 gap-filled t1', '143 gap-filled t1'])
    const moving = { ...all, id: 't1', to: [2_000, 100, 40, 40] } as const
    expect(looks(projectOf(found({ ...moving, gaps })))).toHaveLength(5)
  })

  it('are none where something larger that is hidden covers the place; of two that are the same, one', () => {
    const weak = { ...all, id: 't1', gaps: [[100, 110]] as const }
    const larger = found({ ...all, id: 't2', box: [60, 60, 120, 120] }, { class: 'head' })
    expect(looks(projectOf(found(weak), larger))).toEqual([])
    expect(looks(projectOf(found(weak), { ...larger, action: 'keep' }))).toContain('104 gap-filled t1')
    expect(looks(projectOf(found(weak), found({ ...weak, id: 't2' })))).toHaveLength(1)
  })

  it('are one of two that are the same: neither drops the other', () => {
    const weak = { ...all, gaps: [[100, 110]] as const }
    const twice = [found({ ...weak, id: 't1' }, { person: 'p1' }), found({ ...weak, id: 't2' }, { person: 'p1' })]
    expect(looks(projectOf(...twice))).toEqual(['104 gap-filled t1'])
  })

  it('are shared by places that are weak at nearly the same time, and by no others', () => {
    const one = found({ ...all, id: 't1', to: [2_000, 100, 40, 40], gaps: [[100, 120]] })
    const other = (low: number) => found({ ...all, id: 't2', box: [900, 900, 40, 40], low: [low] })
    expect(looks(projectOf(one, other(112)))).toEqual(['109 gap-filled t1', '109 low-score t2'])
    expect(looks(projectOf(one, other(117)))).toEqual(['109 gap-filled t1', '117 low-score t2'])
    // One that comes just before its cover stays where it is, and the others come to it.
    const begins = found({ ...all, id: 't3', from: 104, box: [600, 600, 40, 40] })
    expect(looks(projectOf(one, begins))).toEqual(['103 before-cover t3', '109 gap-filled t1'])
    expect(looks(projectOf(other(106), begins))).toEqual(['103 before-cover t3', '103 low-score t2'])
  })

  it('are one place where two stretches of a track come to the same frame', () => {
    const gaps = [[100, 110] as const, [112, 122] as const]
    const twice = found({ ...all, id: 't1', to: [2_000, 100, 40, 40], gaps })
    const ends = found({ ...all, id: 't2', until: 111, box: [600, 600, 40, 40] })
    expect(looks(projectOf(twice))).toHaveLength(2)
    expect(looks(projectOf(twice, ends))).toEqual(['111 after-cover t2', '111 gap-filled t1'])
  })

  it('are there where what would cover the place is itself not hidden in those frames', () => {
    const part = { person: 'p1', class: 'person', action: 'ignore' } as const
    const hand = { ...part, extent: 'head-and-hands' } as const
    const hands = ['t3', 't4'].map((id) => found({ ...all, id, from: 80, until: 200, box: [0, 0, 9, 9] }, hand))
    const body = found({ ...all, id: 't2', box: [60, 60, 120, 300] }, { ...part, personExtent: 'head-and-hands' })
    // The body is hidden for as long as not both hands are known.
    const face = found(
      {
        ...all,
        id: 't1',
        gaps: [
          [20, 24],
          [150, 154],
        ],
      },
      { person: 'p1' },
    )
    expect(looks(projectOf(face, body, ...hands)).filter((look) => look.endsWith(' t1'))).toEqual(['151 gap-filled t1'])
  })

  it('are among what a copy shows of a stretch: not where it is blanked, damaged or left out', () => {
    const project = projectOf(found({ ...all, id: 't1', gaps: [[100, 110]] }))
    const blanked = (from: number, until: number) => [{ from: frameIndex(from), until: frameIndex(until), reason: 'x' }]
    expect(looks({ ...project, blanks: blanked(100, 110) })).toEqual([])
    expect(looks({ ...project, blanks: blanked(100, 109) })).toEqual(['109 gap-filled t1'])
    expect(looks({ ...project, spans: [[frameIndex(0), frameIndex(102)]] })).toEqual(['101 gap-filled t1'])
    const damaged = new Set([103, 104, 105])
    expect(lookHereFrames(project, damaged).map(({ frame }) => Number(frame))).toEqual([102, 103])
  })

  it('ask of somebody who is kept who it is that begins, and where they may go over to somebody else', () => {
    const kept = found({ ...all, id: 't1', from: 50, until: 200, gaps: [[100, 110]] }, { action: 'keep' })
    expect(looks(projectOf(kept))).toEqual(['50 kept t1'])
    const moving = found({ ...all, id: 't1', to: [2_000, 100, 40, 40], gaps: [[100, 110]] }, { action: 'keep' })
    expect(looks(projectOf(moving))).toEqual(['0 kept t1', '104 gap-filled t1'])
  })

  it('tell of what was called no thing, and of a body whose head nothing covers', () => {
    const face = found({ ...all, id: 't1', from: 50, until: 90 }, { action: 'ignore', reason: 'false-find' })
    expect(looks(projectOf(face))).toEqual(['50 left-open t1'])
    const body = found({ ...all, id: 't1', box: [100, 100, 80, 240] }, { class: 'person', action: 'ignore' })
    expect(looks(projectOf(body))).toEqual(['0 head-open t1', '299 head-open t1'])
    const head = found({ ...all, id: 't2', box: [120, 100, 40, 40] }, { class: 'head' })
    expect(looks(projectOf(body, head))).toEqual([])
    const text = found({ ...all, id: 't1', gaps: [[100, 110]] }, { class: 'text', action: 'ignore' })
    expect(looks(projectOf(text))).toEqual([])
  })

  it('tell where everything is hidden but what is kept only of what comes near that', () => {
    const kept = found({ ...all, id: 't1', gaps: [[20, 24]] }, { action: 'keep' })
    const near = found({ ...all, id: 't2', box: [150, 100, 40, 40], gaps: [[100, 104]] })
    const far = found({ ...all, id: 't3', box: [900, 100, 40, 40], gaps: [[200, 204]] })
    const inverse = { ...projectOf(kept, near, far), inverse: true }
    expect(looks(inverse)).toEqual(['0 kept t1', '101 gap-filled t2'])
  })

  it('tell of each run of damaged frames once', () => {
    expect(lookHereFrames(empty, new Set([7, 5, 6, 90])).map(({ frame }) => Number(frame))).toEqual([5, 90])
  })

  it('tell of no damaged frame that is not in the copy, or is blanked there', () => {
    const damaged = new Set([5, 6, 50, 51, 90, 150, 299, 300])
    const lookedAt = (project: RedactionProject) => lookHereFrames(project, damaged).map(({ frame }) => Number(frame))
    expect(lookedAt(empty)).toEqual([5, 50, 90, 150, 299])
    const spans: RedactionProject['spans'] = [
      [frameIndex(6), frameIndex(100)],
      [frameIndex(299), frameIndex(300)],
    ]
    const blanks = [{ from: frameIndex(40), until: frameIndex(51), reason: 'x' }]
    expect(lookedAt({ ...empty, spans, blanks })).toEqual([6, 51, 90, 299])
  })
})

const place = fc.tuple(
  fc.constantFrom(0, 10, 20, 300),
  fc.constantFrom(0, 10),
  fc.constantFrom(20, 40, 90),
  fc.constantFrom(20, 40, 90),
)
const someFound = fc
  .record({ from: fc.nat(200), length: fc.integer({ min: 2, max: 120 }), box: place, to: place })
  .chain(({ from, length, box, to }) => {
    const until = Math.min(frames, from + length)
    const within = fc.integer({ min: from, max: until - 1 })
    const gap = fc.tuple(within, fc.integer({ min: 1, max: 60 })).map(([at, long]) => {
      return [at, Math.min(until, at + long)] as const
    })
    return fc.record({
      found: fc.record({
        ...{ from: fc.constant(from), until: fc.constant(until), box: fc.constant(box), to: fc.constant(to) },
        ...{ gaps: fc.array(gap, { maxLength: 4 }), low: fc.array(within, { maxLength: 5 }) },
      }),
      action: fc.constantFrom<Track['action']>('undecided', 'hide', 'keep'),
      person: fc.constantFrom('p1', 'p2', 'p3'),
      name: fc.constantFrom<Track['class']>('face', 'head', 'screen'),
    })
  })
const someProject = fc.array(someFound, { minLength: 1, maxLength: 5 }).map((list) =>
  projectOf(
    ...list.map((each, at) => {
      const { action, person, name } = each
      return found({ ...each.found, id: `t${at + 1}` }, { action, class: name, person: `${person}${action}` })
    }),
  ),
)

function boundsAt(track: Track, frame: number): Box | null {
  const outline = outlineAt(track, frameIndex(frame))
  return outline && boundsOf(outline)
}

function region(track: Track, frame: number): Box | null {
  const bounds = boundsAt(track, frame)
  return bounds && grownBox(bounds, defaultMargin(track.class))
}

/** Whether the region of a larger track that is hidden holds a track's place at a frame. */
function liesUnder(track: Track, box: Box, frame: number, { tracks }: RedactionProject): boolean {
  const own = grownBox(box, defaultMargin(track.class))
  return tracks.some((other) => {
    const cover = other === track || other.action === 'keep' ? null : region(other, frame)
    return cover !== null && cover[2] * cover[3] > own[2] * own[3] && shareInside(own, cover) > 0.999
  })
}

/** Whether a look shows a track's weak frame: near it and about its place, or for longer where its cover stands still. */
function showsWeak({ frame, about }: ReviewLook, track: Track, weak: number): boolean {
  const [then, now] = [boundsAt(track, frame), boundsAt(track, weak)]
  if (!about || !then || !now) return false
  const far = Math.abs(frame - weak)
  if (about.track === track.id && far <= 90 && iou(now, about.place) >= 0.5) return true
  return far <= 15 && shareInside(then, grownBox(about.place, 1)) > 0.999
}

/** Where a cover begins and ends: the frame beside it that it leaves bare, and its place there. */
function bareFrames(track: Track): readonly (readonly [why: string, frame: number, place: Box | null])[] {
  const first = track.keys[0]?.frame ?? 0
  const ends = [
    ['before-cover', first - 1, boundsAt(track, first)],
    ['after-cover', track.untilFrame, boundsAt(track, track.untilFrame - 1)],
  ] as const
  return ends.filter(([, frame]) => frame >= 0 && frame < frames)
}

function showsBare(look: ReviewLook, [why, frame, box]: ReturnType<typeof bareFrames>[number]): boolean {
  if (!look.about || !box || look.why !== why || Math.abs(look.frame - frame) > 15) return false
  return shareInside(box, grownBox(look.about.place, 1)) > 0.999
}

/** Every project has, of each track that is hidden, all of these settled. */
function everyHidden(settled: (track: Track, looks: readonly ReviewLook[], project: RedactionProject) => void): void {
  const inProject = (project: RedactionProject) => {
    const chosen = lookHereFrames(project, new Set())
    for (const track of project.tracks) if (track.action !== 'keep') settled(track, chosen, project)
  }
  fc.assert(fc.property(someProject, inProject), { numRuns: 300 })
}

describe('whatever is weak', () => {
  it('has a look near it that shows its place, or lies under something larger that is hidden', () => {
    everyHidden((track, chosen, project) => {
      for (const weak of weakFrames(track)) {
        const box = boundsAt(track, weak)
        if (!box || liesUnder(track, box, weak, project)) continue
        expect(
          chosen.some((look) => showsWeak(look, track, weak)),
          `${track.id} at ${weak}`,
        ).toBe(true)
      }
    })
  })

  it('is looked at just before its cover and just after it, unless it is covered there', () => {
    everyHidden((track, chosen, project) => {
      for (const bare of bareFrames(track)) {
        if (bare[2] && liesUnder(track, bare[2], bare[1], project)) continue
        expect(
          chosen.some((look) => showsBare(look, bare)),
          `${track.id} ${bare[0]}`,
        ).toBe(true)
      }
    })
  })
})

function weakFrames({ evidence }: Track): readonly number[] {
  const gaps = (evidence?.gapsFilled ?? []).flatMap(([from, until]) =>
    Array.from({ length: until - from }, (_, at) => from + at),
  )
  return [...gaps, ...(evidence?.weakest ?? []).map(({ frame }) => Number(frame))]
}
