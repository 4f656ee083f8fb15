import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DetectionClass } from '../../../../core/detection/detection.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import type { CoverageStrip } from './coverage-lanes.ts'
import { foldedOtherwise, groupsOf, type LaneGroup, reviewGroup, rowsOf, rowWith, scrolledTo } from './lane-groups.ts'
import { subjectsOf } from './subjects.ts'

function track(id: string, name: DetectionClass, rest: Partial<Track> = {}): Track {
  return {
    ...{ id, class: name, action: 'hide', shape: 'rect' },
    keys: [{ frame: frameIndex(0), box: [0, 0, 9, 9] }],
    untilFrame: frameIndex(50),
    ...rest,
  }
}

const evidence = { weakest: [], gapsFilled: [] } as unknown as NonNullable<Track['evidence']>
const subjects = subjectsOf([
  track('t1', 'head', { person: 'p1', evidence }),
  track('t2', 'screen', { evidence }),
  track('t3', 'plate', { evidence, action: 'ignore', reason: 'none' }),
  track('d1', 'overlay'),
])
const namesOf = (folded: readonly LaneGroup[]): readonly string[] =>
  rowsOf(groupsOf(subjects, new Set(folded))).map((row) =>
    row.kind === 'strip' ? row.strip.name : row.kind === 'group' ? row.name : row.lane.name,
  )

test('people, things and what was drawn stand together, each under its group', () => {
  expect(namesOf([])).toEqual([
    ...['People 1', 'Person 1', 'Things 2', 'Screen 2', 'Number plate 3'],
    ...['Drawn 1', 'Region 1'],
  ])
  expect(groupsOf([], new Set())).toEqual([])
})

test('a folded group is one line, on which everybody in it is', () => {
  expect(namesOf(['things'])).toEqual(['People 1', 'Person 1', 'Things 2', 'Drawn 1', 'Region 1'])
  const rows = rowsOf(groupsOf(subjects, new Set<LaneGroup>(['things'])))
  expect([rowWith(rows, 'track t3'), rowWith(rows, 'track d1'), rowWith(rows, null)]).toEqual([2, 4, null])
})

test('who has seen what stands under its own line, and folds into it', () => {
  const strip = { name: 'You' } as CoverageStrip
  const rows = (isFolded: boolean) => rowsOf([reviewGroup([strip], isFolded), ...groupsOf(subjects, new Set())])
  expect(rows(true).map(({ kind }) => kind)).toEqual(
    rows(false).flatMap(({ kind }) => (kind === 'strip' ? [] : [kind])),
  )
  expect(rows(false)[1]).toEqual({ kind: 'strip', strip })
  expect(rowWith(rows(false), 'person p1')).toBe(3)
})

test('folding twice is nothing', () => {
  const once = foldedOtherwise(new Set(), 'people')
  expect([...once]).toEqual(['people'])
  expect([...foldedOtherwise(once, 'people')]).toEqual([])
})

test('a line comes into sight, and one that is in sight moves nothing', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(9_000), (at, scrolled) => {
      const after = scrolledTo(at, scrolled, { lane: 22, shown: 132 })
      expect(after).toBeLessThanOrEqual(at * 22)
      expect(after + 132).toBeGreaterThanOrEqual((at + 1) * 22)
      const wasInSight = scrolled <= at * 22 && scrolled + 132 >= (at + 1) * 22
      if (wasInSight) expect(after).toBe(scrolled)
    }),
  )
})
