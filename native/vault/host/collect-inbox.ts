import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import type { AuditDraft, VaultReader, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { KeyPair } from '../keys/key-pairs.ts'
import type { HeldKeys } from './held-keys.ts'
import { keepResult } from './job-leases.ts'
import { type FoundResult, readInbox, removeResult, type SealedResult, setAside } from './result-inbox.ts'

/** What taking in the inbox needs. */
export type InboxHost = {
  readonly folder: string
  readonly vaultId: string
  readonly inbox: KeyPair
  readonly held: HeldKeys
  readonly read: Pick<VaultReader, 'auditEntries'>
  /** Entries that began something which has not ended: each lease gives one result, once. */
  readonly open: ReadonlySet<number>
  /** Who the entries are by: whoever opened the vault. */
  readonly by: Pick<AuditDraft, 'user' | 'role' | 'session'>
  note(draft: AuditDraft): Promise<Result<number>>
  change(draft: AuditDraft, run: (write: VaultWriter) => Promise<Result<void>>): Promise<Result<void>>
}

/** What became of the inbox: leases (by the `seq` of their beginning) whose results are part of the vault now. */
export type Collected = { readonly leases: ReadonlySet<number>; readonly refused: number }

type Sealed = Extract<FoundResult, { readonly kind: 'sealed' }>

/** The entry with which the lease of a result began, when that lease signed it. */
async function leaseOf(host: InboxHost, { lease, isBy }: Sealed): Promise<AuditEntry | null> {
  const [entry] = await host.read.auditEntries(lease, 1)
  const key = entry?.detail?.['key']
  if (entry?.action !== 'lease.begin' || entry.outcome !== 'begun' || typeof key !== 'string') return null
  return isBy(new Uint8Array(Buffer.from(key, 'hex'))) ? entry : null
}

async function takeIn(host: InboxHost, entry: AuditEntry, { id, sealed }: Sealed): Promise<Result<void>> {
  const { result, keys } = sealed
  const letGo = keys.flatMap(({ object, key, fileId }) => {
    const record = result.objects.find(({ id }) => id === object)
    return record ? [host.held.hold(record, { key, fileId })] : []
  })
  try {
    const draft: AuditDraft = {
      ...host.by,
      action: 'lease.collect',
      outcome: 'done',
      object: entry.object,
      reason: null,
      ref: entry.seq,
      detail: { entry: id, objects: result.objects.length, clips: result.clips.length },
    }
    const kept = await host.change(draft, (write) => keepResult(write, result))
    if (!kept.ok) return kept
  } finally {
    for (const release of letGo) release()
  }
  return logResult(host, sealed)
}

/** The entry that the job itself would have made, had the vault been open. */
async function logResult(host: InboxHost, { result }: SealedResult): Promise<Result<void>> {
  const { ref } = result.draft
  if (ref !== undefined && !host.open.has(ref)) return ok(undefined)
  const noted = await host.note(result.draft)
  return noted.ok ? ok(undefined) : noted
}

type Settling = { readonly entry: AuditEntry; readonly result: Sealed; readonly isOpen: boolean }

async function settle(host: InboxHost, { entry, result, isOpen }: Settling): Promise<Result<void>> {
  // Not open: taken in already, by somebody who was killed before the file was removed. Nothing is left to do but that.
  const taken = isOpen ? await takeIn(host, entry, result) : ok(undefined)
  return taken.ok ? removeResult(host.folder, result.id) : taken
}

async function refuse(host: InboxHost, id: string, why: string): Promise<Result<void>> {
  const aside = await setAside(host.folder, id)
  if (!aside.ok) return aside
  const draft: AuditDraft = {
    ...host.by,
    action: 'lease.collect',
    outcome: 'failed',
    object: { kind: 'lease', id },
    reason: null,
    detail: { why },
  }
  const noted = await host.note(draft)
  return noted.ok ? ok(undefined) : noted
}

/** Answers the lease of a result that is part of the vault now; null: it was set aside. */
async function collect(
  host: InboxHost,
  result: FoundResult,
  seen: ReadonlySet<number>,
): Promise<Result<number | null>> {
  const entry = result.kind === 'sealed' ? await leaseOf(host, result) : null
  if (result.kind === 'sealed' && entry) {
    const isOpen = host.open.has(entry.seq) && !seen.has(entry.seq)
    const settled = await settle(host, { entry, result, isOpen })
    return settled.ok ? ok(entry.seq) : settled
  }
  const aside = await refuse(host, result.id, result.kind === 'sealed' ? 'foreign' : 'unreadable')
  return aside.ok ? ok(null) : aside
}

/**
 * Makes what jobs sealed while the vault was locked part of it: each result in one change together with the end of its lease, so
 * that none is taken in twice. What is damaged, or was not made by a lease of this vault, is set aside and logged. Fails only as
 * writing does.
 */
export async function collectInbox(host: InboxHost): Promise<Result<Collected>> {
  const found = await readInbox(host.folder, host.vaultId, host.inbox)
  if (!found.ok) return found
  const leases = new Set<number>()
  let refused = 0
  for (const result of found.value) {
    const lease = await collect(host, result, leases)
    if (!lease.ok) return lease
    if (lease.value === null) refused++
    else leases.add(lease.value)
  }
  return ok({ leases, refused })
}
