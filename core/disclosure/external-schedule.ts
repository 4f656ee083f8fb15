import { secondsOfTicks } from '../clips/clock.ts'
import type { DetectionClass } from '../detection/detection.ts'
import { type CopyTiming, copyTiming } from '../redaction/copy-timing.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import { failed, ok, type Result } from '../result.ts'
import {
  type DisclosedObject,
  type ExternalRow,
  type ExternalSchedule,
  groundOf,
  type HeldBack,
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
  readonly #groups = new Map<string, { readonly kind: Kind; readonly seconds: Set<number> }>()

  add(kind: Kind, stretch: Stretch | null): void {
    const key = JSON.stringify([kind.deed, kind.object, kind.ground])
    const group = this.#groups.get(key) ?? { kind, seconds: new Set<number>() }
    this.#groups.set(key, group)
    if (!stretch) return
    for (let second = Math.floor(stretch[0]); second < stretch[1]; second++) group.seconds.add(second)
  }

  rows(): readonly Omit<ExternalRow, 'row'>[] {
    return [...this.#groups.values()].map(({ kind, seconds }) => ({ ...kind, stretches: stretchesOf(seconds) }))
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

function kindsOfFrame(facts: ScheduleFacts, byTrack: ReadonlyMap<string, Kind>, each: PlanFrame): readonly Kind[] {
  if (each.mode === 'omit') return []
  if (each.mode === 'blank') return [{ deed: 'blanked', object: 'picture', ground: blankGround(facts, each.frame) }]
  const regions = each.mode === 'inverse' ? (each.hidden ?? []) : each.regions
  const rest: Kind = {
    deed: 'hidden',
    object: 'rest-of-picture',
    ground: groundOf(facts.grounds, 'rest-of-picture', undefined),
  }
  const kinds = regions.flatMap(({ track }) => byTrack.get(track) ?? [])
  return each.mode === 'inverse' ? [rest, ...kinds] : kinds
}

function addPicture(facts: ScheduleFacts, timing: CopyTiming, groups: Groups): void {
  const { project, plan, grounds } = facts
  const byTrack = new Map(
    project.tracks.map((track): [string, Kind] => [
      track.id,
      {
        deed: 'hidden',
        object: disclosedObjects[track.class],
        ground: groundOf(grounds, track.class, track.reason),
      },
    ]),
  )
  for (const each of plan.frames) {
    const stretch = stretchOfFrame(facts, timing, each.frame)
    for (const kind of kindsOfFrame(facts, byTrack, each)) groups.add(kind, stretch)
  }
}

function addSound(facts: ScheduleFacts, timing: CopyTiming, groups: Groups): void {
  for (const { audio, deed, samples, ground } of changedSound(facts)) {
    for (const { fromSample, untilSample, outputSample } of timing.soundOf(audio)) {
      const from = Math.max(fromSample, samples[0])
      const until = Math.min(untilSample, samples[1])
      if (from >= until) continue
      const shift = outputSample - fromSample
      groups.add({ deed, object: 'sound', ground }, [
        (from + shift) / audio.sampleRate,
        (until + shift) / audio.sampleRate,
      ])
    }
  }
}

/** Where the parts lie that are left out is not told: how long they are would be. */
function addLeftOut({ project, plan, grounds }: ScheduleFacts, groups: Groups): void {
  const leftOut = plan.frames.some(({ mode }) => mode === 'omit') || project.spanSamples !== undefined
  if (!leftOut) return
  groups.add(
    { deed: 'left-out', object: 'recording', ground: groundOf(grounds, 'recording', project.leftOutReason) },
    null,
  )
}

const order: readonly ScheduleDeed[] = ['hidden', 'blanked', 'muted', 'bleeped', 'left-out']

function inOrder(a: Kind, b: Kind): number {
  if (a.deed !== b.deed) return order.indexOf(a.deed) - order.indexOf(b.deed)
  const [left, right] = [`${a.object} ${a.ground ?? ''}`, `${b.object} ${b.ground ?? ''}`]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Everything that could be told: what `HeldBack` counts its rows by. */
export function fullExternalSchedule(facts: ScheduleFacts): ExternalSchedule {
  const groups = new Groups()
  const timing = copyTiming(facts.plan, facts.index)
  addPicture(facts, timing, groups)
  addSound(facts, timing, groups)
  addLeftOut(facts, groups)
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
