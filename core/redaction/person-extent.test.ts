import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { type PersonExtent, personExtents } from '../detection/detection.ts'
import { frameSignatures, updatedSignatures } from '../review/frame-signatures.ts'
import { frameIndex } from '../time.ts'
import { apply } from './apply.ts'
import type { ProjectCommand } from './commands.ts'
import { newProject } from './new-project.ts'
import { extentFound } from './person-extent.ts'
import type { RedactionProject, Track } from './project.ts'
import { regionsAt } from './regions-at.ts'

const frames = 30
const clip = { sha256: sha256('ab'.repeat(32)), frames }

type Part = 'face' | 'head' | 'hand' | 'body' | 'screen'

const kinds: Readonly<Record<Part, Pick<Track, 'class' | 'extent' | 'action'>>> = {
  face: { class: 'face', extent: 'face', action: 'undecided' },
  head: { class: 'head', extent: 'head', action: 'undecided' },
  hand: { class: 'person', extent: 'head-and-hands', action: 'ignore' },
  body: { class: 'person', extent: 'body', action: 'ignore' },
  screen: { class: 'screen', action: 'undecided' },
}

function part(id: string, kind: Part, range: readonly [number, number], more: Partial<Track> = {}): Track {
  return {
    id,
    ...kinds[kind],
    person: 'p1',
    shape: 'rect',
    keys: [{ frame: frameIndex(range[0]), box: [10, 10, 20, 20] }],
    untilFrame: frameIndex(range[1]),
    margin: 0,
    ...more,
  }
}

function project(tracks: readonly Track[]): RedactionProject {
  return newProject({ clip, purpose: 'SAR', secret: '0'.repeat(64), tracks })
}

function hiddenTo(some: RedactionProject, track: string, personExtent: PersonExtent | null): RedactionProject {
  return apply(some, { kind: 'edit-track', track, changes: { personExtent } }).project
}

function hiddenAt(some: RedactionProject, frame: number): readonly string[] {
  return regionsAt(some, frameIndex(frame)).regions.map(({ track }) => track)
}

const somebody = project([
  part('head', 'head', [0, 30]),
  part('left', 'hand', [5, 20]),
  part('right', 'hand', [10, 25]),
  part('body', 'body', [0, 28]),
  part('other', 'body', [0, 30], { person: 'p2' }),
])

describe('how much of a person is hidden', () => {
  it('is what the classes ask for until somebody asks for more', () => {
    expect(hiddenAt(somebody, 12)).toStrictEqual(['head'])
  })

  it('holds for all tracks of the person and for nobody else', () => {
    expect(hiddenAt(hiddenTo(somebody, 'head', 'body'), 12)).toStrictEqual(['head', 'left', 'right', 'body'])
  })

  it('hides hands where both were found, and the body where they were not', () => {
    const hands = hiddenTo(somebody, 'head', 'head-and-hands')
    expect([4, 7, 12, 22, 26].map((frame) => hiddenAt(hands, frame))).toStrictEqual([
      ['head', 'body'],
      ['head', 'left', 'body'],
      ['head', 'left', 'right'],
      ['head', 'right', 'body'],
      ['head', 'body'],
    ])
    const never = project(somebody.tracks.filter(({ extent }) => extent !== 'head-and-hands'))
    expect(hiddenAt(hiddenTo(never, 'head', 'head-and-hands'), 12)).toStrictEqual(['head', 'body'])
  })

  it('never hides less than was hidden before', () => {
    expect(hiddenAt(hiddenTo(somebody, 'head', 'face'), 12)).toStrictEqual(['head'])
  })

  it('shows a kept person wholly, and what is left out of a person not at all', () => {
    const kept = apply(hiddenTo(somebody, 'head', 'body'), {
      kind: 'edit-track',
      track: 'head',
      changes: { action: 'keep' },
    }).project
    expect(hiddenAt(kept, 12)).toStrictEqual([])
    const apart = apply(hiddenTo(somebody, 'head', 'body'), {
      kind: 'edit-track',
      track: 'body',
      changes: { action: 'ignore', person: null },
    }).project
    expect(hiddenAt(apart, 12)).toStrictEqual(['head', 'left', 'right'])
  })

  it('goes with a body that is nobody else', () => {
    const alone = project([part('body', 'body', [0, 30]), part('head', 'head', [0, 30])].map(withoutPerson))
    expect(hiddenAt(hiddenTo(alone, 'body', 'body'), 3)).toStrictEqual(['body', 'head'])
    expect(hiddenAt(hiddenTo(alone, 'head', 'body'), 3)).toStrictEqual(['head'])
  })
})

function withoutPerson({ person: _person, ...track }: Track): Track {
  return track
}

it('tells in how many frames what is asked for was not found', () => {
  expect(extentFound(somebody.tracks.slice(0, 4), 'head')).toStrictEqual({ missing: 0, wider: 0 })
  expect(extentFound(somebody.tracks.slice(0, 4), 'body')).toStrictEqual({ missing: 2, wider: 0 })
  // Both hands in frames 10 to 19, a body in all but the last two.
  expect(extentFound(somebody.tracks.slice(0, 4), 'head-and-hands')).toStrictEqual({ missing: 2, wider: 18 })
})

const range = fc
  .uniqueArray(fc.integer({ min: 0, max: frames }), { minLength: 2, maxLength: 2 })
  .map(([a = 0, b = 1]): readonly [number, number] => [Math.min(a, b), Math.max(a, b)])

const someTrack = fc
  .record({
    kind: fc.constantFrom<Part>('face', 'head', 'hand', 'body', 'screen'),
    range,
    person: fc.constantFrom(undefined, 'p1', 'p2'),
    action: fc.option(fc.constantFrom<Track['action']>('hide', 'keep', 'ignore', 'undecided'), { freq: 2 }),
  })
  .map(({ kind, range: there, person, action }) => (id: string): Track => {
    const { person: _one, ...track } = part(id, kind, there, action === null ? {} : { action })
    return person === undefined ? track : { ...track, person }
  })

const someProject = fc
  .array(someTrack, { minLength: 1, maxLength: 7 })
  .map((makers) => project(makers.map((make, at) => make(`t${at + 1}`))))

const edited = fc.record({
  some: someProject,
  at: fc.nat({ max: 6 }),
  first: fc.constantFrom(null, ...personExtents),
  second: fc.constantFrom(null, ...personExtents),
})

it('never uncovers by a greater extent what a smaller one hides', () => {
  let more = 0
  fc.assert(
    fc.property(edited, ({ some, at, first, second }) => {
      const track = some.tracks[at % some.tracks.length]?.id ?? ''
      const rank = (extent: PersonExtent | null) => (extent === null ? -1 : personExtents.indexOf(extent))
      const [less, greater] = rank(first) <= rank(second) ? [first, second] : [second, first]
      const [small, large] = [hiddenTo(some, track, less), hiddenTo(some, track, greater)]
      for (let frame = 0; frame < frames; frame++) {
        const [here, there] = [regionsAt(small, frameIndex(frame)), regionsAt(large, frameIndex(frame))]
        const shownMore = here.regions.filter((one) => !there.regions.some((other) => other.track === one.track))
        // Head and hands may hide a body whose hands were not found; a whole body hides that, too.
        expect(shownMore).toStrictEqual([])
        more += there.regions.length - here.regions.length
      }
    }),
    { numRuns: 400 },
  )
  expect(more).toBeGreaterThan(100)
})

it('signs anew just what an extent changed', () => {
  const edit = fc.record({
    track: fc.integer({ min: 1, max: 7 }).map((number) => `t${number}`),
    changes: fc.oneof(
      fc.record({ personExtent: fc.constantFrom(null, ...personExtents) }),
      fc.record({ person: fc.constantFrom(null, 'p1', 'p2') }),
      fc.record({ untilFrame: fc.integer({ min: 1, max: frames }).map(frameIndex) }),
    ),
  })
  fc.assert(
    fc.property(someProject, fc.array(edit, { maxLength: 6 }), (first, edits) => {
      let [now, signed] = [first, frameSignatures(first)]
      for (const { track, changes } of edits) {
        const command: ProjectCommand = { kind: 'edit-track', track, changes }
        now = apply(now, command).project
        signed = updatedSignatures(signed, now)
      }
      expect([...signed.values]).toStrictEqual([...frameSignatures(now).values])
    }),
    { numRuns: 200 },
  )
})

it('signs anew frames of a body that is hidden in fewer of them, past the track that says so', () => {
  const short = project(
    somebody.tracks.map((track) => (track.id === 'head' ? { ...track, untilFrame: frameIndex(3) } : track)),
  )
  const whole = hiddenTo(short, 'head', 'body')
  const hands = hiddenTo(whole, 'head', 'head-and-hands')
  expect([hiddenAt(whole, 12), hiddenAt(hands, 12)]).toStrictEqual([
    ['left', 'right', 'body'],
    ['left', 'right'],
  ])
  expect([...updatedSignatures(frameSignatures(whole), hands).values]).toStrictEqual([...frameSignatures(hands).values])
})
