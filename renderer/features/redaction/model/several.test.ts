import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { takeStep } from '../../../../core/redaction/replay-steps.ts'
import { frameIndex } from '../../../../core/time.ts'
import { decide, giveReason } from './decisions.ts'
import { type Chosen, choicesOfAll, choosing, groundsForAll, inCommon, namesOf, together } from './several.ts'
import { stepWords } from './step-words.ts'
import { subjectsOf } from './subjects.ts'

const order = ['a', 'b', 'c', 'd']
const start: Chosen = { chosen: 'b', several: new Set(), anchor: 'b' }

test('a range goes from where it began, one is added or taken out, and one alone ends both', () => {
  const down = choosing(start, 'd', 'through', order)
  expect([...down.several]).toEqual(['b', 'c', 'd'])
  expect([...choosing(down, 'a', 'through', order).several]).toEqual(['a', 'b'])
  const too = choosing(start, 'd', 'too', order)
  expect([...too.several]).toEqual(['b', 'd'])
  expect([...choosing(too, 'b', 'too', order).several]).toEqual(['d'])
  expect(choosing(too, 'a', 'only', order)).toEqual({ chosen: 'a', several: new Set(), anchor: 'a' })
})

test('the keyboard goes past what is not to be chosen', () => {
  const past = choosing(start, 'c', 'not', order)
  expect([past.chosen, ...past.several]).toEqual(['c', 'b'])
  expect([...choosing(choosing(past, 'd', 'not', order), 'd', 'too', order).several]).toEqual(['b', 'd'])
})

test('who is taken out last stays: something is always chosen', () => {
  const one = choosing(choosing(start, 'c', 'too', order), 'c', 'too', order)
  expect([...choosing(one, 'b', 'too', order).several]).toEqual(['b'])
})

function track(id: string, more: Partial<Track> = {}): Track {
  return {
    ...{ id, class: 'screen', action: 'undecided', shape: 'rect' },
    keys: [{ frame: frameIndex(0), box: [10, 10, 20, 20] }],
    untilFrame: frameIndex(50),
    ...more,
  }
}

const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
const project = newProject({
  ...{ clip, purpose: 'SAR', secret: '1'.repeat(64) },
  tracks: [track('t1', { class: 'head', person: 'p1' }), track('t2'), track('t3', { class: 'card' }), track('t4')],
})
const subjects = subjectsOf(project.tracks)

function called(name: string): typeof subjects {
  return subjects.filter((subject) => choicesOfAll.find((one) => one.name === name)?.takes(subject))
}

test('everything of a class is chosen at once', () => {
  expect(called('All screens').map(({ name }) => name)).toEqual(['Screen 2', 'Screen 4'])
  expect(called('All documents and cards').map(({ name }) => name)).toEqual(['Card 3'])
  expect(called('All people').map(({ name }) => name)).toEqual(['Person 1'])
  expect(called('All undecided').length).toBe(4)
  const evidence = {
    ...{ source: 'detected' as const, detections: 9, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
    seen: [frameIndex(0), frameIndex(30)] as const,
  }
  const [body] = subjectsOf([track('t9', { class: 'person', extent: 'body', action: 'ignore', evidence })])
  if (!body) throw new Error('nobody')
  expect(choicesOfAll.filter(({ takes }) => takes(body))).toEqual([])
})

test('deciding about several is one step, which one undo takes back', () => {
  const several = called('All screens')
  const command = together(several.map((one) => decide(one, 'ignore', project)))
  if (!command) throw new Error('nothing to do')
  expect(stepWords(command, project)).toBe('marked Screen 2 and Screen 4 as not a thing')
  const edited = takeStep({ project, history: emptyHistory }, { kind: 'do', command })
  expect(edited.project.tracks.map(({ action }) => action)).toEqual(['undecided', 'ignore', 'undecided', 'ignore'])
  expect(takeStep(edited, { kind: 'undo' }).project).toEqual(project)
  const reasons = together(several.map((one) => giveReason(one, 'screen')))
  expect(reasons && stepWords(reasons, project)).toBe('gave Screen 2 and Screen 4 the reason “screen”')
  expect(together([null])).toBeNull()
})

test('a ground for several fits what is decided about each of them', () => {
  const grounds = [
    { id: 'both', uses: ['hide', 'keep'] as const },
    { id: 'keep', uses: ['keep'] as const },
    { id: 'weaker', uses: ['weaker'] as const },
  ]
  const [person, screen] = subjects
  if (!person || !screen) throw new Error('nobody')
  const ids = (asked: typeof subjects) => groundsForAll(grounds, asked).map(({ id }) => id)
  expect(ids([person, screen])).toEqual(['both', 'weaker'])
  expect(ids([{ ...person, decision: 'kept' }, screen])).toEqual(['both'])
  expect(inCommon([person, screen], ({ decision }) => decision)).toBe('undecided')
  expect(inCommon([{ ...person, decision: 'kept' }, screen], ({ decision }) => decision)).toBeNull()
  expect(namesOf(subjects)).toBe('Person 1, Screen 2 and 2 more')
})
