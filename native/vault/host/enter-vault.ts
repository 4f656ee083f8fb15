import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import { StoreFault } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClockJudgement } from '../../../core/retention/clock-judgement.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import type { VaultDatabase } from '../database/vault-database.ts'
import {
  compareAnchor,
  type EntryAuthor,
  endInterrupted,
  isAdministrator,
  judgeClockAtOpening,
  logRefusals,
} from './after-unlock.ts'
import { refused } from './attempt.ts'
import { collectInbox } from './collect-inbox.ts'
import { keepAnchor, keptAnchor } from './kept-anchor.ts'
import type { VaultStorage } from './open-vault-store.ts'
import type { UnlockedVault } from './unlock-vault.ts'
import { removeLeftovers } from './vault-files.ts'
import type { VaultHost } from './vault-host.ts'

/** What was found and done when a vault was opened, for who opened it. */
export type OpeningReport = {
  /** False: there is no credential store to keep the log's head in, so an earlier copy of the whole vault would not be noticed. */
  readonly rollbackNoticed: boolean
  /** Anything but `fine` keeps deletions waiting until somebody vouches for the clock. */
  readonly clock: ClockJudgement
  /** Names and reasons of failed attempts since the last opening. */
  readonly refusals: number
  /** Calls that the end of the process before had interrupted. */
  readonly interrupted: number
  /** Results of jobs that were taken in, and files in the inbox that were none. */
  readonly collected: number
  readonly setAside: number
  /** Files that no record knew. */
  readonly orphans: number
  /** A rotation that was due was done now; `failed`: it is still due. */
  readonly rotation: 'none' | 'done' | 'failed'
}

/** Who enters, and whether this process had the vault open before. */
export type Entry = {
  readonly name: string
  /** Null: opened with the recovery sheets. */
  readonly user: UserId | null
  readonly first: boolean
}

type Entering = {
  readonly storage: VaultStorage
  readonly host: VaultHost
  readonly entry: Entry
  readonly database: VaultDatabase
  readonly author: EntryAuthor
}

async function permitted(
  { folder }: { readonly folder: string },
  { entry, database, host }: Pick<Entering, 'entry' | 'database' | 'host'>,
): Promise<Result<UserRecord | null>> {
  if (entry.user === null) return ok(null)
  const user = await database.read.user(entry.user)
  if (user?.disabledAt === null) return ok(user)
  return refused({ folder, name: entry.name, now: host.now() }, { kind: 'user-disabled', name: entry.name })
}

async function openingEntry(
  { storage, entry, database, author }: Entering,
  from: number | null,
): Promise<Result<void>> {
  const facts = storage.facts()
  const draft: AuditDraft = {
    ...author,
    action: 'vault.open',
    outcome: 'done',
    object: { kind: 'vault', id: facts.vaultId },
    reason: null,
    detail: {
      with: entry.user === null ? 'recovery-sheets' : 'passphrase',
      credentialStore: facts.deviceSecret ? 'used' : 'not-used',
      after: entry.first ? 'closed' : 'locked',
    },
  }
  const noted = await database.note(draft)
  if (!noted.ok || from === null) return noted.ok ? ok(undefined) : noted
  const migrated = await database.note({ ...draft, action: 'vault.migrate', detail: { from } })
  return migrated.ok ? ok(undefined) : migrated
}

/** What stands in the inbox, and the ends of leases that came meanwhile. */
async function takeInResults({ storage, database, author }: Entering) {
  const { state, leases } = storage
  const opened = state.opened()
  if (!opened.ok) return opened
  const open = new Set((await database.interruptedCalls()).map(({ seq }) => seq))
  const collected = await collectInbox({
    folder: state.folder,
    vaultId: storage.facts().vaultId,
    inbox: opened.value.unlocked.inbox,
    held: state.held,
    read: database.read,
    open,
    by: author,
    note: (draft) => storage.noteNow(draft),
    change: (draft, run) => storage.changeNow(draft, run),
  })
  if (!collected.ok) return collected
  leases.ended(collected.value.leases)
  const ended = await leases.logEnds((draft) => storage.noteNow(draft))
  return ended.ok ? collected : ended
}

/** What only the first opening in a process does: the process before may have been killed anywhere. */
async function tidyUp({ storage, database, author }: Entering) {
  const opened = storage.state.opened()
  if (!opened.ok) return opened
  const removed = await removeLeftovers(storage.state.folder, opened.value.table.database.file)
  if (!removed.ok) return removed
  const interrupted = await endInterrupted(database, author.session)
  if (!interrupted.ok) return interrupted
  const swept = await storage.files.sweep()
  return swept.ok ? ok({ interrupted: interrupted.value, orphans: swept.value.orphans }) : swept
}

/** Somebody left and the rotation that follows was interrupted: it is done now, where an administrator opens the vault. */
async function dueRotation({ storage, host, database, author }: Entering, user: UserRecord | null) {
  const { rotationDue } = await database.read.settings()
  if (!rotationDue || !user || !isAdministrator(user, host.now())) return 'none'
  const object = { kind: 'vault', id: storage.facts().vaultId } as const
  const draft: AuditDraft = {
    ...author,
    action: 'vault.rotate',
    outcome: 'done',
    object,
    reason: null,
    detail: { due: 'leaver' },
  }
  const signal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined }
  const rotated = await storage.rotateNow(draft, { signal, onProgress: () => undefined })
  return rotated.ok ? 'done' : 'failed'
}

async function settleIn(
  entering: Entering,
  user: UserRecord | null,
  from: number | null,
): Promise<Result<OpeningReport>> {
  const { storage, host, entry, database, author } = entering
  const { vaultId } = storage.facts()
  const compared = await compareAnchor(database, await keptAnchor(host.keyring, vaultId))
  if (!compared.ok) return compared
  const clock = await judgeClockAtOpening(database, host.now(), author)
  if (!clock.ok) return clock
  const noted = await openingEntry(entering, from)
  if (!noted.ok) return noted
  const opened = storage.state.opened()
  if (!opened.ok) return opened
  const about = { database, table: opened.value.table, author }
  const refusals = await logRefusals(storage.state.folder, about, { name: entry.name, at: host.now() })
  if (!refusals.ok) return refusals
  const collected = await takeInResults(entering)
  if (!collected.ok) return collected
  const tidied = entry.first ? await tidyUp(entering) : ok({ interrupted: 0, orphans: 0 })
  if (!tidied.ok) return tidied
  const rotation = await dueRotation(entering, user)
  const head = await storage.state.database().checkpoint()
  if (!head.ok) return head
  return ok({
    rollbackNoticed: await keepAnchor(host.keyring, vaultId, { size: head.value.size, root: head.value.root }),
    clock: clock.value,
    refusals: refusals.value,
    collected: collected.value.leases.size,
    setAside: collected.value.refused,
    rotation,
    ...tidied.value,
  })
}

/**
 * Makes a vault that was unlocked usable: whoever has no right to it any more is refused, an earlier copy of it is noticed, and
 * what an interruption has left is brought to its end. Whatever fails, it is closed again and all keys are overwritten. A page that
 * all this needs and that is not what was written is `database-damaged`.
 */
export async function enterVault(
  storage: VaultStorage,
  host: VaultHost,
  unlocked: UnlockedVault,
  entry: Entry,
): Promise<Result<OpeningReport>> {
  const adopted = storage.state.adopt(unlocked)
  if (!adopted.ok) return adopted
  let isIn = false
  try {
    const report = await entered({ storage, host, entry, database: adopted.value }, unlocked)
    isIn = report.ok
    return report
  } catch (error) {
    if (error instanceof StoreFault) return failed(error.failure)
    throw error
  } finally {
    if (!isIn) await storage.state.close(storage.leases.objects())
  }
}

async function entered(
  { storage, host, entry, database }: Omit<Entering, 'author'>,
  unlocked: UnlockedVault,
): Promise<Result<OpeningReport>> {
  const user = await permitted(storage.state, { entry, database, host })
  if (!user.ok) return user
  const author = {
    user: user.value ? { id: user.value.id, name: user.value.name } : null,
    role: null,
    session: storage.session,
  }
  return settleIn({ storage, host, entry, database, author }, user.value, unlocked.database.migratedFrom)
}
