import type { BodyPart } from '../detection/detection.ts'
import type { Box } from '../geometry/shape.ts'
import type { FrameIndex } from '../time.ts'
import type { LookHere } from '../tracking/evidence.ts'

/** The checks of a written copy, by name. */
export const checkNames = [
  'frames',
  'timing',
  'solid',
  'pixelate',
  'blur',
  'blank',
  'outside',
  'label',
  'silence',
  'bleep',
  'sound-sync',
  'streams',
  'metadata',
  'leaks',
] as const

/** One of the checks. */
export type CheckName = (typeof checkNames)[number]

/** What a check found wrong, at which frame of the *source* where there is one. */
export type CheckFailure = {
  readonly kind: CheckName
  readonly frame?: FrameIndex
  readonly detail: string
}

/**
 * One check's outcome. `not-applicable`: the plan asks for nothing of the kind. `could-not-run`: something needed was
 * not given (project, original, detectors); the report is then incomplete.
 */
export type CheckResult = {
  readonly check: CheckName
  readonly outcome: 'passed' | 'failed' | 'not-applicable' | 'could-not-run'
  /** Figures by name, for example `worstDifference`, `framesChecked`; units stand in the name. */
  readonly figures: Readonly<Record<string, number>>
  /** At most 20; `failures` in figures counts all. */
  readonly failures: readonly CheckFailure[]
}

/** A box in the copy that shows what should be hidden (FORMATS.md, Leak in a copy). */
export type Leak = {
  readonly frame: FrameIndex
  readonly class: string
  /** A hand of somebody, with class `person`. */
  readonly part?: BodyPart
  readonly box: Box
  readonly score: number
}

/** What checking the written file found. */
export type VerificationReport = {
  readonly outcome: 'passed' | 'failed' | 'incomplete'
  readonly checks: readonly CheckResult[]
  readonly leaks: readonly Leak[]
  /** Source frames that a person should see: weak boxes that do not fail the copy. */
  readonly lookHere: readonly LookHere[]
}

/** The frames of the original at which the check failed, each once, in order. */
export function failedFrames({ checks, leaks }: Pick<VerificationReport, 'checks' | 'leaks'>): readonly FrameIndex[] {
  const frames = [...checks.flatMap(({ failures }) => failures), ...leaks].flatMap(({ frame }) =>
    frame === undefined ? [] : [frame],
  )
  return [...new Set(frames)].toSorted((a, b) => a - b)
}

/** The report's outcome, from its checks. One failure fails it; one check that could not run makes it incomplete. */
export function outcomeOf(checks: readonly CheckResult[]): VerificationReport['outcome'] {
  if (checks.length === 0) return 'incomplete'
  if (checks.some((check) => check.outcome === 'failed')) return 'failed'
  return checks.some((check) => check.outcome === 'could-not-run') ? 'incomplete' : 'passed'
}
