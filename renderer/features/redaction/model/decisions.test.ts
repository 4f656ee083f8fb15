import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { regionsAt } from '../../../../core/redaction/regions-at.ts'
import { frameIndex } from '../../../../core/time.ts'
import { changeAll, decide, freshPerson, freshTrack, mergeSubjects, showOnly, splitSubject } from './decisions.ts'
import { personName, type Subject, subjectsOf, trackName } from './subjects.ts'

function track(id: string, range: readonly [number, number], more: Partial<Track> = {}): Track {
  return {
    ...{ id, class: 'head', action: 'undecided', shape: 'rect' },
    keys: [{ frame: frameIndex(range[0]), box: [10, 10, 20, 20] }],
    untilFrame: frameIndex(range[1]),
    ...more,
  }
}

function project(tracks: readonly Track[]): RedactionProject {
  const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
  return newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64), tracks })
}

const street = project([
  track('t1', [0, 40], { person: 'p1' }),
  track('t2', [30, 60], { person: 'p1', class: 'face' }),
  track('t3', [5, 90], { person: 'p2' }),
  track('t4', [20, 30], { class: 'screen' }),
])

function subjectCalled(of: RedactionProject, name: string): Subject {
  const found = subjectsOf(of.tracks).find((subject) => subject.name === name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}

/** Tracks that a frame hides. */
function hiddenAt(of: RedactionProject, frame: number): readonly string[] {
  return regionsAt(of, frameIndex(frame)).regions.map(({ track: id }) => id)
}

test('tracks of one person are one card, with what they cover together', () => {
  expect(subjectsOf(street.tracks).map(({ name, span, frames }) => [name, span, frames])).toEqual([
    ['Person 1', [0, 60], 60],
    ['Person 2', [5, 90], 85],
    ['Screen 4', [20, 30], 10],
  ])
})

test('deciding moves no card', () => {
  const keys = (of: RedactionProject) => subjectsOf(of.tracks).map(({ key }) => key)
  const decided = apply(street, decide(subjectCalled(street, 'Person 2'), 'keep', street)).project
  expect(keys(decided)).toEqual(keys(street))
  expect(subjectCalled(decided, 'Person 2').decision).toBe('kept')
})

test('the best crop is the strongest sighting of a head, the weakest point the lowest score of all', () => {
  const evidence = (score: number, frame: number) => ({
    ...{ source: 'detected' as const, detections: 9, topScore: score, meanScore: score, gapsFilled: [] },
    strongest: { frame: frameIndex(frame), score },
    seen: [frameIndex(0), frameIndex(30)] as const,
    weakest: [{ frame: frameIndex(frame + 1), score: score / 2 }],
  })
  const seen = project([
    track('t1', [0, 40], { person: 'p1', class: 'face', evidence: evidence(0.99, 3) }),
    track('t2', [0, 40], { person: 'p1', evidence: evidence(0.8, 20) }),
    track('t3', [0, 40], { person: 'p1', evidence: evidence(0.9, 30) }),
  ])
  const [subject] = subjectsOf(seen.tracks)
  expect(subject?.best?.frame).toBe(30)
  expect(subject?.weakest).toEqual({ frame: 21, score: 0.4 })
})

test('a body that was found beside its head is no false find, until somebody says so', () => {
  const evidence = {
    ...{ source: 'detected' as const, detections: 9, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
    seen: [frameIndex(0), frameIndex(30)] as const,
  }
  const body = project([track('t1', [0, 40], { class: 'person', action: 'ignore', evidence })])
  expect(subjectCalled(body, 'Body 1').decision).toBe('beside')
  const said = apply(body, changeAll(subjectCalled(body, 'Body 1'), { reason: 'not-a-thing' })).project
  expect(subjectCalled(said, 'Body 1').decision).toBe('ignored')
})

test('another decision takes the old reason away', () => {
  const given = apply(street, changeAll(subjectCalled(street, 'Person 1'), { reason: 'consent' })).project
  expect(subjectCalled(given, 'Person 1').reason).toBe('consent')
  const kept = apply(given, decide(subjectCalled(given, 'Person 1'), 'keep', given)).project
  expect(subjectCalled(kept, 'Person 1').reason).toBeNull()
})

test('showing only one person hides whoever was kept, in one step that can be taken back', () => {
  const kept = apply(street, decide(subjectCalled(street, 'Person 2'), 'keep', street)).project
  expect(hiddenAt(kept, 25)).toEqual(['t1', 't4'])
  const { project: only, inverse } = apply(kept, showOnly(kept, subjectCalled(kept, 'Person 1')))
  expect(hiddenAt(only, 35)).toEqual(['t3'])
  expect(subjectCalled(only, 'Requester').decision).toBe('kept')
  expect(apply(only, inverse).project).toEqual(kept)
})

test('who was the requester before has a name of their own when another is, and is hidden', () => {
  const first = apply(street, showOnly(street, subjectCalled(street, 'Person 1'))).project
  const second = apply(first, showOnly(first, subjectCalled(first, 'Person 2'))).project
  expect(subjectCalled(second, 'Requester').tracks.map(({ id }) => id)).toEqual(['t3'])
  expect(hiddenAt(second, 10)).toEqual(['t1'])
})

test('two who are one share the decision of the first', () => {
  const kept = apply(street, decide(subjectCalled(street, 'Person 1'), 'keep', street)).project
  const one = apply(kept, mergeSubjects(kept, subjectCalled(kept, 'Person 1'), subjectCalled(kept, 'Person 2'))).project
  expect(subjectCalled(one, 'Person 1').tracks.map(({ id }) => id)).toEqual(['t1', 't2', 't3'])
  expect(hiddenAt(one, 35)).toEqual([])
})

test('two who are one and undecided stay hidden, whatever the detection left beside the first', () => {
  const beside = project([
    track('t1', [0, 40], { person: 'p1', class: 'person', action: 'ignore' }),
    track('t2', [0, 40], { person: 'p1' }),
    track('t3', [0, 40], { person: 'p2' }),
  ])
  const { project: one } = apply(
    beside,
    mergeSubjects(beside, subjectCalled(beside, 'Person 1'), subjectCalled(beside, 'Person 2')),
  )
  expect(hiddenAt(one, 10)).toEqual(['t2', 't3'])
  expect(subjectCalled(one, 'Person 1')).toMatchObject({ decision: 'undecided', reason: null })
})

test('who is undecided is not shown by being one with somebody who was kept', () => {
  const kept = apply(street, decide(subjectCalled(street, 'Person 2'), 'keep', street)).project
  const one = apply(kept, mergeSubjects(kept, subjectCalled(kept, 'Person 1'), subjectCalled(kept, 'Person 2'))).project
  expect(hiddenAt(one, 35)).toEqual(['t1', 't2', 't3'])
})

test('two who are one share the reason of the track that was decided about', () => {
  const tracks = [
    track('t1', [0, 40], { person: 'p1', class: 'person', action: 'ignore' }),
    track('t2', [0, 40], { person: 'p1', action: 'hide', reason: 'home' }),
    track('t3', [0, 40], { person: 'p2', action: 'keep', reason: 'consent' }),
  ]
  const hidden = project(tracks)
  const { project: one } = apply(
    hidden,
    mergeSubjects(hidden, subjectCalled(hidden, 'Person 1'), subjectCalled(hidden, 'Person 2')),
  )
  expect(one.tracks[2]).toMatchObject({ person: 'p1', action: 'hide', reason: 'home' })
})

test('somebody else from a frame on is undecided, and hidden although the first is kept', () => {
  const kept = apply(street, decide(subjectCalled(street, 'Person 1'), 'keep', street)).project
  const command = splitSubject(kept, subjectCalled(kept, 'Person 1'), frameIndex(20))
  if (!command) throw new Error('not split')
  const split = apply(kept, command).project
  expect(hiddenAt(split, 10)).toEqual(['t3'])
  expect(hiddenAt(split, 35).toSorted()).toEqual(['d1', 't2', 't3'])
  expect(subjectCalled(split, 'Person A1').decision).toBe('undecided')
  expect(splitSubject(kept, subjectCalled(kept, 'Person 1'), frameIndex(0))).toBeNull()
})

test('names that people make never meet those that the detection makes later', () => {
  expect([freshPerson(street.tracks), freshTrack(street.tracks), freshTrack(street.tracks, 2)]).toEqual([
    'a1',
    'd1',
    'd3',
  ])
  expect([personName('a1'), personName('p12'), personName('officer 1')]).toEqual([
    'Person A1',
    'Person 12',
    'officer 1',
  ])
  expect(trackName({ id: 'd7', class: 'overlay' })).toBe('Region 7')
})
