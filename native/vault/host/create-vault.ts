import { join } from 'node:path'
import { readProfile } from '../../../contract/profile-file.ts'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { type UserId, userId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
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
import { databaseName, makeVaultFolder, removeVaultFolder, slotsName, vaultName } from './vault-files.ts'
import type { VaultHost } from './vault-host.ts'

/** What a new vault is to be. */
export type NewVaultRequest = {
  readonly folder: string
  /** The policy profile, as shipped or as given. */
  readonly profileText: string
  readonly administrator: { readonly name: string; readonly passphrase: string }
  /** A vault to try Occlude with: marked for ever, and the only kind that a test double opens. */
  readonly demo: boolean
}

/** A new vault, open, and the two sheets that alone open it when nobody can sign in. They are kept nowhere else. */
export type CreatedVault = {
  readonly store: VaultStore
  readonly user: UserId
  readonly sheets: readonly [RecoverySheet, RecoverySheet]
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
    isMade = written.ok
    if (!written.ok) return written
    await storage.anchor()
    return ok(storage)
  } finally {
    if (!isMade) await storage.state.close(new Set())
  }
}

async function makeInFolder(
  request: NewVaultRequest,
  host: VaultHost,
  forces: readonly string[],
): Promise<Result<CreatedVault>> {
  const { folder } = request
  const lock = await takeLock(folder, vaultName(folder), { program: host.program, since: host.now() })
  if (!lock.ok) return lock
  let isMade = false
  try {
    const making = await newSlots(request, host, forces)
    if (!making.ok) return making
    const { slots, user, device, deviceSecret } = making.value
    const sheets = await recoverySheets(slots.shares)
    const storage = await make(making.value, lock.value)
    isMade = storage.ok
    if (storage.ok)
      return ok({ store: storage.value, user: user.id, sheets, announce: (socket) => storage.value.announce(socket) })
    wipeUnlocked(slots.unlocked)
    wipe(device.privateKey)
    if (deviceSecret) await host.keyring.forget(slots.table.vaultId)
    return storage
  } finally {
    if (!isMade) await lock.value.release()
  }
}

/** Files of a vault that was not made to its end. */
function partsOf(): readonly string[] {
  const database = databaseName(1)
  return [slotsName, `${slotsName}.partial`, ...['', '-wal', '-shm', '-journal'].map((end) => `${database}${end}`)]
}

/**
 * Makes a vault in a folder that is not there yet or is empty, with its first administrator, and opens it. Whatever fails,
 * nothing of it is left. Fails with `vault-exists`, `file-exists` (the folder holds something), `folder-missing`, `bad-json` (the
 * profile), `bad-user-name`, `weak-passphrase`, `disk-full`, `not-writable`.
 */
export async function createVault(request: NewVaultRequest, host: VaultHost): Promise<Result<CreatedVault>> {
  const profile = readProfile(request.profileText, 'profile')
  if (!profile.ok) return profile
  const folder = await makeVaultFolder(request.folder)
  if (!folder.ok) return folder
  let made: Result<CreatedVault> | null = null
  try {
    made = await makeInFolder(request, host, profile.value.forces)
    return made
  } finally {
    if (!made?.ok) await removeVaultFolder(request.folder, partsOf(), folder.value.made)
  }
}
