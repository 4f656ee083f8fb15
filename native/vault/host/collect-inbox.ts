import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import type { AuditDraft, VaultReader, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import type { FoundBlock } from '../../../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { KeyPair } from '../keys/key-pairs.ts'
import type { HeldKeys } from './held-keys.ts'
import { keepResult } from './job-leases.ts'
import { type FoundResult, inboxIds, readResult, removeResult, type SealedResult, setAside } from './result-inbox.ts'

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

/** Findings that are taken in together come to about this much text. */
const mostTogether = 8_000_000

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

/** What was taken in so far, and what waits to be taken in together. */
type Collecting = { readonly leases: Set<number>; readonly findings: Findings; refused: number }

async function collect(host: InboxHost, result: FoundResult, collecting: Collecting): Promise<Result<void>> {
  const { leases, findings } = collecting
  const entry = result.kind === 'sealed' ? await leaseOf(host, result) : null
  if (result.kind === 'sealed' && entry) {
    if (isFindings(result.sealed)) return findings.add(entry, result)
    const isOpen = host.open.has(entry.seq) && !leases.has(entry.seq)
    const settled = await settle(host, { entry, result, isOpen })
    if (settled.ok) leases.add(entry.seq)
    return settled
  }
  collecting.refused += 1
  return refuse(host, result.id, result.kind === 'sealed' ? 'foreign' : 'unreadable')
}

/** Findings of a detection alone: a lease gives any number of them, and none of them ends it. */
function isFindings({ result }: SealedResult): boolean {
  const { objects, clips, blocks = [] } = result
  return objects.length === 0 && clips.length === 0 && blocks.length > 0
}

/**
 * Findings of one lease that are taken in together: a night leaves a block every few seconds. Each is the same however often it is
 * taken in, so that one whose file was left by somebody who was killed does no harm; after the end of its lease none is.
 */
class Findings {
  readonly #host: InboxHost
  #entry: AuditEntry | null = null
  #held: Sealed[] = []
  #bytes = 0
  /** By redaction and basis: results come in no order, and as many frames are examined as the last block says. */
  readonly #examined = new Map<string, number>()

  constructor(host: InboxHost) {
    this.#host = host
  }

  /** Takes one more, in a change with those before it, or by itself later: `flush` makes sure. */
  async add(entry: AuditEntry, result: Sealed): Promise<Result<void>> {
    const flushed = this.#entry && this.#entry.seq !== entry.seq ? await this.flush() : ok(undefined)
    if (!flushed.ok) return flushed
    this.#entry = entry
    this.#held.push(result)
    for (const { content } of result.sealed.result.blocks ?? []) this.#bytes += content.length
    return this.#bytes > mostTogether ? this.flush() : ok(undefined)
  }

  /** Makes what is held part of the vault, then removes it from the inbox. */
  async flush(): Promise<Result<void>> {
    const [entry, held] = [this.#entry, this.#held]
    this.#entry = null
    this.#held = []
    this.#bytes = 0
    if (!entry) return ok(undefined)
    const blocks = held.flatMap(({ sealed }) => sealed.result.blocks ?? []).map((block) => this.#counted(block))
    const kept = this.#host.open.has(entry.seq) ? await this.#keep(entry, blocks) : ok(undefined)
    if (!kept.ok) return kept
    for (const { id } of held) {
      const removed = await removeResult(this.#host.folder, id)
      if (!removed.ok) return removed
    }
    return ok(undefined)
  }

  #counted(block: FoundBlock): FoundBlock {
    const key = JSON.stringify([block.redaction, block.basis])
    const examined = Math.max(block.examined, this.#examined.get(key) ?? 0)
    this.#examined.set(key, examined)
    return { ...block, examined }
  }

  #keep(entry: AuditEntry, blocks: readonly FoundBlock[]): Promise<Result<void>> {
    const draft: AuditDraft = {
      ...this.#host.by,
      action: 'lease.collect',
      outcome: 'done',
      object: entry.object,
      reason: null,
      detail: { lease: entry.seq, blocks: blocks.length },
    }
    return this.#host.change(draft, (write) => keepResult(write, { draft, objects: [], clips: [], blocks }))
  }
}

/**
 * Makes what jobs sealed while the vault was locked part of it: each copy in one change together with the end of its lease, so that
 * none is taken in twice; findings in as few changes as they fit in. What is damaged, or was not made by a lease of this vault, is set
 * aside and logged. Fails only as writing does.
 */
export async function collectInbox(host: InboxHost): Promise<Result<Collected>> {
  const ids = await inboxIds(host.folder)
  if (!ids.ok) return ids
  const collecting: Collecting = { leases: new Set(), findings: new Findings(host), refused: 0 }
  for (const id of ids.value) {
    const found = await readResult(host.folder, { vaultId: host.vaultId, id }, host.inbox)
    if (!found.ok) return found
    const collected = await collect(host, found.value, collecting)
    if (!collected.ok) return collected
  }
  const { leases, findings, refused } = collecting
  const flushed = await findings.flush()
  return flushed.ok ? ok({ leases, refused }) : flushed
}
