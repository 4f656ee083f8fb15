import { decideAccess, type FootageAccess } from '../../core/access/decide-access.ts'
import { searchOf } from '../../core/detection/extent.ts'
import type { Failure } from '../../core/failure.ts'
import type { AuditDraft, VaultReader } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { QueuedRedaction } from '../../core/redaction/redaction-queue.ts'
import type { RedactionId } from '../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { accessObjectOf, accessSubjectOf } from './access-facts.ts'
import type { AuditAbout } from './handler.ts'
import type { ServicePorts } from './service-ports.ts'

/** What a redaction in the queue is judged and logged with. */
export type TurnPorts = Pick<ServicePorts, 'now' | 'profile'> & {
  readonly store: Pick<VaultStore, 'read' | 'note' | 'change'>
}

/** A redaction of the queue whose turn it is: whoever asked for it may still do that, and its beginning stands in the log. */
export type Turn = {
  readonly item: QueuedRedaction
  readonly clip: ClipRecord
  readonly access: FootageAccess
  /** An entry in the name and for the reason of whoever asked. */
  readonly draft: (about: AuditAbout) => AuditDraft
  /** Of the entry of its beginning. */
  readonly ref: number
}

/** Whether somebody has signed a redaction as it is: what is found anew would take that back. */
export async function isSigned(read: Pick<VaultReader, 'approvals' | 'redaction'>, id: RedactionId): Promise<boolean> {
  const now = await read.redaction(id)
  return (await read.approvals(id)).some((each) => each.revision === now?.revision)
}

/** Its row in the queue; null where it was taken out since, or put in again with another search, which is another matter. */
export async function rowOf(
  read: Pick<VaultReader, 'redactionQueue'>,
  { redaction, search }: QueuedRedaction,
): Promise<QueuedRedaction | null> {
  const row = (await read.redactionQueue()).find((each) => each.redaction === redaction)
  return row && JSON.stringify(searchOf(row.search)) === JSON.stringify(searchOf(search)) ? row : null
}

type Judged = Omit<Turn, 'item' | 'ref'>

/** Nobody looks on: what they may do is decided anew for each clip, by what they may do now. */
async function judged({ store, now, profile }: TurnPorts, item: QueuedRedaction): Promise<Result<Judged>> {
  const record = await store.read.redaction(item.redaction)
  const clip = record && (await store.read.clip(record.clip))
  if (!clip) return failed({ kind: 'no-such-redaction' })
  const user = await store.read.user(item.by)
  const about = { kind: clip.kind, id: clip.id, sha256: clip.sha256 } as const
  const { session, reason, role } = item
  const action = 'redaction.propose' as const
  const by = { action, user: user && { id: user.id, name: user.name }, role, session, reason }
  const draft = (entry: AuditAbout): AuditDraft => ({ ...by, ...entry, object: about })
  const decision =
    user &&
    decideAccess({
      subject: accessSubjectOf(user),
      permission: 'redact',
      object: accessObjectOf(clip, profile()),
      now: now(),
      profile: profile(),
    })
  if (decision?.allowed && decision.footage) return ok({ clip, access: decision.footage, draft })
  const why = decision && !decision.allowed ? decision.why : 'disabled'
  const detail = { redaction: item.redaction, failure: 'not-permitted', why }
  const noted = await store.note(draft({ object: about, outcome: 'denied', detail }))
  return noted.ok ? failed({ kind: 'not-permitted', permission: 'redact', why }) : noted
}

/** Begins a turn: whether it may be, and its entry in the log before any footage is touched. */
export async function beginTurn(ports: TurnPorts, item: QueuedRedaction): Promise<Result<Turn>> {
  const found = await judged(ports, item)
  if (!found.ok) return found
  const detail = { redaction: item.redaction, queued: item.at }
  const begun = await ports.store.note(found.value.draft({ object: null, outcome: 'begun', detail }))
  return begun.ok ? ok({ ...found.value, item, ref: begun.value }) : begun
}

/** Failures of the vault itself, or of nobody: no further clip would fare better, and the same one will do another time. */
const endsAll: ReadonlySet<Failure['kind']> = new Set(['disk-full', 'not-writable', 'vault-locked', 'database-damaged'])

/** Whether a failure is the vault's and not that of one clip. */
export function isOfVault({ kind }: Failure): boolean {
  return endsAll.has(kind)
}

/** Says with the queue why a redaction could not be done, if it is still in there. */
export async function keepFailure(
  { store }: TurnPorts,
  draft: AuditDraft,
  item: QueuedRedaction,
  failure: Failure,
): Promise<Result<void>> {
  return store.change(draft, async (write) => {
    const now = await rowOf(write, item)
    if (now) await write.putQueuedRedaction({ ...now, failure })
    return ok(undefined)
  })
}

/** Ends a turn in the log and in the queue, together. */
export async function endTurn(
  ports: TurnPorts,
  { item, draft, ref }: Turn,
  done: Result<unknown>,
): Promise<Result<void>> {
  const { redaction } = item
  if (done.ok) {
    const entry = draft({ object: null, outcome: 'done', ref, detail: { redaction } })
    return ports.store.change(entry, async (write) => {
      if (await rowOf(write, item)) await write.removeQueuedRedaction(redaction)
      return ok(undefined)
    })
  }
  const { failure } = done
  const outcome = failure.kind === 'cancelled' ? 'interrupted' : 'failed'
  const entry = draft({ object: null, outcome, ref, detail: { redaction, failure: failure.kind } })
  return keepFailure(ports, entry, item, failure)
}

/** Ends a turn that will have another: it stays in the queue. */
export async function interruptTurn({ store }: TurnPorts, { item, draft, ref }: Turn): Promise<Result<void>> {
  const { redaction } = item
  const noted = await store.note(draft({ object: null, outcome: 'interrupted', ref, detail: { redaction } }))
  return noted.ok ? ok(undefined) : noted
}
