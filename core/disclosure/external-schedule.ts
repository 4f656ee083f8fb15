import { secondsOfTicks } from '../clips/clock.ts'
import type { DetectionClass } from '../detection/detection.ts'
import { type CopyTiming, copyTiming } from '../redaction/copy-timing.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import type { Track } from '../redaction/project.ts'
import { failed, ok, type Result } from '../result.ts'
import {
  type DisclosedObject,
  type ExternalRow,
  type ExternalSchedule,
  groundOf,
  type HeldBack,
  labelGround,
  type ScheduleDeed,
  type ScheduleFacts,
  type Stretch,
} from './schedule.ts'
import { changedSound } from './scheduled-sound.ts'

const disclosedObjects: { readonly [Class in DetectionClass]: DisclosedObject } = {
  face: 'person',
  head: 'person',
  person: 'person',
  screen: 'screen',
  document: 'document',
  card: 'document',
  text: 'text',
  plate: 'plate',
  vehicle: 'vehicle',
  overlay: 'overlay',
}

type Kind = Pick<ExternalRow, 'deed' | 'object' | 'ground'>

/** What was done, by kind: the whole seconds of the copy in which it was. */
class Groups {
  readonly #kinds = new Map<string, Kind>()
  readonly #seconds = new Map<Kind, Set<number>>()

  /** One and the same value for equal kinds: frames hold thousands of them. */
  kind(deed: ScheduleDeed, object: DisclosedObject, ground: string | null): Kind {
    const key = JSON.stringify([deed, object, ground])
    const known = this.#kinds.get(key) ?? { deed, object, ground }
    this.#kinds.set(key, known)
    return known
  }

  add(kind: Kind, stretch: Stretch | null): void {
    const seconds = this.#seconds.get(kind) ?? new Set<number>()
    this.#seconds.set(kind, seconds)
    if (!stretch) return
    for (let second = Math.floor(stretch[0]); second < stretch[1]; second++) seconds.add(second)
  }

  rows(): readonly Omit<ExternalRow, 'row'>[] {
    return [...this.#seconds].map(([kind, seconds]) => ({ ...kind, stretches: stretchesOf(seconds) }))
  }
}

function stretchesOf(seconds: ReadonlySet<number>): readonly Stretch[] {
  const stretches: [number, number][] = []
  for (const second of [...seconds].toSorted((a, b) => a - b)) {
    const last = stretches.at(-1)
    if (last?.[1] === second) last[1] = second + 1
    else stretches.push([second, second + 1])
  }
  return stretches
}

/** When the copy shows a frame of the original; null where it leaves it out. */
function stretchOfFrame({ index }: ScheduleFacts, { pts }: CopyTiming, frame: number): Stretch | null {
  const { video } = index
  const from = pts[frame]
  if (!video || from === undefined || from === null) return null
  const until = pts[frame + 1] ?? from + video.lastDuration
  return [secondsOfTicks(from, video.timeBase), secondsOfTicks(until, video.timeBase)]
}

function blankGround(facts: ScheduleFacts, frame: number): string | null {
  const blank = facts.project.blanks.find(({ from, until }) => from <= frame && frame < until)
  return blank ? groundOf(facts.grounds, 'picture', blank.reason) : 'damaged'
}

type PictureKinds = { readonly byTrack: ReadonlyMap<string, Kind>; readonly rest: Kind }

function pictureKinds({ project, grounds }: ScheduleFacts, groups: Groups): PictureKinds {
  const kindOf = (track: Track): Kind =>
    groups.kind('hidden', disclosedObjects[track.class], groundOf(grounds, track.class, track.reason))
  return {
    byTrack: new Map(project.tracks.map((track) => [track.id, kindOf(track)])),
    rest: groups.kind('hidden', 'rest-of-picture', groundOf(grounds, 'rest-of-picture', undefined)),
  }
}

function kindsOfFrame({ mode, regions, hidden }: PlanFrame, { byTrack, rest }: PictureKinds): ReadonlySet<Kind> {
  const kinds = new Set<Kind>(mode === 'inverse' ? [rest] : [])
  for (const { track } of mode === 'inverse' ? (hidden ?? []) : regions) {
    const kind = byTrack.get(track)
    if (kind) kinds.add(kind)
  }
  return kinds
}

function addPicture(facts: ScheduleFacts, timing: CopyTiming, groups: Groups): void {
  const known = pictureKinds(facts, groups)
  for (const each of facts.plan.frames) {
    if (each.mode === 'omit') continue
    const stretch = stretchOfFrame(facts, timing, each.frame)
    if (each.mode === 'blank') groups.add(groups.kind('blanked', 'picture', blankGround(facts, each.frame)), stretch)
    else for (const kind of kindsOfFrame(each, known)) groups.add(kind, stretch)
  }
}

function addSound(facts: ScheduleFacts, timing: CopyTiming, groups: Groups): void {
  for (const { audio, deed, samples, ground } of changedSound(facts)) {
    for (const { fromSample, untilSample, outputSample } of timing.soundOf(audio)) {
      const from = Math.max(fromSample, samples[0])
      const until = Math.min(untilSample, samples[1])
      if (from >= until) continue
      const shift = outputSample - fromSample
      const stretch: Stretch = [(from + shift) / audio.sampleRate, (until + shift) / audio.sampleRate]
      groups.add(groups.kind(deed, 'sound', ground), stretch)
    }
  }
}

/** Where the parts lie that are left out is not told: how long they are would be. */
function addLeftOut({ project, plan, grounds }: ScheduleFacts, groups: Groups): void {
  const leftOut = plan.frames.some(({ mode }) => mode === 'omit') || project.spanSamples !== undefined
  if (!leftOut) return
  groups.add(groups.kind('left-out', 'recording', groundOf(grounds, 'recording', project.leftOutReason)), null)
}

const order: readonly ScheduleDeed[] = ['hidden', 'blanked', 'muted', 'bleeped', 'left-out', 'labelled']

function inOrder(a: Kind, b: Kind): number {
  if (a.deed !== b.deed) return order.indexOf(a.deed) - order.indexOf(b.deed)
  const [left, right] = [`${a.object} ${a.ground ?? ''}`, `${b.object} ${b.ground ?? ''}`]
  return left < right ? -1 : left > right ? 1 : 0
}

function addLabel(facts: ScheduleFacts, timing: CopyTiming, groups: Groups): void {
  if (!facts.plan.label) return
  const kind = groups.kind('labelled', 'label', labelGround)
  for (const { frame, mode } of facts.plan.frames) {
    if (mode !== 'omit') groups.add(kind, stretchOfFrame(facts, timing, frame))
  }
}

/** Everything that could be told: what `HeldBack` counts its rows by. */
export function fullExternalSchedule(facts: ScheduleFacts): ExternalSchedule {
  const groups = new Groups()
  const timing = copyTiming(facts.plan, facts.index)
  addPicture(facts, timing, groups)
  addSound(facts, timing, groups)
  addLeftOut(facts, groups)
  addLabel(facts, timing, groups)
  const rows = groups.rows().toSorted(inOrder)
  return { version: 1, kind: 'external', rows: rows.map((row, at) => ({ row: at + 1, ...row })) }
}

/**
 * What a recipient is told: the full schedule without what is held back, numbered anew, so that no gap tells of a row. Fails with
 * `usage` where there is no such row.
 */
export function withheld(full: ExternalSchedule, heldBack: readonly HeldBack[]): Result<ExternalSchedule> {
  const unknown = heldBack.find(({ row }) => !full.rows.some((each) => each.row === row))
  if (unknown) return failed({ kind: 'usage', detail: `the schedule has no row ${unknown.row}` })
  const holds = (row: number, what: HeldBack['what']): boolean =>
    heldBack.some((each) => each.row === row && each.what === what)
  const rows = full.rows
    .filter(({ row }) => !holds(row, 'row'))
    .map((each, at) => ({ ...each, row: at + 1, ground: holds(each.row, 'ground') ? null : each.ground }))
  return ok({ ...full, rows })
}
