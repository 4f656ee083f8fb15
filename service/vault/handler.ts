import type { InputOf, ItemOf, MethodName, OutputOf, ParsedInputOf } from '../../contract/methods/all.ts'
import type { AccessDecision, FootageAccess } from '../../core/access/decide-access.ts'
import type { Role } from '../../core/access/roles.ts'
import type { AuditAction } from '../../core/audit/audit-action.ts'
import type { AuditEntry } from '../../core/audit/audit-entry.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { AuditDraft, VaultWriter } from '../../core/ports/vault/vault-records.ts'
import type { SlotChange, VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { Work } from '../../core/ports/work.ts'
import type { Result } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { UserRecord } from '../../core/vault/user-record.ts'
import type { Opening } from './openings.ts'

/** Long work whose caller is handed what comes before the answer. */
export type CallWork<M extends MethodName = MethodName> = Work & {
  /** Where there are many items, the next one waits for the promise. */
  readonly onItem?: (item: ItemOf<M>) => void | Promise<void>
}

/** What somebody asks for, as it arrives: the input is parsed here and nowhere before. */
export type CallRequest<M extends MethodName = MethodName> = {
  readonly input: InputOf<M>
  readonly reason: string | null
  /** True: sees a restricted clip although not on its list; information governance is told. */
  readonly breakGlass?: boolean
}

/** What an entry of the log is about. */
export type AuditAbout = Pick<AuditEntry, 'object' | 'outcome'> & Partial<Pick<AuditEntry, 'detail' | 'ref'>>

/** What happens inside a transaction. */
export type ChangeRun<T> = (
  write: VaultWriter,
  stageSlots: (change: SlotChange) => Promise<Result<void>>,
) => Promise<Result<T>>

/** What a handler knows of the call that it answers: it has been allowed, and stands in the log or will with its change. */
export type CallContext<M extends MethodName = MethodName> = {
  readonly store: VaultStore
  readonly user: UserRecord
  readonly session: string
  /** The role that the permission came from. */
  readonly role: Role
  readonly reason: string | null
  /** The access list of the clip was passed over. */
  readonly breakGlass: boolean
  readonly profile: PolicyProfile
  readonly now: Clock
  readonly work: CallWork<M>
  /** The clips that the call is about, in the order of its input; all are there and allowed. */
  readonly clips: readonly ClipRecord[]
  /** Access to the footage of the call's one clip; throws for methods without a permission for footage (a bug). */
  footage(): FootageAccess
  /** The open clip that the call is a part of; throws for methods of other kinds (a bug). */
  opening(): Opening
  /** What this user may do with a clip under the permission of this call; for lists. */
  allowed(clip: ClipRecord): AccessDecision
  /** An entry of the log in the name of this call, for changes and notes beside the call's own. */
  draft(action: AuditAction, about: AuditAbout): AuditDraft
  /**
   * The entry that ends a call of kind `work`, for the change that is its result; when the call succeeds, no other is written.
   * To be used once.
   */
  ending(about: Pick<AuditAbout, 'object' | 'detail'>): AuditDraft
  /** The transaction of a method of kind `change`; the call's entry is part of it. To be used once. */
  change<T>(run: ChangeRun<T>, object?: AuditAbout['object'], detail?: AuditAbout['detail']): Promise<Result<T>>
}

/** Answers one method. */
export type Handler<M extends MethodName> = (
  context: CallContext<M>,
  input: ParsedInputOf<M>,
) => Promise<Result<OutputOf<M>>>

/** One handler for every method of the table, and none beside. */
export type Handlers = { readonly [M in MethodName]: Handler<M> }
