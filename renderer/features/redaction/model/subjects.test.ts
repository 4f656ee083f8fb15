import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { lanesOf } from './lanes.ts'
import { subjectsOf } from './subjects.ts'

const frames = 18_000

/** Every third track is of a person who has two of them. */
function track(nth: number): Track {
  const from = (nth * 7) % (frames - 100)
  return {
    ...{ id: `t${nth}`, class: 'head', action: 'undecided', shape: 'rect' },
    ...(nth % 3 === 0 ? { person: `p${Math.floor(nth / 6)}` } : {}),
    keys: [{ frame: frameIndex(from), box: [nth % 600, 20, 30, 34] }],
    untilFrame: frameIndex(from + 100),
  }
}

function projectOf(tracks: number): RedactionProject {
  const clip = { sha256: sha256('0'.repeat(64)), frames }
  const empty = newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64) })
  return { ...empty, tracks: Array.from({ length: tracks }, (_, nth) => track(nth)) }
}

function madeAnew(before: RedactionProject, command: ProjectCommand): { subjects: string[]; lanes: string[] } {
  const [was, now] = [before, apply(before, command).project].map(({ tracks }) => subjectsOf(tracks))
  if (!was || !now) throw new Error('no subjects')
  const [subjectsBefore, lanesBefore] = [new Set(was), new Set(lanesOf(was))]
  return {
    subjects: now.filter((subject) => !subjectsBefore.has(subject)).map(({ key }) => key),
    lanes: lanesOf(now).flatMap((lane) => (lanesBefore.has(lane) ? [] : [lane.key])),
  }
}

test('an edit of one among a thousand makes one card and one lane anew', () => {
  const project = projectOf(1_000)
  const key = { frame: frameIndex(720), box: [1, 2, 30, 40] } as const
  const moved: ProjectCommand = { kind: 'set-key', track: 't100', key }
  expect(madeAnew(project, moved)).toEqual({ subjects: ['track t100'], lanes: ['track t100'] })
  const kept: ProjectCommand = { kind: 'edit-track', track: 't6', changes: { action: 'keep' } }
  expect(madeAnew(project, kept)).toEqual({ subjects: ['person p1'], lanes: ['person p1'] })
})

const command: fc.Arbitrary<ProjectCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('edit-track' as const),
    track: fc.nat({ max: 11 }).map((nth) => `t${nth}`),
    changes: fc.oneof(
      fc.record({ action: fc.constantFrom('hide', 'keep', 'ignore', 'undecided') }),
      fc.record({ person: fc.constantFrom('p0', 'p1', 'requester') }),
      fc.record({ personExtent: fc.constantFrom('face', 'body') }),
    ),
  }),
  fc.record({
    kind: fc.constant('remove-track' as const),
    track: fc.nat({ max: 11 }).map((nth) => `t${nth}`),
  }),
)

test('what is kept from one edit to the next is what would be made anew', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
      let project = projectOf(12)
      for (const each of commands) {
        project = apply(project, each).project
        const fresh = subjectsOf(structuredClone(project.tracks))
        expect(subjectsOf(project.tracks)).toEqual(fresh)
        expect(lanesOf(subjectsOf(project.tracks))).toEqual(lanesOf(fresh))
      }
    }),
  )
})
