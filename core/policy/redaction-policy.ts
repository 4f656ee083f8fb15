import type { DetectionClass } from '../detection/detection.ts'
import type { RedactionStyle } from '../redaction/project.ts'

/** What a ground can be given for: to hide, to leave somebody or something visible or audible, to call a proposal no thing, to hide less well than the class asks. */
export const groundUses = ['hide', 'keep', 'ignore', 'weaker'] as const

/** One of the four uses. */
export type GroundUse = (typeof groundUses)[number]

/** Why something may be hidden, kept, ignored or hidden less well: an entry of a force's list (DOMAIN.md R4, R5, R13). */
export type Ground = {
  /** What decisions say as their reason. */
  readonly id: string
  readonly title: string
  readonly uses: readonly GroundUse[]
  readonly source: string
}

/**
 * The ground of a profile's list for radio traffic, which is a reason of its own (W7000 3.6, 3.12: radio messages are recorded and said
 * aloud). Profiles need not have it: then sound that a radio made is muted by the reason for all sound.
 */
export const radioGround = 'radio'

/**
 * How a second person checks before a copy is made, the strictest first: all of it; the frames to look at first with a share drawn at random, and all
 * sound; or nobody, which the certificate then says (DOMAIN.md, profiles).
 */
export const secondChecks = ['full', 'look-here', 'single'] as const

/** One of the three second checks. */
export type SecondCheck = (typeof secondChecks)[number]

/** Whether a second check asks for less than another does. */
export function isWeakerCheck(check: SecondCheck, than: SecondCheck): boolean {
  return secondChecks.indexOf(check) > secondChecks.indexOf(than)
}

/** What a profile says of redactions. */
export type RedactionPolicy = {
  readonly grounds: readonly Ground[]
  /** Ground by which what shows a class is hidden where nobody gives another. */
  readonly classReasons: Readonly<Partial<Record<DetectionClass, string>>>
  /** Ground by which sound is muted where nobody gives another; null: each mute needs its own. */
  readonly soundReason: string | null
  /** The weakest style that needs no ground, by class; solid where a class is not named. */
  readonly classStyles: Readonly<Partial<Record<DetectionClass, RedactionStyle>>>
  readonly secondCheck: SecondCheck
  /** Fastest playback, as a multiple of recorded time, at which frames count as seen, and at which sound counts as heard. */
  readonly reviewSpeed: number
  readonly soundSpeed: number
}

/** What holds under profiles that are older than these fields: no list of grounds, and so nothing kept; a full second check. */
export const strictRedactionPolicy: RedactionPolicy = {
  grounds: [],
  classReasons: {},
  soundReason: null,
  classStyles: {},
  secondCheck: 'full',
  reviewSpeed: 2,
  soundSpeed: 1.5,
}

/** Whether a reason names a ground of the profile that can be given for this. */
export function isGroundFor(
  policy: Pick<RedactionPolicy, 'grounds'>,
  reason: string | undefined,
  use: GroundUse,
): boolean {
  return policy.grounds.some(({ id, uses }) => id === reason && uses.includes(use))
}
