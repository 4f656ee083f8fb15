import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { Search } from '../../../../core/detection/detection.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { regionsAt } from '../../../../core/redaction/regions-at.ts'
import { frameIndex } from '../../../../core/time.ts'
import { decide, giveReason, mergeSubjects, showOnly, splitSubject } from './decisions.ts'
import { hideTo, leastExtent, looksForHands } from './extent-commands.ts'
import { type Subject, subjectsOf } from './subjects.ts'

const search: Search = { profile: 'balanced', classes: ['face', 'head', 'person'], extent: 'head' }
const evidence = {
  ...{ source: 'detected' as const, detections: 9, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
  seen: [frameIndex(0), frameIndex(30)] as const,
}

function track(id: string, more: Partial<Track> = {}): Track {
  return {
    ...{ id, class: 'head', extent: 'head', action: 'undecided', shape: 'rect', person: 'p1' },
    keys: [{ frame: frameIndex(0), box: [10, 10, 20, 20] }],
    untilFrame: frameIndex(50),
    evidence,
    ...more,
  }
}

const body = { class: 'person', extent: 'body', action: 'ignore' } as const

function project(tracks: readonly Track[]): RedactionProject {
  const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
  return newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64), tracks, search })
}

const street = project([
  track('t1'),
  track('t2', { ...body, untilFrame: frameIndex(40) }),
  track('t3', { person: 'p2' }),
  track('t4', { ...body, person: 'p2' }),
])

function person(some: RedactionProject, name: string): Subject {
  const found = subjectsOf(some.tracks).find((subject) => subject.person === name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found
}

function hidden(some: RedactionProject): readonly string[] {
  return regionsAt(some, frameIndex(10)).regions.map((region) => region.track)
}

function after(some: RedactionProject, command: Parameters<typeof apply>[1] | null): RedactionProject {
  if (!command) throw new Error('nothing to do')
  return apply(some, command).project
}

test('a decision hides as much of somebody as is hidden of everybody, not the body that was found beside', () => {
  expect(hidden(after(street, decide(person(street, 'p1'), 'hide', street)))).toEqual(['t1', 't3'])
  const kept = after(street, decide(person(street, 'p1'), 'keep', street))
  expect(hidden(after(kept, decide(person(kept, 'p1'), 'hide', kept)))).toEqual(['t1', 't3'])
  expect(hidden(after(kept, showOnly(kept, person(kept, 'p2'))))).toEqual(['t1'])
  const apart = after(street, splitSubject(street, person(street, 'p1'), frameIndex(5)))
  expect(hidden(apart)).toEqual(['d1', 't3'])
  // Of whom only a body was found, that is meant.
  const alone = project([track('t2', body)])
  expect(hidden(after(alone, decide(person(alone, 'p1'), 'hide', alone)))).toEqual(['t2'])
})

test('hiding more of somebody is one step, says where that was not found, and stays with them', () => {
  const whole = after(street, hideTo(person(street, 'p1'), 'body', street))
  expect(hidden(whole)).toEqual(['t1', 't2', 't3'])
  expect(person(whole, 'p1').asked).toEqual({ extent: 'body', missing: 10, wider: 0 })
  expect(hideTo(person(whole, 'p1'), 'body', whole)).toBeNull()
  const decided = after(whole, decide(person(whole, 'p1'), 'hide', whole))
  expect(hidden(decided)).toEqual(['t1', 't2', 't3'])
  // Whoever turns out to be the same person is hidden as far.
  const merged = after(decided, mergeSubjects(decided, person(decided, 'p1'), person(decided, 'p2')))
  expect(hidden(merged)).toEqual(['t1', 't2', 't3', 't4'])
  const nobody = after(whole, decide(person(whole, 'p1'), 'ignore', whole))
  expect(hidden(nobody)).toEqual(['t3'])
})

test('as much as of everybody takes back what was asked for, and less than that is never hidden', () => {
  expect(leastExtent(street)).toBe('head')
  expect(looksForHands(street)).toBe(true)
  expect(hideTo(person(street, 'p1'), 'face', street)).toBeNull()
  const whole = after(street, hideTo(person(street, 'p1'), 'body', street))
  expect(after(whole, hideTo(person(whole, 'p1'), 'face', whole))).toEqual(street)
})

test('what is hidden with the rest has their ground; what is not hidden has none', () => {
  const given = after(street, giveReason(person(street, 'p1'), 'home'))
  expect(given.tracks.map(({ reason }) => reason)).toEqual(['home', undefined, undefined, undefined])
  const whole = after(given, hideTo(person(given, 'p1'), 'body', given))
  expect(whole.tracks.map(({ reason }) => reason)).toEqual(['home', 'home', undefined, undefined])
  expect(after(whole, hideTo(person(whole, 'p1'), 'head', whole))).toEqual(given)
})

test('a hand of nobody has no card, until it is hidden', () => {
  const hand: Partial<Track> = { class: 'person', extent: 'head-and-hands', action: 'ignore' }
  const { person: _nobody, ...loose } = track('t5', hand)
  expect(subjectsOf(project([loose]).tracks)).toEqual([])
  expect(subjectsOf(project([{ ...loose, action: 'undecided' }]).tracks).map(({ name }) => name)).toEqual(['Hand 5'])
})
