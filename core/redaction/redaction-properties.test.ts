import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../clips/clip-index.ts'
import { detectionClasses, personExtents } from '../detection/detection.ts'
import { boundsOf } from '../geometry/bounds.ts'
import type { Box, Point, Shape } from '../geometry/shape.ts'
import { frameIndex, pts, sampleIndex, seconds } from '../time.ts'
import { apply } from './apply.ts'
import type { ProjectCommand, TrackChanges } from './commands.ts'
import { compilePlan } from './compile-plan.ts'
import type { CopyLabel } from './copy-label.ts'
import { type EditedProject, emptyHistory, perform, redo, replay, undo } from './history.ts'
import type { RedactionPlan } from './plan.ts'
import type { AudioDecision, Blank, RedactionProject, RegionKey, Span, Track } from './project.ts'
import { fated, hasFateAt, personDecisions, regionsAt } from './regions-at.ts'
import { coversFrame, outlineAt } from './track-region.ts'

const frames = 40
const samples = 40_000
const hash = sha256('ab'.repeat(32))

const index: ClipIndex = {
  sha256: hash,
  bytes: 1,
  container: 'mov',
  originSeconds: seconds(0),
  video: {
    codec: 'h264',
    width: 640,
    height: 480,
    displayWidth: 640,
    displayHeight: 480,
    pixelAspect: [1, 1],
    rotation: 0,
    timeBase: [1, 40],
    pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))),
    lastDuration: pts(1n),
    keyframes: [],
    variableRate: false,
    interlaced: false,
    pixelFormat: 'yuv420p',
    colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
    missingFrames: 0,
    damagedFrames: [frameIndex(7), frameIndex(30)],
  },
  audio: [0, 1].map((track) => ({
    track,
    codec: 'aac',
    sampleRate: samples,
    channels: 1,
    firstSample: sampleIndex(0),
    samples,
  })),
}

const id = fc.integer({ min: 1, max: 6 }).map((number) => `t${number}`)
const frame = fc.integer({ min: 0, max: frames - 1 }).map(frameIndex)
// Quarters: what interpolation makes of them is exact enough to compare, and no minus zero, which JSON does not know.
const quarter = fc.integer({ min: -400, max: 3000 }).map((value) => value / 4 + 0)
const side = fc.integer({ min: 1, max: 800 }).map((value) => value / 4)
const box: fc.Arbitrary<Box> = fc.tuple(quarter, quarter, side, side)
const points: fc.Arbitrary<Point[]> = fc.array(fc.tuple(quarter, quarter), { minLength: 3, maxLength: 6 })
const angle = fc.integer({ min: -180, max: 180 }).map((value) => value + 0)
const shape = fc.constantFrom<Track['shape']>('rect', 'ellipse', 'polygon')

function keyOf(kind: Track['shape'], at: fc.Arbitrary<RegionKey['frame']>): fc.Arbitrary<RegionKey> {
  return kind === 'polygon'
    ? fc.record({ frame: at, points })
    : fc.record({ frame: at, box, angle }, { requiredKeys: ['frame', 'box'] })
}

function range(length: number): fc.Arbitrary<readonly [number, number]> {
  return fc
    .uniqueArray(fc.integer({ min: 0, max: length }), { minLength: 2, maxLength: 2 })
    .map(([a = 0, b = 1]) => [Math.min(a, b), Math.max(a, b)])
}

const decisions = {
  action: fc.constantFrom<Track['action']>('hide', 'keep', 'ignore', 'undecided'),
  person: fc.constantFrom('anna', 'ben'),
  reason: fc.constantFrom('third party', 'not needed'),
  style: fc.constantFrom<NonNullable<Track['style']>>('solid', 'pixelate', 'blur'),
  strength: fc.constantFrom(0.5, 1, 2),
  margin: fc.constantFrom(0, 0.25, 1),
  extent: fc.constantFrom<NonNullable<Track['extent']>>('face', 'head-and-hands', 'body'),
  personExtent: fc.constantFrom(...personExtents),
  angle,
}

function trackCalled(name: string): fc.Arbitrary<Track> {
  return shape.chain((kind) =>
    fc
      .record({
        keys: fc.uniqueArray(keyOf(kind, frame), { minLength: 1, maxLength: 4, selector: (key) => key.frame }),
        more: fc.integer({ min: 1, max: frames }),
        class: fc.constantFrom(...detectionClasses),
        decided: fc.record(decisions, { requiredKeys: ['action'] }),
      })
      .map(({ keys, more, class: of, decided }): Track => {
        const sorted = keys.toSorted((a, b) => a.frame - b.frame)
        const untilFrame = frameIndex(Math.min(frames, (sorted[0]?.frame ?? 0) + more))
        return { id: name, class: of, shape: kind, keys: sorted, untilFrame, ...decided }
      }),
  )
}

const blank: fc.Arbitrary<Blank> = range(frames).map(([from, until]) => ({
  from: frameIndex(from),
  until: frameIndex(until),
  reason: 'home',
}))

const spans: fc.Arbitrary<readonly Span[] | null> = fc.option(
  fc.array(
    range(frames).map(([from, until]): Span => [frameIndex(from), frameIndex(until)]),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
)

const audioDecision: fc.Arbitrary<AudioDecision> = fc
  .record({
    kind: fc.constantFrom<AudioDecision['kind']>('mute', 'bleep', 'keep'),
    asked: range(samples),
    audioTrack: fc.constantFrom(0, 1),
  })
  .map(({ kind, asked, audioTrack }) => ({
    kind,
    fromSample: sampleIndex(asked[0]),
    untilSample: sampleIndex(asked[1]),
    audioTrack,
  }))

/** fast-check's records have no prototype; what JSON gives has one. */
const plain = <T>(value: T): T => structuredClone(value)

const project: fc.Arbitrary<RedactionProject> = fc
  .record({
    tracks: fc.uniqueArray(id, { maxLength: 5 }).chain((names) => fc.tuple(...names.map((name) => trackCalled(name)))),
    blanks: fc.array(blank, { maxLength: 2 }),
    spans,
    inverse: fc.boolean(),
    audio: fc.array(audioDecision, { maxLength: 5 }),
  })
  .map(
    (some): RedactionProject => ({
      version: 1,
      clip: { sha256: hash, frames },
      purpose: 'SAR 12',
      defaultAction: 'hide',
      secret: '0'.repeat(64),
      ...some,
    }),
  )
  .map(plain)

const changes: fc.Arbitrary<TrackChanges> = fc
  .record({
    fields: fc.record({ ...decisions, untilFrame: frame }, { requiredKeys: [] }),
    cleared: fc.subarray(['reason', 'style', 'strength', 'margin', 'person', 'extent', 'personExtent', 'angle']),
  })
  .map(({ fields, cleared }) => ({ ...fields, ...Object.fromEntries(cleared.map((field) => [field, null])) }))

const labels: readonly (CopyLabel | null)[] = [
  null,
  { text: 'Redacted copy.', at: 'top-left' },
  { text: 'Redacted copy.', at: 'bottom-right' },
  // No label at all: changes nothing.
  { text: ' ', at: 'top-left' },
]

const requesterNote = fc.option(
  fc.record(
    { description: fc.constantFrom('a red coat', ''), picture: fc.record({ frame, box }) },
    { requiredKeys: [] },
  ),
)

const commands = fc.letrec<{ command: ProjectCommand; simple: ProjectCommand }>((tie) => ({
  simple: fc.oneof(
    fc.record({ kind: fc.constant('edit-track' as const), track: id, changes }),
    fc.record({
      kind: fc.constant('set-key' as const),
      track: id,
      key: shape.chain((kind) => keyOf(kind, fc.integer({ min: 0, max: frames + 2 }).map(frameIndex))),
    }),
    fc.record({ kind: fc.constant('remove-key' as const), track: id, frame }),
    fc.record(
      { kind: fc.constant('add-track' as const), track: id.chain(trackCalled), at: fc.integer({ min: 0, max: 7 }) },
      { requiredKeys: ['kind', 'track'] },
    ),
    fc.record({ kind: fc.constant('remove-track' as const), track: id }),
    fc.record({ kind: fc.constant('split-track' as const), track: id, frame, newTrack: id }),
    fc.record({ kind: fc.constant('merge-tracks' as const), into: id, from: id }),
    fc.record({
      kind: fc.constant('replace-tracks' as const),
      remove: fc.array(id, { maxLength: 2 }),
      put: fc.array(fc.record({ at: fc.integer({ min: 0, max: 7 }), track: id.chain(trackCalled) }), { maxLength: 2 }),
    }),
    fc.record(
      { kind: fc.constant('add-blank' as const), blank, at: fc.integer({ min: 0, max: 4 }) },
      { requiredKeys: ['kind', 'blank'] },
    ),
    fc.record({ kind: fc.constant('remove-blank' as const), at: fc.integer({ min: 0, max: 3 }), blank }),
    fc.record({ kind: fc.constant('set-audio' as const), audio: fc.array(audioDecision, { maxLength: 3 }) }),
    fc.record(
      { kind: fc.constant('set-spans' as const), spans, leftOutReason: fc.constant('out of scope') },
      { requiredKeys: ['kind', 'spans'] },
    ),
    fc.record({ kind: fc.constant('set-inverse' as const), inverse: fc.boolean() }),
    fc.record({ kind: fc.constant('set-requester' as const), requester: requesterNote }),
    fc.record({ kind: fc.constant('set-label' as const), label: fc.constantFrom(...labels) }),
  ),
  command: fc.oneof(
    { weight: 12, arbitrary: tie('simple') },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('batch' as const),
        commands: fc.array(tie('simple'), { maxLength: 4 }),
      }),
    },
  ),
}))

const command = commands.command.map(plain)

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}

/** A blank is taken away by whoever means that one; now and then by somebody who means another. */
function meant({ blanks }: RedactionProject, edit: ProjectCommand): ProjectCommand {
  const there = edit.kind === 'remove-blank' ? blanks[edit.at] : undefined
  return edit.kind === 'remove-blank' && there && edit.blank.from !== 0 ? { ...edit, blank: there } : edit
}

function planOf(of: RedactionProject): RedactionPlan {
  const plan = compilePlan(of, index)
  if (!plan.ok) throw new Error(`does not compile: ${JSON.stringify(plan.failure)}`)
  return plan.value
}

it('takes every command back to a deeply equal project, and changes nothing in place', () => {
  const changed = new Set<string>()
  fc.assert(
    fc.property(project, command, (before, edit) => {
      frozen(before)
      const applied = apply(before, frozen(meant(before, edit)))
      if (applied.project !== before) changed.add(edit.kind)
      const back = apply(applied.project, applied.inverse)
      expect(back.project).toStrictEqual(before)
      expect(apply(back.project, back.inverse).project).toStrictEqual(applied.project)
    }),
    { numRuns: 3000 },
  )
  // The property above did not hold by doing nothing (apply.test.ts has an example of every kind).
  expect(changed.size).toBeGreaterThan(9)
})

it('keeps projects, commands and history the same through JSON', () => {
  fc.assert(
    fc.property(project, fc.array(command, { maxLength: 6 }), (first, commands) => {
      const start: EditedProject = { project: first, history: emptyHistory }
      const edited = commands.reduce((before, each) => perform(before, each), start)
      expect(JSON.parse(JSON.stringify(edited))).toStrictEqual(edited)
    }),
    { numRuns: 200 },
  )
})

function stepped(edited: EditedProject, step: ProjectCommand | 'undo' | 'redo'): EditedProject {
  if (step === 'undo') return undo(edited)
  return step === 'redo' ? redo(edited) : perform(edited, meant(edited.project, step))
}

function times(count: number, edited: EditedProject, step: 'undo' | 'redo'): EditedProject {
  return Array.from({ length: count }).reduce<EditedProject>((now) => stepped(now, step), edited)
}

it('replays its log to the project that was saved, undoing and redoing included', () => {
  const step = fc.oneof({ weight: 3, arbitrary: command }, fc.constantFrom('undo' as const, 'redo' as const))
  fc.assert(
    fc.property(project, fc.array(step, { maxLength: 20 }), (first, steps) => {
      const edited = steps.reduce(stepped, { project: first, history: emptyHistory })
      const saved = JSON.parse(JSON.stringify(edited)) as EditedProject
      expect(replay(first, saved.history.log)).toStrictEqual(saved.project)
      const count = saved.history.done.length
      const undone = times(count, saved, 'undo')
      expect(undone.project).toStrictEqual(first)
      expect(undone.history.done).toStrictEqual([])
      expect(times(count, undone, 'redo').project).toStrictEqual(saved.project)
    }),
    { numRuns: 300 },
  )
})

it('never compiles a frame in which a hidden track lacks its region, unless the frame is covered or left out', () => {
  let regions = 0
  fc.assert(
    fc.property(project, (some) => {
      const plan = planOf(some)
      const persons = personDecisions(some.tracks)
      const hidden = some.tracks.map((track) => fated(track, persons)).filter(({ fate }) => fate === 'hidden')
      for (const { frame: at, mode, regions: covered } of plan.frames) {
        if (mode === 'blank' || mode === 'omit' || mode === 'inverse') continue
        const there = hidden
          .filter((one) => coversFrame(one.track, at) && hasFateAt(one, at))
          .map(({ track }) => track.id)
        expect(covered.map(({ track }) => track)).toStrictEqual(there)
        regions += there.length
      }
    }),
    { numRuns: 300 },
  )
  expect(regions).toBeGreaterThan(300)
})

it('compiles one entry per frame, each as the preview draws it', () => {
  const damaged = new Set<number>(index.video?.damagedFrames)
  fc.assert(
    fc.property(project, (some) => {
      const drawn = Array.from({ length: frames }, (_, at) => regionsAt(some, frameIndex(at), damaged))
      expect(planOf(some).frames).toStrictEqual(drawn)
    }),
    { numRuns: 200 },
  )
})

it('blanks damaged frames and leaves out what the spans leave out, whatever else is decided', () => {
  fc.assert(
    fc.property(project, (some) => {
      for (const { frame: at, mode } of planOf(some).frames) {
        const disclosed = some.spans?.some(([from, until]) => from <= at && at < until) ?? true
        expect(mode === 'omit').toBe(!disclosed)
        const blanked = at === 7 || at === 30 || some.blanks.some(({ from, until }) => from <= at && at < until)
        if (disclosed) expect(mode === 'blank').toBe(blanked)
      }
    }),
    { numRuns: 200 },
  )
})

function outlinesOf(tracks: readonly Track[], at: number): readonly Shape[] {
  return tracks.map((track) => outlineAt(track, frameIndex(at))).filter((outline) => outline !== null)
}

/** Whether two outlines cover the same, but for rounding (which may make a hull of its own points lose one). */
function expectSame(shown: Shape | undefined, wanted: Shape): void {
  expect(shown?.shape).toBe(wanted.shape)
  const [a, b] = [boundsOf(shown ?? wanted), boundsOf(wanted)]
  for (const part of [0, 1, 2, 3] as const) expect(a[part]).toBeCloseTo(b[part], 6)
  if (shown && 'box' in shown && 'box' in wanted) expect(shown.angle ?? 0).toBeCloseTo(wanted.angle ?? 0, 6)
}

it('splits a track without moving what it shows', () => {
  let splits = 0
  fc.assert(
    fc.property(trackCalled('t1'), frame, project, (track, at, some) => {
      const whole: RedactionProject = { ...some, tracks: [track] }
      const { tracks } = apply(whole, { kind: 'split-track', track: 't1', frame: at, newTrack: 't9' }).project
      if (tracks.length === 2) splits++
      for (let each = 0; each < frames; each++) {
        const [before, shown] = [outlinesOf([track], each), outlinesOf(tracks, each)]
        expect(shown.length).toBe(before.length)
        if (before[0]) expectSame(shown[0], before[0])
      }
    }),
    { numRuns: 500 },
  )
  expect(splits).toBeGreaterThan(100)
})

it('merges two tracks without moving what either showed, and covers what lies between', () => {
  let merges = 0
  fc.assert(
    fc.property(trackCalled('t1'), trackCalled('t2'), project, (one, two, some) => {
      const both: RedactionProject = { ...some, tracks: [one, two] }
      const { tracks } = apply(both, { kind: 'merge-tracks', into: 't1', from: 't2' }).project
      if (tracks.length === 2) return
      merges++
      const there = Array.from({ length: frames }, (_, each) => each).filter((each) => outlinesOf(tracks, each)[0])
      expect(there.length).toBe((there.at(-1) ?? -1) - (there[0] ?? 0) + 1)
      for (let each = 0; each < frames; each++)
        for (const before of outlinesOf([one, two], each)) expectSame(outlinesOf(tracks, each)[0], before)
    }),
    { numRuns: 1500 },
  )
  expect(merges).toBeGreaterThan(20)
})
