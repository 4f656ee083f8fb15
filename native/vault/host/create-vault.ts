import { join } from 'node:path'
import { readProfile } from '../../../contract/profile-file.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import { StoreFault, type VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type UserId, userId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { writingFailure } from '../../evidence/storage-failure.ts'
import { createDatabase, type OpenedDatabase } from '../database/open-database.ts'
import type { RecordWriter } from '../database/record-writer.ts'
import { fingerprint, newDeviceKey } from '../keys/device-key.ts'
import { wipe } from '../keys/key-derivation.ts'
import type { KeyPair } from '../keys/key-pairs.ts'
import { createSlotTable, type NewSlots } from '../keys/new-slots.ts'
import { type RecoverySheet, recoverySheets } from '../keys/recovery-sheets.ts'
import { slotTableFacts, slotTableText } from '../keys/signed-slots.ts'
import { writeSlots } from '../keys/slot-files.ts'
import { wipeUnlocked } from '../keys/unlock.ts'
import { wrapKey } from '../keys/wrapped-key.ts'
import { type HeldLock, takeLock } from './lock-file.ts'
import { newMachineSecret } from './machine-secret.ts'
import { lockedVault } from './open-vault.ts'
import type { VaultStorage } from './open-vault-store.ts'
import {
  databaseName,
  isUnfinished,
  makeInnerFolders,
  makeVaultFolder,
  removeMakings,
  removeUnfinished,
  unmark,
  vaultName,
} from './vault-files.ts'
import type { VaultHost } from './vault-host.ts'

/** What a new vault is to be. */
export type NewVaultRequest = {
  readonly folder: string
  /** The policy profile, as shipped or as given. */
  readonly profileText: string
  readonly administrator: { readonly name: string; readonly passphrase: string }
  /** A vault to try Occlude with: marked for ever, and the only kind that a test double opens. */
  readonly demo: boolean
  /** Keeps the recovery sheets where they are safe, before the vault counts as made: when it fails, there is none. */
  readonly keepSheets?: (sheets: CreatedVault['sheets']) => Promise<Result<unknown>>
}

/** A new vault, open, and the two sheets that alone open it when nobody can sign in. They are kept nowhere else. */
export type CreatedVault = {
  readonly store: VaultStore
  readonly user: UserId
  readonly sheets: readonly [RecoverySheet, RecoverySheet]
  /** True: in this folder a vault was being made before, and that had not come to its end; what it had left was removed. */
  readonly replacedUnfinished: boolean
  announce(socket: string | null): Promise<Result<void>>
}

type Making = {
  readonly request: NewVaultRequest
  readonly host: VaultHost
  readonly slots: NewSlots
  readonly user: UserRecord
  readonly device: KeyPair
  readonly deviceSecret: Uint8Array | null
}

async function newSlots(request: NewVaultRequest, host: VaultHost, forces: readonly string[]): Promise<Result<Making>> {
  const { name, passphrase } = request.administrator
  const [vaultId, createdAt] = [host.newId(), host.now()]
  const deviceSecret = await newMachineSecret(host.keyring, vaultId)
  const user: UserRecord = {
    id: userId(host.newId()),
    name: name.normalize('NFC'),
    knownAs: [],
    grants: [{ role: 'administrator', scope: { forces: 'all', areas: 'all', teams: 'all' }, from: null, until: null }],
    createdAt,
    disabledAt: null,
  }
  const slots = await createSlotTable({
    vaultId,
    demo: request.demo,
    createdAt,
    databaseFile: databaseName(1),
    first: {
      userId: user.id,
      name,
      passphrase,
      deviceSecret,
      changedAt: createdAt,
      expectedWords: forces,
      ...(host.cost ? { cost: host.cost } : {}),
    },
  })
  if (slots.ok) return ok({ request, host, slots: slots.value, user, device: newDeviceKey(), deviceSecret })
  if (deviceSecret) await host.keyring.forget(vaultId)
  return slots
}

async function firstRecords(
  { slots, request, user, device, host }: Making,
  write: RecordWriter,
): Promise<Result<void>> {
  const { vaultId, generation, master } = slots.unlocked
  const id = fingerprint(device.publicKey)
  await write.putSlotTableFacts(slotTableFacts(slots.table))
  await write.putDevice({
    fingerprint: sha256(id),
    publicKey: device.publicKey,
    addedAt: host.now(),
    generation,
    wrapped: wrapKey(master, device.privateKey, { vaultId, generation, kind: 'device-key', id }),
  })
  await write.putSettings({ profileText: request.profileText, clockDoubtful: false, rotationDue: false })
  await write.putUser(user)
  return ok(undefined)
}

/** The first change and the first entries, then the slot table: only with that is it a vault. */
async function writeFirst(making: Making, storage: VaultStorage, database: OpenedDatabase): Promise<Result<void>> {
  const { slots, user, request, device, deviceSecret } = making
  const { table, unlocked } = slots
  const adopted = storage.state.adopt({ table, unlocked, database, device, deviceSecret })
  if (!adopted.ok) return adopted
  const author = { user: { id: user.id, name: user.name }, role: null, session: storage.session, reason: null }
  const created: AuditDraft = {
    ...author,
    action: 'vault.create',
    outcome: 'done',
    object: { kind: 'vault', id: table.vaultId },
    detail: { demo: request.demo ? 'yes' : 'no', credentialStore: deviceSecret ? 'used' : 'not-used' },
  }
  const changed = await adopted.value.change(created, (write) => firstRecords(making, write))
  if (!changed.ok) return changed
  const added: AuditDraft = {
    ...author,
    action: 'user.add',
    outcome: 'done',
    object: { kind: 'user', id: user.id },
    detail: { role: 'administrator' },
  }
  const noted = await adopted.value.note(added)
  return noted.ok ? writeSlots(request.folder, slotTableText(table)) : noted
}

async function make(making: Making, lock: HeldLock): Promise<Result<VaultStorage>> {
  const { request, host, slots } = making
  const { folder } = request
  const database = createDatabase(join(folder, slots.table.database.file), slots.unlocked.databaseKey)
  if (!database.ok) {
    const { failure } = database
    if (failure.kind === 'database-busy') throw new Error('a new database is open elsewhere')
    return failed(failure)
  }
  const storage = lockedVault({ folder }, host, lock)
  let isMade = false
  try {
    const written = await writeFirst(making, storage, database.value)
    if (!written.ok) return written
    await storage.anchor()
    isMade = true
    return ok(storage)
  } catch (error) {
    if (error instanceof StoreFault) return failed(error.failure)
    throw error
  } finally {
    if (!isMade) await storage.state.close(new Set())
  }
}

/** What the folder of a new vault was, and the lock on it. */
type Ground = { readonly lock: HeldLock; readonly unfinished: boolean }

async function makeLocked(
  request: NewVaultRequest,
  host: VaultHost,
  forces: readonly string[],
  { lock, unfinished }: Ground,
): Promise<Result<CreatedVault>> {
  const making = await newSlots(request, host, forces)
  if (!making.ok) return making
  const { slots, user, device, deviceSecret } = making.value
  const sheets = await recoverySheets(slots.shares)
  const storage = await makeKept(making.value, lock, sheets)
  if (storage.ok) {
    const announce = (socket: string | null) => storage.value.announce(socket)
    return ok({ store: storage.value, user: user.id, sheets, replacedUnfinished: unfinished, announce })
  }
  wipeUnlocked(slots.unlocked)
  wipe(device.privateKey)
  if (deviceSecret) await host.keyring.forget(slots.table.vaultId)
  return storage
}

async function makeKept(making: Making, lock: HeldLock, sheets: CreatedVault['sheets']): Promise<Result<VaultStorage>> {
  const storage = await make(making, lock)
  if (!storage.ok) return storage
  const kept = await finished(making.request, sheets)
  if (kept.ok) return storage
  await storage.value.state.close(new Set())
  return kept
}

async function finished(
  { folder, keepSheets }: NewVaultRequest,
  sheets: CreatedVault['sheets'],
): Promise<Result<void>> {
  const kept = await keepSheets?.(sheets)
  if (kept && !kept.ok) return kept
  try {
    await unmark(folder)
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, vaultName(folder)))
  }
}

/** Empties the folder of what an earlier making has left. Whoever has finished or changed it meanwhile keeps it. */
async function emptied(folder: string): Promise<Result<void>> {
  const name = vaultName(folder)
  try {
    if ((await isUnfinished(folder)) !== true) return failed({ kind: 'vault-exists', name })
    await removeMakings(folder)
    await makeInnerFolders(folder)
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, name))
  }
}

async function makeInFolder(
  request: NewVaultRequest,
  host: VaultHost,
  forces: readonly string[],
  ground: { readonly made: boolean; readonly unfinished: boolean },
): Promise<Result<CreatedVault>> {
  const { folder } = request
  const lock = await takeLock(folder, vaultName(folder), { program: host.program, since: host.now() })
  if (!lock.ok) {
    // Who has the lock is making a vault here; otherwise not even a lock could be written.
    if (lock.failure.kind !== 'vault-busy' && !ground.unfinished) await removeUnfinished(folder, ground.made)
    return lock
  }
  let isOurs = false
  let isMade = false
  try {
    const empty = await emptied(folder)
    isOurs = empty.ok || empty.failure.kind !== 'vault-exists'
    if (!empty.ok) return empty
    const made = await makeLocked(request, host, forces, { lock: lock.value, unfinished: ground.unfinished })
    isMade = made.ok
    return made
  } finally {
    if (!isMade && isOurs) await removeMakings(folder)
    if (!isMade) await lock.value.release()
    if (!isMade && isOurs) await removeUnfinished(folder, ground.made)
  }
}

/**
 * Makes a vault in a folder that is not there yet, is empty, or in which the making of a vault was interrupted (one that was ever
 * opened is never touched), with its first administrator, and opens it. Whatever fails, nothing of it is left. Fails with
 * `vault-exists`, `vault-busy` (another process is making one), `file-exists` (the folder holds something), `folder-missing`,
 * `bad-json` (the profile), `bad-user-name`, `weak-passphrase`, `disk-full`, `not-writable`, and as keeping the sheets does.
 */
export async function createVault(request: NewVaultRequest, host: VaultHost): Promise<Result<CreatedVault>> {
  const profile = readProfile(request.profileText, 'profile')
  if (!profile.ok) return profile
  const ground = await makeVaultFolder(request.folder)
  return ground.ok ? makeInFolder(request, host, profile.value.forces, ground.value) : ground
}
