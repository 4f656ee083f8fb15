import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { detectionProfiles, type Search } from '../detection/detection.ts'
import { coversSearch } from '../detection/joined-search.ts'
import { containsPoint } from '../geometry/overlap.ts'
import type { Box, Point } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import type { ProjectCommand } from './commands.ts'
import { type EditedProject, emptyHistory } from './history.ts'
import { namedByPeople } from './named-tracks.ts'
import { newProject } from './new-project.ts'
import type { Track } from './project.ts'
import { type Findings, reconcileProposals } from './reconcile-proposals.ts'
import { regionsAt } from './regions-at.ts'
import { takeStep } from './replay-steps.ts'

const frames = 60
const base = newProject({ clip: { sha256: sha256('ab'.repeat(32)), frames }, purpose: 'a', secret: '00'.repeat(32) })
const empty: EditedProject = { project: base, history: emptyHistory }
const search = { profile: 'balanced', classes: ['face'] } as const

type Made = {
  readonly id: string
  readonly box: Box
  readonly from: number
  readonly until: number
  readonly person?: string
}

function found({ id, box, from, until, person }: Made): Track {
  return {
    id,
    class: 'face',
    ...(person === undefined ? {} : { person }),
    action: 'hide',
    shape: 'ellipse',
    keys: [{ frame: frameIndex(from), box }],
    untilFrame: frameIndex(until),
    margin: 0.1,
    evidence: {
      ...{ source: 'detected', detections: until - from, topScore: 0.9, meanScore: 0.8 },
      ...{ seen: [frameIndex(from), frameIndex(until - 1)], gapsFilled: [], weakest: [] },
    },
  }
}

const bodily = { class: 'person', extent: 'body' } as const

function findings(tracks: readonly Track[], more: Partial<Findings> = {}): Findings {
  return { tracks, proposals: [], search, unexamined: [], ...more }
}

function propose(edited: EditedProject, all: Findings): EditedProject {
  const command = reconcileProposals(edited, all)
  return command ? takeStep(edited, { kind: 'propose', command }) : edited
}

function perform(edited: EditedProject, command: ProjectCommand): EditedProject {
  return takeStep(edited, { kind: 'do', command })
}

const decide = (track: string, action: Track['action']): ProjectCommand => ({
  kind: 'edit-track',
  track,
  changes: { action },
})
const idsOf = ({ project }: EditedProject) => project.tracks.map(({ id }) => id)
const spansOf = ({ project }: EditedProject) =>
  project.tracks.map(({ id, keys, untilFrame, action }) => [id, keys[0]?.frame, untilFrame, action])

const here: Box = [10, 10, 40, 40]
const there: Box = [200, 10, 40, 40]

describe('findings on a project that nobody has touched', () => {
  it('come in undecided, and the same findings again change nothing', () => {
    const once = propose(empty, findings([found({ id: 't1', box: here, from: 0, until: 20 })]))
    expect(spansOf(once)).toEqual([['t1', 0, 20, 'undecided']])
    expect(reconcileProposals(once, findings([found({ id: 't1', box: here, from: 0, until: 20 })]))).toBeNull()
  })

  it('keep their ids and places as they grow, whatever they are called anew', () => {
    const first = [
      found({ id: 't1', box: here, from: 20, until: 30 }),
      found({ id: 't2', box: there, from: 25, until: 30 }),
    ]
    const later = [
      found({ id: 't1', box: there, from: 5, until: 50 }),
      found({ id: 't2', box: here, from: 10, until: 50 }),
      found({ id: 't3', box: here, from: 55, until: 60 }),
    ]
    const grown = propose(propose(empty, findings(first)), findings(later))
    expect(spansOf(grown)).toEqual([
      ['t1', 10, 50, 'undecided'],
      ['t2', 5, 50, 'undecided'],
      ['t3', 55, 60, 'undecided'],
    ])
  })

  it('are gone where they are found no more', () => {
    const once = propose(empty, findings([found({ id: 't1', box: here, from: 0, until: 20 })]))
    expect(idsOf(propose(once, findings([])))).toEqual([])
  })

  it('name persons as before, and say who may be one', () => {
    const pair = (shift: number) => [
      found({ id: `t${shift + 1}`, box: here, from: 0, until: 20, person: `p${shift + 1}` }),
      found({ id: `t${shift + 2}`, box: there, from: 0, until: 20, person: `p${shift + 2}` }),
    ]
    const reasons = { gapSeconds: 1, sizeRatio: 1 }
    const once = propose(empty, findings(pair(0)))
    const twice = propose(once, findings(pair(4), { proposals: [{ between: ['p5', 'p6'], likeness: 0.9, reasons }] }))
    expect(twice.project.tracks).toEqual(once.project.tracks)
    expect(twice.project.proposals).toEqual([{ between: ['p1', 'p2'], likeness: 0.9, reasons }])
    expect(twice.project.search).toEqual(search)
  })

  it('cover what could not be examined, once', () => {
    const blank = { from: frameIndex(8), until: frameIndex(9), reason: 'could not be examined' }
    const once = propose(empty, findings([], { unexamined: [blank] }))
    expect(once.project.blanks).toEqual([blank])
    expect(reconcileProposals(once, findings([], { unexamined: [blank] }))).toBeNull()
  })
})

describe('findings of a search that looks for less', () => {
  const wide: Search = { profile: 'balanced', classes: ['face', 'person', 'plate'], extent: 'body' }
  const narrow: Search = { profile: 'fast', classes: ['plate'], extent: 'head' }
  const face = found({ id: 't1', box: here, from: 0, until: 20, person: 'p1' })
  const body: Track = { ...found({ id: 't2', box: there, from: 0, until: 20, person: 'p1' }), ...bodily }
  const plate: Track = { ...found({ id: 't3', box: here, from: 30, until: 40 }), class: 'plate' }
  const blank = { from: frameIndex(8), until: frameIndex(9), reason: 'could not be examined' }
  const other = found({ id: 't4', box: there, from: 40, until: 50, person: 'p2' })
  const maybe = { between: ['p1', 'p2'] as const, likeness: 0.9, reasons: { gapSeconds: 1, sizeRatio: 1 } }
  const whole = findings([face, body, plate, other], { search: wide, proposals: [maybe], unexamined: [blank] })
  const before = propose(empty, whole)

  it('take away nothing that it does not look for, and say of what both have looked for', () => {
    const closely: Search = { ...narrow, profile: 'thorough' }
    const after = propose(before, findings([], { search: closely }))
    expect(after.project.tracks).toEqual(before.project.tracks.filter(({ class: name }) => name !== 'plate'))
    expect(after.project.search).toEqual({ ...wide, profile: 'thorough' })
    expect(after.project.blanks).toEqual([blank])
    expect(after.project.proposals).toEqual([maybe])
    expect(reconcileProposals(after, findings([], { search: closely }))).toBeNull()
    expect(reconcileProposals(before, findings([], { search: narrow }))).toBeNull()
  })

  it('do not show whoever it hides less of', () => {
    const less = findings([face, { ...body, action: 'ignore' }, other], { search: { ...wide, extent: 'head' } })
    const after = propose(before, less)
    expect(after.project.tracks).toEqual(before.project.tracks.filter(({ class: name }) => name !== 'plate'))
    expect(after.project.search).toEqual(wide)
  })

  it('keep what was found beside it, unless it finds that again', () => {
    const beside = { ...body, action: 'ignore' } as const
    const once = propose(empty, findings([face, beside], { search: { ...wide, extent: 'head' } }))
    const plates = { search: { ...narrow, profile: 'balanced' as const } }
    expect(propose(once, findings([], plates)).project.tracks).toEqual(once.project.tracks)
    const again = propose(once, findings([{ ...beside, untilFrame: frameIndex(30) }], plates))
    expect(spansOf(again).at(-1)).toEqual(['t2', 0, 30, 'ignore'])
  })

  it('give way to those of a search that looks for all of it again', () => {
    const twice = propose(propose(before, findings([], { search: narrow })), findings([other], { search: wide }))
    expect(spansOf(twice)).toEqual([['t4', 40, 50, 'undecided']])
  })
})

describe('findings on what people have decided', () => {
  const start = propose(empty, findings([found({ id: 't1', box: here, from: 10, until: 20, person: 'p1' })]))
  const longer = findings([found({ id: 't1', box: here, from: 0, until: 40, person: 'p1' })])

  it('whoever is kept stays kept there, and is hidden before and after until somebody decides', () => {
    const kept = propose(perform(start, decide('t1', 'keep')), longer)
    expect(spansOf(kept)).toEqual([
      ['t1', 10, 20, 'keep'],
      ['t2', 0, 10, 'undecided'],
      ['t3', 20, 40, 'undecided'],
    ])
    // Not of the kept person: `keep` holds for all of a person's tracks.
    expect(kept.project.tracks.map(({ person }) => person)).toEqual(['p1', 'p2', 'p2'])
  })

  it('what is hidden by a person is not proposed again where they cover it', () => {
    expect(spansOf(propose(perform(start, decide('t1', 'hide')), longer))).toEqual([
      ['t1', 10, 20, 'hide'],
      ['t2', 0, 10, 'undecided'],
      ['t3', 20, 40, 'undecided'],
    ])
  })

  describe('what the detection itself had called no thing beside what a person decided', () => {
    const head = found({ id: 't1', box: here, from: 10, until: 20, person: 'p1' })
    const body: Track = { ...found({ id: 't2', box: there, from: 10, until: 20, person: 'p1' }), class: 'person' }
    const begun = propose(empty, findings([head, { ...body, action: 'ignore' }]))
    /** What is over the body once a wider search hides it. */
    const onBody = (edited: EditedProject) =>
      spansOf(propose(edited, findings([head, body]))).filter(([id]) => id !== 't1')

    it('comes back to be decided', () => {
      expect(onBody(perform(begun, decide('t1', 'hide')))).toEqual([
        ['t2', 10, 20, 'ignore'],
        ['t3', 10, 20, 'undecided'],
      ])
    })

    it('comes back when only its person was told, or when what was decided of it was taken back', () => {
      const both = [
        ['t2', 10, 20, 'ignore'],
        ['t3', 10, 20, 'undecided'],
      ]
      expect(onBody(perform(begun, { kind: 'edit-track', track: 't2', changes: { person: 'anna' } }))).toEqual(both)
      expect(onBody(takeStep(perform(begun, decide('t2', 'hide')), { kind: 'undo' }))).toEqual(both)
    })

    it('is not proposed twice where the detection finds it no thing again', () => {
      const again = findings([head, { ...body, action: 'ignore', untilFrame: frameIndex(19) }])
      expect(spansOf(propose(perform(begun, decide('t1', 'hide')), again))).toEqual([
        ['t1', 10, 20, 'hide'],
        ['t2', 10, 20, 'ignore'],
      ])
    })

    it('stays no thing where a person called it so, split or not, and for whoever is shown', () => {
      const ignored = perform(begun, decide('t2', 'ignore'))
      expect(onBody(ignored)).toEqual([['t2', 10, 20, 'ignore']])
      const halves = perform(ignored, { kind: 'split-track', track: 't2', frame: frameIndex(15), newTrack: 't9' })
      expect(onBody(halves)).toEqual([
        ['t2', 10, 15, 'ignore'],
        ['t9', 15, 20, 'ignore'],
      ])
      expect(onBody(perform(begun, decide('t1', 'keep')))).toEqual([['t2', 10, 20, 'ignore']])
    })
  })

  it('somebody else who passes before the kept one stays hidden', () => {
    const kept = perform(start, decide('t1', 'keep'))
    const passing = found({ id: 't2', box: [14, 12, 40, 40], from: 14, until: 18 })
    const both = propose(kept, findings([...longer.tracks, passing]))
    expect(both.project.tracks.some(({ keys }) => 'box' in (keys[0] ?? {}) && keys[0]?.frame === 14)).toBe(true)
  })

  it('whoever goes on with somebody of whom more is to be hidden is hidden as far', () => {
    const body = (until: number): Track => ({
      ...found({ id: 't2', box: [0, 0, 80, 200], from: 0, until, person: 'p1' }),
      ...({ class: 'person', extent: 'body', action: 'ignore' } as const),
    })
    const head = (until: number): Track => found({ id: 't1', box: here, from: 0, until, person: 'p1' })
    const changes = { personExtent: 'body' } as const
    const first = propose(empty, findings([head(20), body(20)]))
    const whole = perform(first, { kind: 'edit-track', track: 't1', changes })
    const after = propose(whole, findings([head(50), body(50)]))
    expect(regionsAt(after.project, frameIndex(40)).regions.length).toBe(2)
    expect(propose(after, findings([head(50), body(50)])).project).toEqual(after.project)
    const asked = first.project.tracks.map(({ personExtent }) => personExtent)
    expect(asked).toEqual([undefined, undefined])
  })

  it('an id that can be done again is given to nobody else', () => {
    const drawn: Track = { ...found({ id: 't7', box: there, from: 0, until: 5 }), class: 'overlay' }
    const added = perform(start, { kind: 'add-track', track: drawn })
    const undone = takeStep(added, { kind: 'undo' })
    const more = findings([...longer.tracks, found({ id: 't2', box: there, from: 50, until: 55 })])
    const redone = takeStep(propose(undone, more), { kind: 'redo' })
    expect(idsOf(redone)).toEqual(['t1', 't8', 't7'])
  })
})

const place = fc.constantFrom<Box>(here, [14, 12, 40, 40], [30, 10, 40, 40], there)
const track = fc
  .tuple(
    place,
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 1, max: 30 }),
    fc.constantFrom(undefined, 'p1', 'p2'),
  )
  .map(([box, from, length, person]) => {
    const until = Math.min(frames, from + length)
    return { box, from, until, ...(person === undefined ? {} : { person }) }
  })
const tracks = fc
  .array(track, { maxLength: 5 })
  .map((all) => all.map((each, at) => found({ id: `t${at + 1}`, ...each })))
const searches: readonly Search[] = [
  ...[search, { ...search, classes: ['plate'] as const }, { profile: 'fast', classes: ['plate', 'face'] } as const],
  { profile: 'balanced', classes: ['face', 'person'], extent: 'body' },
  { profile: 'thorough', classes: ['person', 'plate'], extent: 'head' },
]
/** What one of several searches has found: tracks of its classes, and bodies hidden where it hides them. */
const sought: fc.Arbitrary<Findings> = fc.tuple(tracks, fc.constantFrom(...searches)).map(([all, by]) => {
  const kinds = all.map((each, at): Track => {
    const name = by.classes[at % by.classes.length] ?? 'face'
    if (name !== 'person') return { ...each, class: name }
    return { ...each, ...bodily, action: by.extent === 'body' ? 'hide' : 'ignore' }
  })
  return findings(kinds, { search: by })
})
const command: fc.Arbitrary<ProjectCommand> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom<Track['action']>('hide', 'keep', 'ignore', 'undecided'))
    .map(([number, action]) => decide(`t${number}`, action)),
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 50 })).map(([number, at]) => {
    return { kind: 'split-track', track: `t${number}`, frame: frameIndex(at), newTrack: `t${number + 20}` } as const
  }),
  fc.tuple(fc.integer({ min: 1, max: 9 }), place, fc.integer({ min: 0, max: 50 })).map(([number, box, at]) => {
    return { kind: 'set-key', track: `t${number}`, key: { frame: frameIndex(at), box } } as const
  }),
)
/** A project that detection and people have worked on in turn. */
const worked = fc
  .array(fc.tuple(sought, fc.array(command, { maxLength: 4 }), fc.boolean()), { maxLength: 3 })
  .map((rounds) =>
    rounds.reduce((edited, [all, commands, undoes]) => {
      const after = commands.reduce(perform, propose(edited, all))
      return undoes ? takeStep(after, { kind: 'undo' }) : after
    }, empty),
  )

const points: readonly Point[] = [0, 1, 2, 3, 4].flatMap((across) =>
  [0, 1, 2, 3].map((down): Point => [12 + across * 14, 12 + down * 13]),
)

function hides(edited: EditedProject, frame: number, point: Point): boolean {
  return regionsAt(edited.project, frameIndex(frame)).regions.some((region) => containsPoint(region, point))
}

const isIn = ({ keys, untilFrame }: Track, frame: number) => (keys[0]?.frame ?? frames) <= frame && frame < untilFrame

/** Tracks that people's steps name, and persons of theirs. */
function ofPeople({ project, history }: EditedProject) {
  const named = namedByPeople(history).tracks
  const tracks = project.tracks.filter(({ id }) => named.has(id))
  const persons = new Set(tracks.flatMap(({ person }) => person ?? []))
  return { tracks, persons }
}

describe('whatever people and detection have done before', () => {
  it('nothing that a person touched is lost or changed, and nobody gets into a person that people know', () => {
    fc.assert(
      fc.property(worked, sought, (before, all) => {
        const after = propose(before, all)
        const own = ofPeople(before)
        for (const each of own.tracks) expect(after.project.tracks).toContainEqual(each)
        const ids = new Set(idsOf(before))
        const joined = after.project.tracks.filter(({ id, person }) => !ids.has(id) && own.persons.has(person ?? ''))
        expect(joined).toEqual([])
        expect(new Set(idsOf(after)).size).toBe(after.project.tracks.length)
      }),
    )
  })

  it('nothing that was found is uncovered in frames where no person has decided to show or ignore anything', () => {
    fc.assert(
      fc.property(worked, sought, fc.integer({ min: 0, max: frames - 1 }), (before, all, frame) => {
        const own = ofPeople(before)
        const decided = before.project.tracks.filter(
          (each) => own.tracks.includes(each) || own.persons.has(each.person ?? ''),
        )
        fc.pre(decided.every((each) => !isIn(each, frame) || each.action === 'hide'))
        const [after, alone] = [propose(before, all), propose(empty, all)]
        for (const point of points) if (hides(alone, frame, point)) expect(hides(after, frame, point)).toBe(true)
      }),
    )
  })

  it('nothing goes that a search has not looked for again, and the project says that all of it was looked for', () => {
    fc.assert(
      fc.property(worked, sought, (before, all) => {
        const after = propose(before, all)
        const [earlier, now] = [before.project.search ?? all.search, all.search]
        const isLessClose = !detectionProfiles.slice(detectionProfiles.indexOf(earlier.profile)).includes(now.profile)
        const left = before.project.tracks.filter(({ class: name, action, evidence }) => {
          if (!evidence || action === 'ignore') return false
          return isLessClose || !now.classes.includes(name) || (name === 'person' && now.extent === 'head')
        })
        for (const each of left) expect(after.project.tracks).toContainEqual(each)
        for (const each of [earlier, now]) expect(coversSearch(after.project.search ?? search, each)).toBe(true)
      }),
    )
  })

  it('everything can be undone and done again, and comes to the same', () => {
    fc.assert(
      fc.property(worked, sought, (before, all) => {
        const after = propose(before, all)
        const steps = after.history.done.length
        let edited = after
        for (let step = 0; step < steps; step++) edited = takeStep(edited, { kind: 'undo' })
        expect(edited.history.done).toEqual([])
        for (let step = 0; step < steps; step++) edited = takeStep(edited, { kind: 'redo' })
        const inOrder = ({ project }: EditedProject) => project.tracks.toSorted((a, b) => a.id.localeCompare(b.id))
        expect(inOrder(edited).map(({ id, action }) => [id, action])).toEqual(
          inOrder(after).map(({ id, action }) => [id, action]),
        )
      }),
    )
  })
})
