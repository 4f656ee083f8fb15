import { timingSafeEqual } from 'node:crypto'
import { readProfile } from '../../../contract/profile-file.ts'
import type { Failure } from '../../../core/failure.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { AuditLog } from '../../../core/ports/vault/audit-log.ts'
import type { AuditDraft, VaultReader, VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import {
  type AuditHead,
  type JobLease,
  type SlotChange,
  StoreFault,
  type VaultCheck,
  type VaultFacts,
  type VaultStore,
} from '../../../core/ports/vault/vault-store.ts'
import type { Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import type { RecordWriter } from '../database/record-writer.ts'
import type { VaultDatabase } from '../database/vault-database.ts'
import { slotTableText } from '../keys/signed-slots.ts'
import { promoteNextSlots } from '../keys/slot-files.ts'
import { unlockWithPassphrase, wipeUnlocked } from '../keys/unlock.ts'
import { logRefusals } from './after-unlock.ts'
import { attempted, refused } from './attempt.ts'
import { JobLeases } from './job-leases.ts'
import { keepAnchor } from './kept-anchor.ts'
import type { HeldLock } from './lock-file.ts'
import { logOfVault } from './log-of-vault.ts'
import { machineSecret } from './machine-secret.ts'
import type { ObjectStore } from './object-store.ts'
import type { OpenState } from './open-state.ts'
import { rotateVault } from './rotate-vault.ts'
import { StagedSlots } from './staged-slots.ts'
import { Turns } from './turns.ts'
import type { VaultHost } from './vault-host.ts'

type Run<T> = Parameters<typeof VaultStorage.prototype.change<T>>[1]

/** What unlocks a vault again that was locked; the opening's doing. */
export type Reopen = (name: string, passphrase: string) => Promise<Result<UserId>>

/** An open vault in its folder. Whatever writes takes its turn, so that a rotation or a lock meets nothing half-done. */
export class VaultStorage implements VaultStore {
  readonly state: OpenState
  readonly leases: JobLeases
  readonly files: ObjectStore
  readonly read: VaultReader
  readonly audit: AuditLog
  readonly turns = new Turns()
  /** Of entries that the vault itself makes. */
  readonly session: string
  readonly #host: VaultHost
  readonly #lock: HeldLock
  readonly #reopen: Reopen
  /** A slot table that the database has committed to and whose file is not in its place yet. */
  #unpromoted = false
  #fault: Failure | null = null

  constructor(
    state: OpenState,
    host: VaultHost,
    { lock, reopen }: { readonly lock: HeldLock; readonly reopen: Reopen },
  ) {
    this.state = state
    this.#host = host
    this.#lock = lock
    this.#reopen = reopen
    this.session = host.newId()
    this.read = readerOf(() => state.database().read)
    this.files = host.objects(this.#objectHost())
    this.leases = new JobLeases(this.#leaseHost())
    const checkpoint = () => this.turns.take(() => state.database().checkpoint())
    this.audit = logOfVault({ state, keyring: host.keyring, objects: this.files.objects, checkpoint })
  }

  get objects() {
    return this.files.objects
  }

  get sign() {
    return this.state.signer.sign
  }

  facts(): VaultFacts {
    return this.state.facts()
  }

  locked(): boolean {
    return !this.state.isOpen
  }

  fault(): Failure | null {
    return (this.state.isOpen ? this.state.database().fault() : null) ?? this.#fault
  }

  change<T>(
    draft: AuditDraft,
    run: (write: VaultWriter, stageSlots: (change: SlotChange) => Promise<Result<void>>) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.turns.take(() => this.changeNow(draft, run))
  }

  /** A change of whoever has the turn. */
  async changeNow<T>(draft: AuditDraft, run: Run<T>): Promise<Result<T>> {
    const staged = await this.#staging()
    if (!staged.ok) return staged
    const { database, slots } = staged.value
    let isKept = false
    try {
      const answer = await database.change(draft, (write: RecordWriter) =>
        run(write, (change) => slots.stage(write, change)),
      )
      isKept = answer.ok
      return answer
    } finally {
      await this.#settle(slots, isKept)
      if (isKept) await this.#afterChange()
    }
  }

  note(draft: AuditDraft): Promise<Result<number>> {
    return this.turns.take(() => this.noteNow(draft))
  }

  /** An entry of whoever has the turn. */
  async noteNow(draft: AuditDraft): Promise<Result<number>> {
    const open = this.state.opened()
    return open.ok ? open.value.database.note(draft) : open
  }

  async anchor(): Promise<AuditHead> {
    const head = await this.turns.take(() => this.#checkpoint(this.state.database()))
    if (!head.ok) throw new StoreFault(head.failure, 'no checkpoint could be made')
    await keepAnchor(this.#host.keyring, this.facts().vaultId, head.value)
    return head.value
  }

  signIn(name: string, passphrase: string): Promise<Result<UserId>> {
    return this.turns.take(() => this.#signIn(name, passphrase))
  }

  unlock(name: string, passphrase: string): Promise<Result<UserId>> {
    return this.turns.take(() => (this.state.isOpen ? this.#signIn(name, passphrase) : this.#reopen(name, passphrase)))
  }

  rotate(draft: AuditDraft, work: Work): Promise<Result<void>> {
    return this.turns.take(() => this.rotateNow(draft, work))
  }

  /** A rotation of whoever has the turn. */
  async rotateNow(draft: AuditDraft, { signal }: Work): Promise<Result<void>> {
    const open = this.state.opened()
    if (!open.ok) return open
    const { folder } = this.state
    const promoted = await this.#promote()
    if (!promoted.ok) return promoted
    const rotated = await rotateVault({ folder, ...open.value, ports: this.state.ports(), draft, signal })
    if (!rotated.ok) return rotated
    await this.state.replaceAll(rotated.value)
    await this.#keepHead()
    return ok(undefined)
  }

  async check(full: boolean, work: Work): Promise<Result<VaultCheck>> {
    return this.state.isOpen ? this.files.check(full, work) : failed({ kind: 'vault-locked' })
  }

  async backup(out: string, draft: AuditDraft, expiresAt: Instant, work: Work): ReturnType<VaultStore['backup']> {
    return this.state.isOpen ? this.files.backup(out, draft, expiresAt, work) : failed({ kind: 'vault-locked' })
  }

  async lock(draft: AuditDraft, leases: 'keep' | 'end' = 'keep'): Promise<Result<void>> {
    if (leases === 'end') await this.leases.endAll()
    return this.turns.take(() => this.#shut(draft, this.leases.objects()))
  }

  lease(draft: AuditDraft, until: Instant): Promise<Result<JobLease>> {
    return this.leases.begin(draft, until)
  }

  async close(): Promise<void> {
    await this.leases.endAll()
    const author = { user: null, role: null, session: this.session, reason: null }
    const object = this.state.isOpen ? ({ kind: 'vault', id: this.facts().vaultId } as const) : null
    await this.turns.take(() => this.#shut({ ...author, action: 'vault.close', outcome: 'done', object }, new Set()))
    await this.#lock.release()
  }

  /** Says where this process takes calls; null: nowhere. */
  announce(socket: string | null): Promise<Result<void>> {
    return this.#lock.announce(socket)
  }

  async #shut(draft: AuditDraft, kept: ReturnType<JobLeases['objects']>): Promise<Result<void>> {
    const open = this.state.opened()
    if (!open.ok) {
      await this.files.locking(kept)
      await this.state.close(kept)
      return ok(undefined)
    }
    try {
      const noted = await this.noteNow(draft)
      await this.#keepHead()
      return noted.ok ? ok(undefined) : noted
    } finally {
      await this.files.locking(kept)
      await this.state.close(kept)
    }
  }

  async #staging() {
    const open = this.state.opened()
    if (!open.ok) return open
    const promoted = await this.#promote()
    if (!promoted.ok) return promoted
    const { database, table, unlocked } = open.value
    const { now, cost } = this.#host
    const slots = new StagedSlots(this.state.folder, {
      table,
      unlocked,
      deviceSecret: () => machineSecret(this.#host.keyring, table.vaultId, this.state),
      now: now(),
      expectedWords: await forcesOf(database),
      cost: cost ?? null,
    })
    return ok({ database, slots })
  }

  async #settle(slots: StagedSlots, isKept: boolean): Promise<void> {
    const { table, settled } = await slots.settle(isKept)
    if (!settled.ok) {
      this.#fault = settled.failure
      this.#unpromoted = isKept
    }
    if (isKept) this.state.replaceTable(table)
  }

  /** Before slots change again, what they have changed to has to be in its place. */
  async #promote(): Promise<Result<void>> {
    const promoted = this.#unpromoted ? await promoteNextSlots(this.state.folder) : ok(undefined)
    if (promoted.ok) this.#unpromoted = false
    return promoted
  }

  /** The change is kept whatever happens here: a file that stays is removed at the next opening. */
  async #afterChange(): Promise<void> {
    const finished = await this.files.finishDeletions()
    if (!finished.ok) this.#fault = finished.failure
  }

  async #checkpoint(database: VaultDatabase) {
    const made = await database.checkpoint()
    return made.ok ? ok({ size: made.value.size, root: made.value.root }) : made
  }

  /** Keeps the head of the log outside of the vault, so that an earlier copy of it is noticed. */
  async #keepHead(): Promise<void> {
    const head = await this.#checkpoint(this.state.database())
    if (head.ok) await keepAnchor(this.#host.keyring, this.facts().vaultId, head.value)
    else this.#fault = head.failure
  }

  async #signIn(name: string, passphrase: string): Promise<Result<UserId>> {
    const open = this.state.opened()
    if (!open.ok) return open
    const { database, table, unlocked } = open.value
    const attempt = { folder: this.state.folder, name, now: this.#host.now() }
    const own = await attempted(attempt, () => unlockWithPassphrase(table, name, passphrase, this.state.deviceSecret))
    if (!own.ok) return own
    const { userId } = own.value
    const isSame = timingSafeEqual(own.value.master, unlocked.master)
    wipeUnlocked(own.value)
    if (!isSame || userId === null) return failed({ kind: 'slots-swapped' })
    const user = await database.read.user(userId)
    if (!user || user.disabledAt !== null) return refused(attempt, { kind: 'user-disabled', name })
    const author = { user: { id: user.id, name: user.name }, role: null, session: this.session }
    const logged = await logRefusals(this.state.folder, { database, table, author }, { name, at: attempt.now })
    return logged.ok ? ok(userId) : logged
  }

  #objectHost() {
    const { now, newId } = this.#host
    return {
      folder: this.state.folder,
      vaultId: () => this.facts().vaultId,
      held: this.state.held,
      database: () => this.state.database(),
      change: <T>(draft: AuditDraft, run: Run<T>) => this.change(draft, run),
      note: (draft: AuditDraft) => this.note(draft),
      author: () => ({ user: null, role: null, session: this.session }),
      now,
      newId,
      slotText: () => {
        const open = this.state.opened()
        return open.ok ? slotTableText(open.value.table) : ''
      },
    }
  }

  #leaseHost() {
    const { now, newId } = this.#host
    return {
      folder: this.state.folder,
      vaultId: () => this.facts().vaultId,
      held: this.state.held,
      now,
      newId,
      isLocked: () => this.locked(),
      inboxPublicKey: () => this.state.inboxPublicKey(),
      newSigner: () => this.state.signer.copy(),
      turn: <T>(run: () => Promise<T>) => this.turns.take(run),
      anchor: () => this.anchor(),
      note: (draft: AuditDraft) => this.note(draft),
      change: (draft: AuditDraft, run: (write: VaultWriter) => Promise<Result<void>>) => this.change(draft, run),
    }
  }
}

/** Names of the force, which must not make up a passphrase. */
async function forcesOf(database: VaultDatabase): Promise<readonly string[]> {
  const { profileText } = await database.read.settings()
  const profile = readProfile(profileText, 'profile')
  return profile.ok ? profile.value.forces : []
}

/** Reads of whatever database is open at that moment; they throw `StoreLocked` while there is none. */
function readerOf(current: () => VaultReader): VaultReader {
  return new Proxy({} as VaultReader, {
    get: (_, name) => {
      if (name === 'then') return undefined
      return async (...given: readonly unknown[]) => {
        const reader = current()
        const method: unknown = Reflect.get(reader, name)
        if (typeof method !== 'function') throw new TypeError('the records have no such read')
        return Reflect.apply(method, reader, given)
      }
    },
  })
}
