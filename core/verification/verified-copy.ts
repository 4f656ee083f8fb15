import type { Sha256 } from '../clips/clip-index.ts'
import type { Failure } from '../failure.ts'
import { failed, ok, type Result } from '../result.ts'
import { type CheckName, checkNames, outcomeOf, type VerificationReport } from './report.ts'

const passed: unique symbol = Symbol('passed')

/**
 * Proof that a written file passed all of its checks. Only `verifiedCopy` makes one, and only from a passing report;
 * publishing and releasing ask for it, so that an unchecked copy cannot leave by type.
 */
export type VerifiedCopy = {
  readonly [passed]: true
  /** Hash of the bytes that were checked. */
  readonly sha256: Sha256
  readonly report: VerificationReport
}

/** Checks that apply to every copy, so `not-applicable` is no answer for them. */
const alwaysApplicable: readonly CheckName[] = ['streams', 'metadata']

/**
 * Makes the proof. Fails with the report unless every check of `checkNames` is in it, none failed or could not run,
 * the ones that apply to every copy passed, and there is no leak: a report that merely says `passed` is no proof.
 */
export function verifiedCopy(
  report: VerificationReport,
  sha256: Sha256,
): Result<VerifiedCopy, Extract<Failure, { report: VerificationReport }>> {
  const outcome = outcomeOf(report.checks)
  if (report.outcome === 'failed' || outcome === 'failed' || report.leaks.length > 0)
    return failed({ kind: 'verification-failed', report })
  const outcomes = new Map(report.checks.map((check) => [check.check, check.outcome]))
  const complete =
    checkNames.every((name) => outcomes.has(name)) && alwaysApplicable.every((name) => outcomes.get(name) === 'passed')
  if (!complete || report.outcome !== 'passed' || outcome !== 'passed')
    return failed({ kind: 'verification-incomplete', report })
  return ok({ [passed]: true, sha256, report })
}
