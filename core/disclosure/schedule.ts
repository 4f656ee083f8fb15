import type { ClipIndex } from '../clips/clip-index.ts'
import type { DetectionClass } from '../detection/detection.ts'
import type { RedactionPlan } from '../redaction/plan.ts'
import type { RedactionProject } from '../redaction/project.ts'

/** What was done with something, as schedules say it. */
export type ScheduleDeed =
  | 'hidden'
  | 'blanked'
  | 'muted'
  | 'bleeped'
  | 'left-out'
  /** Written into the picture: the label, which says what the copy is. */
  | 'labelled'
  /** Shown, heard, or judged to be nothing, by a decision. */
  | 'shown'
  | 'heard'
  | 'no-subject'

/** A stretch of time in seconds, half-open. */
export type Stretch = readonly [from: number, until: number]

/** What a row can be about beside things that are seen: the label, all of the picture, all of it but what is kept, the sound, a part of the recording. */
export type ScheduleWhole = 'label' | 'picture' | 'rest-of-picture' | 'sound' | 'recording'

/**
 * What stands behind decisions: the words for a ground's id, and the id that holds for a class (or a whole) where a decision names
 * none. Both are a policy's data.
 */
export type Grounds = {
  readonly titles: Readonly<Record<string, string>>
  readonly defaults: Readonly<Partial<Record<DetectionClass | ScheduleWhole, string>>>
}

/** What schedules are made from; the plan is compiled from the project and the index. */
export type ScheduleFacts = {
  readonly project: RedactionProject
  readonly plan: RedactionPlan
  readonly index: ClipIndex
  readonly grounds: Grounds
}

/** A decision about one thing, over all of its time. */
export type InternalRow = {
  readonly deed: ScheduleDeed
  readonly object: DetectionClass | ScheduleWhole
  /** Id of the track; number of the track of sound. */
  readonly track: string | null
  readonly person: string | null
  /** Of the original, from the first to the last time that it applies. */
  readonly stretch: Stretch
  /** Frames (or samples, of sound) of the original that it applies to. */
  readonly count: number
  readonly unit: 'frames' | 'samples'
  readonly ground: string | null
}

/** Everything that was decided about a copy, for those who keep it; never disclosed. */
export type InternalSchedule = { readonly version: 1; readonly kind: 'internal'; readonly rows: readonly InternalRow[] }

/** What a recipient is told that something is. Parts of people are told as people. */
export type DisclosedObject =
  | 'person'
  | 'screen'
  | 'document'
  | 'text'
  | 'plate'
  | 'vehicle'
  | 'overlay'
  | ScheduleWhole

/** What was done with everything of a kind on one ground; how many there are is not told. */
export type ExternalRow = {
  /** From 1, without gaps. */
  readonly row: number
  readonly deed: ScheduleDeed
  readonly object: DisclosedObject
  /** Of the copy, in whole seconds, widened outwards, sorted and disjoint; none for what is not in it. */
  readonly stretches: readonly Stretch[]
  /** Null: none is told. */
  readonly ground: string | null
}

/** What a recipient is told of a copy. */
export type ExternalSchedule = { readonly version: 1; readonly kind: 'external'; readonly rows: readonly ExternalRow[] }

/** A row of the full external schedule that is not told, or its ground, and why: a row may disclose what was withheld. */
export type HeldBack = { readonly row: number; readonly what: 'row' | 'ground'; readonly reason: string }

/** Why a label is written into a copy: no policy's ground, since it hides nothing. */
export const labelGround = 'says what this copy is'

/** The words for a ground. */
export function groundTitle({ titles }: Pick<Grounds, 'titles'>, id: string): string {
  return Object.hasOwn(titles, id) ? (titles[id] ?? id) : id
}

/** The words for the ground of a decision, or of its class where it names none; null where nothing is known of one. */
export function groundOf(
  grounds: Grounds,
  about: DetectionClass | ScheduleWhole,
  given: string | undefined,
): string | null {
  const id = given ?? grounds.defaults[about]
  return id === undefined ? null : groundTitle(grounds, id)
}
