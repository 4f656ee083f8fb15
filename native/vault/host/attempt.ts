import type { Failure } from '../../../core/failure.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import { failed, type Result } from '../../../core/result.ts'
import { secondsToWait } from '../../../core/vault/back-off.ts'
import { recordRefusal, settleRefusals } from '../keys/refusals.ts'

/** Failures that say something about who tries, and are noted. */
const noted: ReadonlySet<Failure['kind']> = new Set([
  'no-such-user',
  'wrong-passphrase',
  'other-machine',
  'bad-shares',
  'user-disabled',
])

/** Whose attempt it is, when, and in which vault's folder. */
export type Attempt = { readonly folder: string; readonly name: string; readonly now: Instant }

/** Fails with `too-many-attempts` while the back-off of the name, or of everybody, lasts. */
export async function waitingOver({ folder, name, now }: Attempt): Promise<Result<void>> {
  const log = await settleRefusals(folder, now)
  if (!log.ok) return log
  const waitSeconds = secondsToWait(log.value.refusals, name, now)
  return waitSeconds > 0 ? failed({ kind: 'too-many-attempts', waitSeconds }) : { ok: true, value: undefined }
}

/** Notes a failed attempt, durably, before anybody hears of it. When it cannot be noted, that is all anybody hears. */
export async function refused(attempt: Attempt, failure: Failure): Promise<Result<never>> {
  if (!noted.has(failure.kind)) return failed(failure)
  const { folder, name, now } = attempt
  const recorded = await recordRefusal(folder, { at: now, name, why: failure.kind })
  return recorded.ok ? failed(failure) : recorded
}

/** Tries a passphrase or shares unless there were too many wrong ones; notes a failure. */
export async function attempted<T>(attempt: Attempt, run: () => Promise<Result<T>>): Promise<Result<T>> {
  const over = await waitingOver(attempt)
  if (!over.ok) return over
  const result = await run()
  return result.ok ? result : refused(attempt, result.failure)
}
