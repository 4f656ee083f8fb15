import { describe, expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { redactionSearch } from '../detection/default-classes.ts'
import type { Detection, Search } from '../detection/detection.ts'
import type { Box } from '../geometry/shape.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { regionsAt } from '../redaction/regions-at.ts'
import { frameIndex } from '../time.ts'
import { settingsFor } from '../tracking/tracking-clip.ts'
import { copySearch } from './asked-parts.ts'
import { findLeaks } from './leaks.ts'

const size = { width: 1280, height: 720 }
const frames = 10
const clip = { sha256: sha256('0'.repeat(64)), frames }

/** Two people side by side: head, body and one hand of each. */
const one = { head: [220, 100, 60, 70], body: [180, 95, 140, 420], hand: [310, 300, 40, 40] } as const
const other = { head: [820, 100, 60, 70], body: [780, 95, 140, 420], hand: [910, 300, 40, 40] } as const

function track(id: string, more: Partial<Track> & { readonly box: Box }): Track {
  const { box, ...rest } = more
  const usual = { class: 'head', action: 'hide', extent: 'head', shape: 'rect', margin: 0 } as const
  return { id, ...usual, keys: [{ frame: frameIndex(0), box }], untilFrame: frameIndex(frames), ...rest }
}

const head = (person: string, box: Box, more: Partial<Track> = {}) => track(`head ${person}`, { person, box, ...more })
const body = (id: string, box: Box, more: Partial<Track> = {}) =>
  track(`body ${id}`, { class: 'person', extent: 'body', action: 'ignore', box, ...more })
const hand = (id: string, box: Box, more: Partial<Track> = {}) =>
  body(`hand ${id}`, box, { extent: 'head-and-hands', ...more })

function seen(box: Box, more: Partial<Detection> = {}): Detection {
  return { frame: frameIndex(4), class: 'person', box, score: 0.9, model: 'm', ...more }
}

function projectOf(tracks: readonly Track[]): RedactionProject {
  const decided = { purpose: 'case', spans: null, defaultAction: 'hide', inverse: false, secret: '00' } as const
  return { version: 1, clip, ...decided, tracks, blanks: [], audio: [] }
}

function leaksOf(detection: Detection, tracks: readonly Track[], search: Search = redactionSearch) {
  const project = projectOf(tracks)
  const planFrames = Array.from({ length: frames }, (_, frame) => regionsAt(project, frameIndex(frame)))
  const examined = [{ frame: detection.frame, model: 'm', scale: 640 }]
  const sought = copySearch(project, search)
  const run = { version: 1, clip, ...sought, examined, failed: [], detections: [detection] } as const
  return findLeaks({ run, planFrames, project, size, settings: settingsFor(run) }).leaks
}

const whole = { personExtent: 'body' } as const
const withHands = { personExtent: 'head-and-hands' } as const

describe('a body in a copy', () => {
  test('is a leak where it has the head of somebody whose body is to be hidden', () => {
    const tracks = [head('p1', one.head, whole), head('p2', other.head)]
    expect(leaksOf(seen(one.body), tracks)).toMatchObject([{ frame: 4, class: 'person', box: one.body }])
    expect(leaksOf(seen(other.body), tracks)).toEqual([])
    expect(leaksOf(seen(one.body), [head('p1', one.head), head('p2', other.head)])).toEqual([])
  })

  test('is none where the plan covers it, and one as soon as its track ends before', () => {
    const tracks = (untilFrame: number) => [
      head('p1', one.head, whole),
      body('p1', one.body, { person: 'p1', untilFrame: frameIndex(untilFrame) }),
    ]
    expect(leaksOf(seen(one.body), tracks(5))).toEqual([])
    expect(leaksOf(seen(one.body), tracks(4))).toHaveLength(1)
  })

  test('is of whoever its own track names, whatever heads are in front of it', () => {
    const front = head('p1', [830, 110, 60, 70], whole)
    expect(leaksOf(seen(other.body), [front, body('p2', other.body, { person: 'p2' })])).toEqual([])
    expect(leaksOf(seen(other.body), [front, body('nobody', other.body)])).toHaveLength(1)
  })

  test('may be theirs whose head is low in it, and of two whose it may be the one who asks counts', () => {
    const low: Box = [220, 400, 60, 70]
    expect(leaksOf(seen(one.body), [head('p1', low, whole), head('p2', other.head)])).toHaveLength(1)
    const two = [head('p1', one.head, whole), head('p2', [250, 110, 60, 70])]
    expect(leaksOf(seen(one.body), two)).toHaveLength(1)
  })

  test('that nobody is near is a leak where bodies are asked of everybody who is hidden', () => {
    const far: Box = [1000, 300, 120, 380]
    const [first, second] = [head('p1', one.head, whole), head('p2', other.head, whole)]
    expect(leaksOf(seen(far), [first, second])).toHaveLength(1)
    expect(leaksOf(seen(far), [first, head('p2', other.head)])).toEqual([])
    // What leaked and was hidden by itself asks for nothing: it leaves the rest as it was.
    const evidence = { source: 'leak', detections: 1, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] } as const
    const leaked = track('t9', {
      box: [600, 600, 20, 20],
      evidence: { ...evidence, seen: [frameIndex(0), frameIndex(1)] },
    })
    expect(leaksOf(seen(far), [first, second, leaked])).toHaveLength(1)
  })

  test('of somebody kept stays, whoever else is hidden wholly', () => {
    const kept = head('p2', other.head, { action: 'keep', ...whole })
    expect(leaksOf(seen(other.body), [head('p1', one.head, whole), kept])).toEqual([])
  })

  test('is a leak where hands are to be hidden and not both were found', () => {
    const tracks = [head('p1', one.head, withHands), head('p2', other.head)]
    expect(leaksOf(seen(one.body), tracks)).toHaveLength(1)
    const left: Box = [180, 300, 40, 40]
    const both = [hand('right', one.hand, { person: 'p1' }), hand('left', left, { person: 'p1' })]
    expect(leaksOf(seen(one.body), [...tracks, ...both])).toEqual([])
  })
})

describe('a hand in a copy', () => {
  const found = (box: Box) => seen(box, { part: 'hand' })
  const people = [head('p1', one.head, withHands), head('p2', other.head)]

  test('is a leak beside the hand, on the body, or within reach of somebody whose hands are to be hidden', () => {
    const moved: Box = [345, 300, 40, 40]
    expect(leaksOf(found(moved), [...people, hand('p1', [320, 300, 40, 40], { person: 'p1' })])).toHaveLength(1)
    expect(leaksOf(found([430, 300, 40, 40]), people)).toMatchObject([{ part: 'hand' }])
    expect(leaksOf(found(other.hand), people)).toEqual([])
  })

  test('on the body of another may be of whoever reaches it; on that of somebody kept it is theirs', () => {
    const near = { ...other, body: [330, 95, 140, 420] } as const
    const tracks = [people[0], head('p2', [370, 100, 60, 70]), body('p2', near.body, { person: 'p2' })]
    const all = tracks.filter((each) => each !== undefined)
    expect(leaksOf(found([360, 300, 40, 40]), all)).toHaveLength(1)
    const kept = all.map((track): Track => (track.person === 'p2' ? { ...track, action: 'keep' } : track))
    expect(leaksOf(found([360, 300, 40, 40]), kept)).toEqual([])
  })
})

describe('what a copy is searched for', () => {
  const asked = (search: Search, more: Partial<Track>) => copySearch({ tracks: [head('p1', one.head, more)] }, search)
  const faces: Search = { profile: 'fast', classes: ['screen', 'face'], extent: 'face' }

  test('grows by what people ask for, and hides no more of the others', () => {
    expect(asked(faces, whole)).toEqual({ ...faces, classes: ['screen', 'face', 'head', 'person'] })
    expect(asked(faces, { personExtent: 'head' }).classes).toEqual(['screen', 'face', 'head'])
    const named: Search = { profile: 'fast', classes: ['face'] }
    expect(asked(named, withHands)).toEqual({ ...named, classes: ['face', 'head', 'person'], extent: 'head' })
  })

  test('stays as it is where nobody asks for more, or it holds all of that', () => {
    expect(asked(faces, {})).toBe(faces)
    expect(asked(redactionSearch, whole)).toBe(redactionSearch)
    expect(asked(faces, { ...whole, action: 'keep' })).toBe(faces)
  })

  test('finds a head that is asked for where faces alone are hidden', () => {
    const wide: Box = [200, 80, 100, 110]
    const tracks = [head('p1', one.head, { ...whole, action: 'ignore', untilFrame: frameIndex(2) })]
    const placed = [...tracks, head('p2', other.head, { class: 'face', extent: 'face' })]
    expect(leaksOf(seen(wide, { class: 'head' }), placed, faces)).toEqual([])
    const faceOnly = [head('p1', one.head, { class: 'face', extent: 'face', ...whole })]
    expect(leaksOf(seen(wide, { class: 'head' }), faceOnly, faces)).toHaveLength(1)
  })
})
