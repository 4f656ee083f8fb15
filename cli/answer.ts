import type { Failure } from '../core/failure.ts'
import type { VerificationReport } from '../core/verification/report.ts'
import type { AnswerFailure, MadeFiles, Outcome } from './command.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import { sentenceFor } from './wording.ts'

/** The last line of `--json`. */
export type Answer = MadeFiles & {
  readonly type: 'result'
  readonly ok: boolean
  readonly exit: ExitCode
  readonly failures: readonly AnswerFailure[]
}

function checkFailures(report: VerificationReport, sentence: string): readonly AnswerFailure[] {
  const open = report.checks
    .filter(({ outcome }) => outcome === 'could-not-run')
    .map(({ check, failures }) => ({ kind: check, detail: failures[0]?.detail ?? 'could not run' }))
  const wrong = report.checks
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ check, failures }) => (failures.length > 0 ? failures : [{ kind: check, detail: sentence }]))
  const all = [...wrong, ...open]
  return all.length > 0 ? all : [{ kind: 'leaks', detail: sentence }]
}

/** A failure as the entries of an answer: each failed check on its own, everything else as one. */
export function failuresOf(failure: Failure): readonly AnswerFailure[] {
  const sentence = sentenceFor(failure)
  return 'report' in failure ? checkFailures(failure.report, sentence) : [{ kind: failure.kind, detail: sentence }]
}

/** What a program is told of an outcome. */
export function answerOf(outcome: Outcome): Answer {
  if (outcome.ok)
    return { type: 'result', ok: true, exit: outcome.exit, ...outcome.made, ...outcome.facts, failures: [] }
  if ('failures' in outcome) {
    const { exit, facts, failures } = outcome
    return { type: 'result', ok: false, exit, ...facts, failures }
  }
  const { failure } = outcome
  return { type: 'result', ok: false, exit: exitCodeOf(failure), failures: failuresOf(failure) }
}
