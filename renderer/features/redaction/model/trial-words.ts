import type { VerificationReport } from '../../../../core/verification/report.ts'

/** What a trial copy has come to: whether it passed, and whether it is of the redaction as it is now. */
export type TrialOutcome = { readonly passed: boolean; readonly current: boolean }

/** What was tried, and what is in the window now; `projectSha256` null: not known yet. */
type Tried = {
  readonly tried: { readonly revision: number; readonly projectSha256: string; readonly report: VerificationReport }
  readonly now: { readonly revision: number; readonly unsaved: number; readonly projectSha256: string | null }
}

/** Steps that were taken and taken back leave the redaction as it was: what it comes to counts, and only where nobody knows that its revision. */
export function trialOutcome({ tried, now }: Tried): TrialOutcome {
  const same = now.projectSha256 === null ? tried.revision === now.revision : tried.projectSha256 === now.projectSha256
  return {
    passed: tried.report.outcome === 'passed' && tried.report.leaks.length === 0,
    current: same && now.unsaved === 0,
  }
}

/** What a trial copy without a fault says. */
export function cleanWords(current: boolean): string {
  return current
    ? 'Nothing that should be hidden was found in a copy of the redaction as it is now.'
    : 'Nothing that should be hidden was found, but the redaction has changed since: try a copy again.'
}

/** That what was found was found in an earlier state. */
export const staleWords = 'The redaction has changed since: try a copy again to see what is left.'

/** The line of the checklist about trial copies: advice, which is in the way of nothing. */
export function adviceWords(outcome: TrialOutcome | null): { readonly done: boolean; readonly words: string } {
  if (outcome === null) return { done: false, words: 'Advice: try a copy before anybody watches it whole' }
  if (!outcome.current) return { done: false, words: 'Advice: the redaction has changed since a copy was tried' }
  return outcome.passed
    ? { done: true, words: 'A trial copy showed nothing that should be hidden' }
    : { done: false, words: 'Advice: a trial copy did not pass its check' }
}
