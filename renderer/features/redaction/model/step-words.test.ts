import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { decide, mergeSubjects, showOnly, splitSubject } from './decisions.ts'
import { hideTo } from './extent-commands.ts'
import { keyAt } from './region-commands.ts'
import { StepLines, stepWords } from './step-words.ts'
import { subjectsOf } from './subjects.ts'

function track(id: string, person: string): Track {
  return {
    ...{ id, person, class: 'head', action: 'undecided', shape: 'rect' },
    keys: [{ frame: frameIndex(0), box: [0, 0, 9, 9] }],
    untilFrame: frameIndex(50),
  }
}

const project = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
  tracks: [track('t1', 'p1'), track('t2', 'p1'), track('t3', 'p3')],
})
const [first, third] = subjectsOf(project.tracks)

function words(command: ProjectCommand | null): string {
  return stepWords(command ?? { kind: 'batch', commands: [] }, project)
}

test('a step reads as what somebody decided, whatever it took', () => {
  if (!first || !third) throw new Error('nobody')
  const [one] = first.tracks
  if (!one) throw new Error('no track')
  expect(words(decide(first, 'hide', project))).toBe('hid Person 1')
  expect(words(decide(third, 'ignore', project))).toBe('marked Person 3 as not a thing')
  expect(words(hideTo(first, 'body', project))).toBe('hid the whole body of Person 1')
  const back = hideTo(
    { ...first, tracks: first.tracks.map((each) => ({ ...each, personExtent: 'body' })) },
    'head',
    project,
  )
  expect(words(back)).toBe('hid as much of Person 1 as is usual')
  expect(words(showOnly(project, third))).toBe('showed only Person 3')
  expect(words(mergeSubjects(project, first, third))).toBe('merged Person 3 into Person 1')
  expect(words(splitSubject(project, first, frameIndex(9)))).toBe('split Person 1 at frame 9')
  expect(words(keyAt(one, frameIndex(4), { shape: 'rect', box: [0, 0, 5, 5] }))).toBe('placed Person 1 at frame 4')
})

test('a line has the names of its own time, and an undo says of what', () => {
  if (!first || !third) throw new Error('nobody')
  const lines = new StepLines({ project, history: emptyHistory })
  const put = project.tracks.map((one, at) => ({ at, track: one }))
  const merge = mergeSubjects(project, first, third)
  expect([
    lines.take({ kind: 'propose', command: { kind: 'replace-tracks', remove: [], put } }),
    lines.take({ kind: 'do', command: merge }),
    lines.take({ kind: 'undo' }),
    lines.take({ kind: 'do', command: decide(third, 'keep', project) }),
  ]).toEqual([
    'proposed 3 tracks',
    'merged Person 3 into Person 1',
    'took back: merged Person 3 into Person 1',
    'kept Person 3 visible',
  ])
})

test('labels are told with what they say', () => {
  const label = { text: 'Redacted copy. For J. P.', at: 'top-right' } as const
  expect(stepWords({ kind: 'set-label', label }, project)).toBe(
    'labelled the copy “Redacted copy. For J. P.”, top right',
  )
  expect(stepWords({ kind: 'set-label', label: null }, project)).toBe('took the label away')
})
