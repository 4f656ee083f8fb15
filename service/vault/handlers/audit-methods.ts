import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok } from '../../../core/result.ts'
import type { Handlers } from '../handler.ts'

/** Entries that are read at once while looking for those that were asked for. */
const batch = 1_000

type Wanted = {
  readonly from: number
  readonly limit: number
  readonly user: string | null
  readonly clip: string | null
}

function isWanted({ user, object }: AuditEntry, { user: name, clip }: Wanted): boolean {
  if (name !== null && user?.name.toLowerCase() !== name.toLowerCase()) return false
  return clip === null || object?.id === clip
}

async function* entriesFrom(read: VaultReader, from: number): AsyncGenerator<AuditEntry> {
  let rows = await read.auditEntries(from, batch)
  for (let at = from; rows.length > 0; rows = await read.auditEntries(at, batch)) {
    yield* rows
    at += rows.length
  }
}

/** Up to `limit` entries, and where to go on; null at the end of the log. */
async function entriesOf(read: VaultReader, wanted: Wanted) {
  const size = await read.auditSize()
  const entries: AuditEntry[] = []
  let at = wanted.from
  for await (const entry of entriesFrom(read, wanted.from)) {
    at = entry.seq + 1
    if (isWanted(entry, wanted)) entries.push(entry)
    if (entries.length === wanted.limit) break
  }
  return { entries, size, next: at < size ? at : null }
}

/** The log: the handlers of `audit.*`, and a clip's history for those whose clip it is. */
export const auditHandlers = {
  'audit.list': async ({ store }, wanted) => ok(await entriesOf(store.read, wanted)),

  'audit.verify': ({ store, work }, asked) => store.audit.verify(asked, work),

  'audit.export': ({ store, work }, { out }) => store.audit.exportTo(out, work),

  'audit.prove': async ({ store }, { seq, consistencyFrom }) => {
    const size = await store.read.auditSize()
    if (seq >= size) return failed({ kind: 'out-of-range', what: 'entry', asked: String(seq), last: String(size - 1) })
    const proof = await store.audit.prove(seq, consistencyFrom)
    return proof.ok ? ok({ proof: proof.value }) : proof
  },

  'history.own-clip': async ({ store }, { clip }) => {
    const { entries } = await entriesOf(store.read, { from: 0, limit: 10_000, user: null, clip })
    return ok({
      entries: entries.map(({ seq, at, user, action, outcome }) => ({
        seq,
        at,
        user: user?.name ?? null,
        action,
        outcome,
      })),
    })
  },
} satisfies Pick<Handlers, 'audit.list' | 'audit.verify' | 'audit.export' | 'audit.prove' | 'history.own-clip'>
