import type { Failure } from '../core/failure.ts'

/** What a command answers its caller (FORMATS.md, Results). */
export const exitCodes = {
  done: 0,
  internal: 1,
  usage: 2,
  badInput: 3,
  partial: 4,
  notVerified: 5,
  refused: 6,
  cancelled: 130,
} as const

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const byKind: Readonly<Record<Failure['kind'], ExitCode>> = {
  usage: exitCodes.usage,
  'wrong-suffix': exitCodes.usage,
  cancelled: exitCodes.cancelled,
  'file-missing': exitCodes.badInput,
  'file-unreadable': exitCodes.badInput,
  'not-a-file': exitCodes.badInput,
  'file-empty': exitCodes.badInput,
  'folder-missing': exitCodes.badInput,
  'not-writable': exitCodes.badInput,
  'disk-full': exitCodes.badInput,
  'not-media': exitCodes.badInput,
  'nothing-to-redact': exitCodes.badInput,
  'unsupported-media': exitCodes.badInput,
  undecodable: exitCodes.badInput,
  'bad-json': exitCodes.badInput,
  'other-clip': exitCodes.badInput,
  'other-journal': exitCodes.badInput,
  'clip-changed': exitCodes.badInput,
  'not-stable': exitCodes.badInput,
  'hostile-entry': exitCodes.refused,
  'bad-sidecar': exitCodes.badInput,
  'out-of-range': exitCodes.badInput,
  'unknown-track': exitCodes.badInput,
  'no-picture': exitCodes.badInput,
  'cannot-follow': exitCodes.badInput,
  'class-unavailable': exitCodes.badInput,
  'file-exists': exitCodes.refused,
  'file-is-input': exitCodes.refused,
  'output-taken': exitCodes.refused,
  'model-missing': exitCodes.refused,
  'model-changed': exitCodes.refused,
  'model-unusable': exitCodes.refused,
  'engine-died': exitCodes.internal,
  'certificate-mismatch': exitCodes.notVerified,
  'certificate-unsigned': exitCodes.notVerified,
  'verification-failed': exitCodes.notVerified,
  'verification-incomplete': exitCodes.notVerified,
  'no-such-user': exitCodes.refused,
  'user-exists': exitCodes.refused,
  'wrong-passphrase': exitCodes.refused,
  'other-machine': exitCodes.refused,
  'slots-damaged': exitCodes.refused,
  'slots-swapped': exitCodes.refused,
  'slots-rolled-back': exitCodes.refused,
  'database-rolled-back': exitCodes.refused,
  'bad-shares': exitCodes.badInput,
  'weak-passphrase': exitCodes.badInput,
  'bad-user-name': exitCodes.badInput,
}

/** The exit code of a failure. */
export function exitCodeOf(failure: Failure): ExitCode {
  return byKind[failure.kind]
}
