import { failed, ok, type Result } from '../../../../core/result.ts'
import type { AskVault } from '../../../client/window-client.ts'

/** Purposes by redaction, as the vault has told them here. A purpose never changes. */
const known = new WeakMap<AskVault, Map<string, string>>()

/** The redactions of a clip, as the vault lists them; their purposes are known from then on. */
export async function listRedactions(ask: AskVault, clip: string, signal: AbortSignal) {
  const listed = await ask('redaction.list', { clip }, { signal })
  if (!listed.ok) return listed
  const purposes = known.get(ask) ?? new Map<string, string>()
  for (const { redaction, purpose } of listed.value.redactions) purposes.set(redaction, purpose)
  known.set(ask, purposes)
  return listed
}

/** What a redaction is for. It is asked for only where no list has told it: whoever opens what they have just seen listed waits for less. */
export async function purposeOf(
  ask: AskVault,
  { clip, redaction }: { readonly clip: string; readonly redaction: string },
  signal: AbortSignal,
): Promise<Result<string>> {
  const told = known.get(ask)?.get(redaction)
  if (told !== undefined) return ok(told)
  const listed = await listRedactions(ask, clip, signal)
  if (!listed.ok) return listed
  const row = listed.value.redactions.find((one) => one.redaction === redaction)
  return row ? ok(row.purpose) : failed({ kind: 'no-such-redaction' })
}
