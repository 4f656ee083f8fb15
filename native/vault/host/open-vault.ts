import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { type Unlocked, unlockWithPassphrase, unlockWithShares } from '../keys/unlock.ts'
import { type Entry, enterVault, type OpeningReport } from './enter-vault.ts'
import { type HeldLock, takeLock } from './lock-file.ts'
import { readTables } from './look-at-vault.ts'
import { OpenState } from './open-state.ts'
import { VaultStorage } from './open-vault-store.ts'
import { type Opener, unlockVault } from './unlock-vault.ts'
import { vaultName } from './vault-files.ts'
import type { VaultHost } from './vault-host.ts'

/** Which vault, and whether this program may open others than demonstrations. */
export type VaultPlace = { readonly folder: string; readonly demoOnly?: boolean }

/** Who opens a vault. */
export type Credentials = { readonly name: string; readonly passphrase: string }

/** The two recovery sheets, and whom they give a new passphrase: somebody with a record who is not disabled. */
export type Recovery = {
  readonly shares: readonly [string, string]
  readonly name: string
  readonly newPassphrase: string
  readonly reason: string
}

/** A vault that is open in this process, and whose passphrase opened it. */
export type OpenedVault = {
  readonly store: VaultStore
  readonly user: UserId
  readonly report: OpeningReport
  /** Says to other processes where this one takes calls; null: nowhere. */
  announce(socket: string | null): Promise<Result<void>>
}

function byPassphrase({ name, passphrase }: Credentials): Opener {
  return {
    name,
    open: (table, deviceSecret) => unlockWithPassphrase(table, name, passphrase, deviceSecret),
  }
}

function byShares({ shares, name }: Recovery): Opener {
  return { name, open: async (table: SlotTable): Promise<Result<Unlocked>> => unlockWithShares(table, ...shares) }
}

/** A vault whose lock this process holds, locked. */
export function lockedVault({ folder, demoOnly = false }: VaultPlace, host: VaultHost, lock: HeldLock): VaultStorage {
  const place = { folder, demoOnly, unseen: lock.before }
  const storage: VaultStorage = new VaultStorage(new OpenState(folder, host), host, {
    lock,
    reopen: async (name, passphrase) => {
      const unlocked = await unlockVault(place, byPassphrase({ name, passphrase }), host)
      if (!unlocked.ok) return unlocked
      const user = unlocked.value.unlocked.userId
      if (user === null) throw new Error('a slot belongs to somebody')
      const entered = await enterVault(storage, host, unlocked.value, { name, user, first: false })
      return entered.ok ? ok(user) : entered
    },
  })
  return storage
}

type Opened = { readonly storage: VaultStorage; readonly report: OpeningReport; readonly user: UserId | null }

async function enterFirst(place: VaultPlace, opener: Opener, host: VaultHost, lock: HeldLock): Promise<Result<Opened>> {
  const storage = lockedVault(place, host, lock)
  const { folder, demoOnly = false } = place
  const unlocked = await unlockVault({ folder, demoOnly, unseen: lock.before }, opener, host)
  if (!unlocked.ok) return unlocked
  const user = unlocked.value.unlocked.userId
  const entry: Entry = { name: opener.name, user, first: true }
  const report = await enterVault(storage, host, unlocked.value, entry)
  return report.ok ? ok({ storage, report: report.value, user }) : report
}

async function openLocked(place: VaultPlace, opener: Opener, host: VaultHost): Promise<Result<Opened>> {
  const { folder } = place
  // Before the lock is taken: nothing is written into a folder that is no vault.
  const tables = await readTables(folder)
  if (!tables.ok && tables.failure.kind === 'vault-missing') return tables
  const lock = await takeLock(folder, vaultName(folder), { program: host.program, since: host.now() })
  if (!lock.ok) return lock
  let opened: Result<Opened> | null = null
  try {
    opened = await enterFirst(place, opener, host, lock.value)
    return opened
  } finally {
    if (!opened?.ok) {
      const isBusy = opened !== null && opened.failure.kind === 'vault-busy'
      await (isBusy ? lock.value.giveBack() : lock.value.release())
    }
  }
}

/**
 * Opens a vault in this process with a named user's passphrase. Fails, in this order, with `vault-missing`, `vault-busy`,
 * `slots-damaged`, `demo-vault-only`, `too-many-attempts`, `no-such-user`, `other-machine` (before the passphrase is tried),
 * `wrong-passphrase`, `database-damaged`, `not-encrypted`, `vault-newer`, `slots-swapped`, `slots-rolled-back`,
 * `database-rolled-back`, `user-disabled`, `audit-broken`. Failed attempts are noted beside the slots, durably. Takes what one
 * argon2id takes, and a few milliseconds.
 */
export async function openVault(
  place: VaultPlace,
  credentials: Credentials,
  host: VaultHost,
): Promise<Result<OpenedVault>> {
  const opened = await openLocked(place, byPassphrase(credentials), host)
  if (!opened.ok) return opened
  const { storage, report, user } = opened.value
  if (user === null) throw new Error('a slot belongs to somebody')
  return ok({ store: storage, user, report, announce: (socket) => storage.announce(socket) })
}

/**
 * Opens a vault with both recovery sheets, where nobody can sign in, and gives a user a new passphrase on this machine: in the
 * log with the reason. Fails as `openVault`, with `bad-shares`, `no-such-user`, `user-disabled` and `weak-passphrase`.
 */
export async function openVaultWithShares(
  place: VaultPlace,
  recovery: Recovery,
  host: VaultHost,
): Promise<Result<OpenedVault>> {
  if (recovery.reason.trim() === '') return failed({ kind: 'reason-missing', method: 'user.recover' })
  const opened = await openLocked(place, byShares(recovery), host)
  if (!opened.ok) return opened
  const { storage, report } = opened.value
  const recovered = await recover(storage, recovery)
  if (recovered.ok)
    return ok({ store: storage, user: recovered.value, report, announce: (socket) => storage.announce(socket) })
  await storage.close()
  return recovered
}

async function recover(storage: VaultStorage, recovery: Recovery): Promise<Result<UserId>> {
  const { name, shares, newPassphrase, reason } = recovery
  const user = await storage.read.userByName(name)
  if (!user) return failed({ kind: 'no-such-user', name })
  if (user.disabledAt !== null) return failed({ kind: 'user-disabled', name })
  const object = { kind: 'user', id: user.id } as const
  const author = { user: null, role: null, session: storage.session }
  const draft = { ...author, action: 'user.recover', outcome: 'done', object, reason: reason.trim() } as const
  return storage.change(draft, async (_write, stageSlots) => {
    const staged = await stageSlots({ kind: 'recover', user: user.id, name: user.name, shares, newPassphrase })
    return staged.ok ? ok(user.id) : staged
  })
}
