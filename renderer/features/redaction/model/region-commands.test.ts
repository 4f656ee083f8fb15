import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import { nothing, type ProjectCommand } from '../../../../core/redaction/commands.ts'
import { emptyHistory, perform } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import { frameIndex } from '../../../../core/time.ts'
import {
  beginAt,
  copyTo,
  drawnTrack,
  endAt,
  keyAt,
  reasonForBlank,
  withoutKey,
  withoutRegion,
} from './region-commands.ts'

const empty = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
})
const drawn = drawnTrack(empty, { shape: 'rect', box: [0, 0, 10, 10] }, [20, 60])
const withOne = apply(empty, { kind: 'add-track', track: drawn }).project
const moving = apply(withOne, keyAt(drawn, frameIndex(40), { shape: 'rect', box: [20, 0, 10, 10] })).project

function only(project: RedactionProject): Track {
  const [track] = project.tracks
  if (!track) throw new Error('no track')
  return track
}

function after(project: RedactionProject, command: ProjectCommand | null): Track {
  return only(apply(project, command ?? { kind: 'batch', commands: [] }).project)
}

test('what is drawn is hidden, covers what it shows, and is between keys where it should be', () => {
  expect(drawn).toMatchObject({ id: 'd1', action: 'hide', margin: 0, untilFrame: 60 })
  expect(outlineAt(only(moving), frameIndex(30))).toMatchObject({ box: [10, 0, 10, 10] })
})

test('a region that begins later is where it was then; one that begins earlier stays where it began', () => {
  const later = after(moving, beginAt(moving, only(moving), frameIndex(30)))
  expect(later.keys.map(({ frame }) => frame)).toEqual([30, 40])
  expect(outlineAt(later, frameIndex(35))).toEqual(outlineAt(only(moving), frameIndex(35)))
  const earlier = after(moving, beginAt(moving, only(moving), frameIndex(5)))
  expect(outlineAt(earlier, frameIndex(10))).toMatchObject({ box: [0, 0, 10, 10] })
  expect(beginAt(moving, only(moving), frameIndex(70))).toBeNull()
})

test('a region ends with a frame, sooner or later than before', () => {
  expect(after(moving, endAt(moving, only(moving), frameIndex(30))).untilFrame).toBe(31)
  expect(after(moving, endAt(moving, only(moving), frameIndex(80))).untilFrame).toBe(81)
  expect(endAt(moving, only(moving), frameIndex(10))).toBeNull()
})

test('what was found is not trimmed: the rest of it is called no thing, of nobody', () => {
  const evidence = {
    source: 'detected',
    detections: 40,
    topScore: 0.9,
    meanScore: 0.8,
    gapsFilled: [],
    weakest: [],
  } as const
  const found: Track = {
    ...only(moving),
    person: 'p1',
    evidence: { ...evidence, seen: [frameIndex(20), frameIndex(59)] },
  }
  const project = { ...moving, tracks: [found] }
  const parts = (command: ProjectCommand | null) =>
    perform({ project, history: emptyHistory }, command ?? nothing).project.tracks.map((track) => [
      track.keys[0]?.frame,
      track.untilFrame,
      track.action,
      track.person,
    ])
  expect(parts(endAt(project, found, frameIndex(30)))).toEqual([
    [20, 31, 'hide', 'p1'],
    [31, 60, 'ignore', undefined],
  ])
  expect(parts(beginAt(project, found, frameIndex(30)))).toEqual([
    [20, 30, 'ignore', undefined],
    [30, 60, 'hide', 'p1'],
  ])
  expect(parts(endAt(project, found, frameIndex(80)))).toEqual([[20, 81, 'hide', 'p1']])
  const trimmed = { kind: 'edit-track', track: found.id, changes: { untilFrame: frameIndex(31) } } as const
  expect(parts(trimmed)).toEqual([[20, 60, 'hide', 'p1']])
})

test('the last keyed frame cannot be taken away', () => {
  expect(after(moving, withoutKey(only(moving), frameIndex(40))).keys).toHaveLength(1)
  expect(withoutKey(drawn, frameIndex(20))).toBeNull()
  expect(withoutKey(drawn, frameIndex(21))).toBeNull()
})

test('a copy has the decisions, and the outline of the frame it was taken from', () => {
  const copy = copyTo(moving, { ...only(moving), reason: 'g1' }, frameIndex(30), [70, 80])
  expect(copy).toMatchObject({ id: 'd2', reason: 'g1', keys: [{ frame: 70, box: [10, 0, 10, 10] }], untilFrame: 80 })
  expect(copyTo(moving, only(moving), frameIndex(5), [70, 80])).toBeNull()
})

test('a reason for covered frames keeps them covered, in their place', () => {
  const blanks = [1, 2].map((at) => ({ from: frameIndex(at * 10), until: frameIndex(at * 10 + 5), reason: '' }))
  const [first] = blanks
  if (!first) throw new Error('no blank')
  const { project } = apply({ ...empty, blanks }, reasonForBlank(first, 0, 'g1'))
  expect(project.blanks).toEqual([{ ...first, reason: 'g1' }, blanks[1]])
})

test('a drawn region goes; what was found stays, as no thing of nobody; neither where it is not at the frame', () => {
  const evidence = {
    ...{ source: 'detected' as const, detections: 9, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
    seen: [frameIndex(20), frameIndex(59)] as const,
  }
  expect(withoutRegion(drawn, frameIndex(30))).toEqual({ kind: 'remove-track', track: 'd1' })
  expect(withoutRegion(drawn, frameIndex(60))).toBeNull()
  const found: Track = { ...drawn, id: 't1', class: 'head', person: 'p1', reason: 'home', evidence }
  const withFound = apply(empty, { kind: 'add-track', track: found }).project
  const { person: _nobody, reason: _none, ...rest } = found
  expect(after(withFound, withoutRegion(found, frameIndex(30)))).toEqual({ ...rest, action: 'ignore' })
  expect(withoutRegion(found, frameIndex(60))).toBeNull()
  expect(withoutRegion({ ...found, action: 'ignore' }, frameIndex(30))).toBeNull()
})
