import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { apply } from '../redaction/apply.ts'
import type { ProjectCommand } from '../redaction/commands.ts'
import type { CopyLabel } from '../redaction/copy-label.ts'
import { newProject } from '../redaction/new-project.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { regionsAt } from '../redaction/regions-at.ts'
import { frameIndex } from '../time.ts'
import { frameSignatures, signatureOf, updatedSignatures } from './frame-signatures.ts'

const frames = 300
const empty = newProject({ clip: { sha256: sha256('a'.repeat(64)), frames }, purpose: 'p', secret: '0'.repeat(64) })

const frameNumber = fc.integer({ min: 0, max: frames - 2 }).map(frameIndex)
const side = fc.double({ min: 1, max: 90, noNaN: true })

const track: fc.Arbitrary<Track> = fc
  .record({
    first: frameNumber,
    length: fc.integer({ min: 2, max: 80 }),
    box: fc.tuple(side, side, side, side),
    later: fc.tuple(side, side, side, side),
    action: fc.constantFrom('hide', 'keep', 'ignore', 'undecided'),
    style: fc.constantFrom('solid', 'pixelate', 'blur'),
    person: fc.constantFrom('a', 'b', 'none'),
    shape: fc.constantFrom('rect', 'ellipse'),
  })
  .map(({ first, length, box, later, person, ...rest }) => {
    const until = Math.min(frames, first + length)
    const keys = [{ frame: first, box }, ...(until > first + 1 ? [{ frame: frameIndex(until - 1), box: later }] : [])]
    return {
      ...rest,
      id: `t${first}-${length}-${box[0]}`,
      class: 'face' as const,
      keys,
      untilFrame: frameIndex(Math.max(until, first + 1)),
      ...(person === 'none' ? {} : { person }),
    }
  })

const project: fc.Arbitrary<RedactionProject> = fc
  .record({ tracks: fc.uniqueArray(track, { maxLength: 6, selector: ({ id }) => id }), inverse: fc.boolean() })
  .map((parts) => ({ ...empty, ...parts }))

function command(tracks: readonly Track[]): fc.Arbitrary<ProjectCommand> {
  const ids = tracks.map(({ id }) => id)
  const ofTrack =
    ids.length === 0
      ? []
      : [
          fc.record({
            kind: fc.constant('edit-track' as const),
            track: fc.constantFrom(...ids),
            changes: fc.record({
              action: fc.constantFrom('hide', 'keep', 'ignore', 'undecided'),
              style: fc.constantFrom('solid', 'blur', null),
              person: fc.constantFrom('a', 'c', null),
            }),
          }),
          fc.record({ kind: fc.constant('remove-track' as const), track: fc.constantFrom(...ids) }),
        ]
  return fc.oneof(
    ...ofTrack,
    track.map((added) => ({ kind: 'add-track' as const, track: { ...added, id: `new${added.id}` } })),
    frameNumber.map((from) => ({
      kind: 'add-blank' as const,
      blank: { from, until: frameIndex(Math.min(frames, from + 9)), reason: 'r' },
    })),
    frameNumber.map((from) => ({ kind: 'set-spans' as const, spans: [[from, frameIndex(frames)] as const] })),
    fc.boolean().map((inverse) => ({ kind: 'set-inverse' as const, inverse })),
    fc.constantFrom(...labels).map((label) => ({ kind: 'set-label' as const, label })),
  )
}

/** None, and two that differ in a letter, and in the corner. */
const labels: readonly (CopyLabel | null)[] = [
  null,
  { text: 'Redacted copy.', at: 'top-left' },
  { text: 'Redacted copy,', at: 'top-left' },
  { text: 'Redacted copy,', at: 'top-right' },
]

/** Frame by frame, the long way. */
function byRegions(one: RedactionProject, damaged: ReadonlySet<number>): number[] {
  return Array.from({ length: frames }, (_, frame) =>
    signatureOf(regionsAt(one, frameIndex(frame), damaged), one.label),
  )
}

describe('signatures', () => {
  it('agree with what happens to each frame', () => {
    fc.assert(
      fc.property(project, fc.uniqueArray(frameNumber, { maxLength: 4 }), (one, damaged) => {
        const lost = new Set<number>(damaged)
        expect([...frameSignatures(one, lost).values]).toStrictEqual(byRegions(one, lost))
      }),
      { numRuns: 30 },
    )
  })

  it('after edits are those of the edited project', () => {
    const edited = project.chain((one) => fc.tuple(fc.constant(one), fc.array(command(one.tracks), { maxLength: 4 })))
    fc.assert(
      fc.property(edited, ([one, commands]) => {
        let now = one
        let signed = frameSignatures(one, new Set([3]))
        for (const each of commands) {
          now = apply(now, each).project
          signed = updatedSignatures(signed, now)
        }
        expect(signed.values).toStrictEqual(frameSignatures(now, new Set([3])).values)
      }),
      { numRuns: 60 },
    )
  })

  it('change in every frame of the copy with its label, and come back without it', () => {
    const spans = [[frameIndex(0), frameIndex(frames - 1)]] as const
    const blanks = [{ from: frameIndex(2), until: frameIndex(4), reason: 'r' }]
    const one: RedactionProject = { ...empty, spans, blanks }
    const signed = labels.map((label) => frameSignatures(label ? { ...one, label } : one).values)
    for (let frame = 0; frame < frames; frame++) {
      const seen = new Set(signed.map((values) => values[frame]))
      expect(seen.size).toBe(frame === frames - 1 ? 1 : labels.length)
    }
    const labelled = apply(one, { kind: 'set-label', label: labels[1] ?? null })
    const after = updatedSignatures(frameSignatures(one), labelled.project)
    expect(after.values).toStrictEqual(signed[1])
    expect(updatedSignatures(after, apply(labelled.project, labelled.inverse).project).values).toStrictEqual(signed[0])
  })

  it('change where an edit changes the picture, and nowhere else', () => {
    const box = [10, 10, 20, 20] as const
    const base: Track = {
      id: 't1',
      class: 'face',
      action: 'undecided',
      shape: 'rect',
      keys: [{ frame: frameIndex(50), box }],
      untilFrame: frameIndex(60),
    }
    const before = frameSignatures({ ...empty, tracks: [base] })
    const changed = (tracks: readonly Track[]) => {
      const after = frameSignatures({ ...empty, tracks }).values
      return [...after.keys()].filter((frame) => after[frame] !== before.values[frame])
    }
    const itsFrames = Array.from({ length: 10 }, (_, at) => 50 + at)
    expect(changed([{ ...base, style: 'blur' }])).toStrictEqual(itsFrames)
    expect(changed([{ ...base, strength: 2 }])).toStrictEqual(itsFrames)
    expect(changed([{ ...base, shape: 'ellipse' }])).toStrictEqual(itsFrames)
    expect(changed([{ ...base, keys: [{ frame: frameIndex(50), box: [10, 10, 20, 21] }] }])).toStrictEqual(itsFrames)
    expect(changed([{ ...base, action: 'keep' }])).toStrictEqual(itsFrames)
    expect(changed([base, { ...base, id: 't2' }])).toStrictEqual(itsFrames)
    // Nobody sees a name, a reason or a decision that changes nothing.
    expect(changed([{ ...base, id: 't9', reason: 'r', action: 'hide', person: 'a', style: 'solid' }])).toStrictEqual([])
  })

  it('are whole numbers that JSON and the database can carry, and 0 for what is not disclosed', () => {
    const { values } = frameSignatures({ ...empty, spans: [[frameIndex(10), frameIndex(20)]] })
    for (const [frame, value] of values.entries()) {
      expect(Number.isSafeInteger(value)).toBe(true)
      expect(value === 0).toBe(frame < 10 || frame >= 20)
    }
  })
})
