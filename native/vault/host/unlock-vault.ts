import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { keyFits } from '../database/key-fits.ts'
import { type OpenedDatabase, openDatabase } from '../database/open-database.ts'
import { fingerprint } from '../keys/device-key.ts'
import { wipe } from '../keys/key-derivation.ts'
import { type KeyPair, publicKeyOf } from '../keys/key-pairs.ts'
import { type Unlocked, wipeUnlocked } from '../keys/unlock.ts'
import { unwrapKey } from '../keys/wrapped-key.ts'
import { attempted, refused } from './attempt.ts'
import type { LockHolder } from './lock-file.ts'
import { type FoundTables, readTables } from './look-at-vault.ts'
import { type OpenedKeys, openEither, settleTables } from './open-keys.ts'
import { vaultName } from './vault-files.ts'
import type { VaultHost } from './vault-host.ts'

/** Which vault, and who seems to have it where that cannot be seen from here. */
export type UnlockPlace = {
  readonly folder: string
  readonly demoOnly: boolean
  readonly unseen: LockHolder | null
}

/** Whose attempt it is, and how they open a slot table. */
export type Opener = {
  readonly name: string
  readonly open: (table: SlotTable, deviceSecret: Uint8Array | null) => Promise<Result<Unlocked>>
}

/** A vault whose keys and database are open, before anything of it is in use. */
export type UnlockedVault = OpenedKeys & {
  readonly database: OpenedDatabase
  readonly deviceSecret: Uint8Array | null
  /** This workstation's signing key. */
  readonly device: KeyPair
}

/** How often a database that is open elsewhere is tried, and how long after each other: its process may be ending. */
const [tries, pauseMilliseconds] = [10, 20]

function demoRule({ demoOnly }: UnlockPlace, table: SlotTable): Result<void> {
  return demoOnly && !table.demo ? failed({ kind: 'demo-vault-only' }) : ok(undefined)
}

function busy({ folder, unseen }: UnlockPlace, now: string): Failure {
  const program = unseen?.program ?? 'a program that left no name'
  return { kind: 'vault-busy', name: vaultName(folder), program, since: unseen?.since ?? now }
}

/** Why the database that a table names is not there: after a rotation, an earlier one of either has another generation. */
async function missingDatabase(folder: string, { generation, database }: SlotTable): Promise<Failure> {
  const found = (await readdir(folder)).map((name) => Number(/^vault-(\d+)\.db$/.exec(name)?.[1] ?? Number.NaN))
  if (found.some((other) => other > generation)) return { kind: 'slots-rolled-back' }
  if (found.some((other) => other < generation)) return { kind: 'database-rolled-back' }
  return { kind: 'database-damaged', detail: `${database.file} is missing` }
}

async function openedDatabase(
  place: UnlockPlace,
  { table, unlocked }: OpenedKeys,
  host: VaultHost,
): Promise<Result<OpenedDatabase>> {
  const path = join(place.folder, table.database.file)
  for (let left = tries; ; left--) {
    const opened = openDatabase(path, unlocked.databaseKey)
    if (opened.ok) return opened
    const { failure } = opened
    if (failure.kind === 'vault-missing') return failed(await missingDatabase(place.folder, table))
    if (failure.kind === 'database-damaged' && !keyFits(path, unlocked.databaseKey))
      return failed({ kind: 'slots-swapped' })
    if (failure.kind !== 'database-busy') return failed(failure)
    if (left === 0) return failed(busy(place, host.now()))
    await setTimeout(pauseMilliseconds)
  }
}

/** The signing key: the last of the vault's that its master key opens. */
export function deviceKey(database: OpenedDatabase, { vaultId, generation, master }: Unlocked): Result<KeyPair> {
  for (const { fingerprint: id, publicKey, wrapped } of database.identity.devices.toReversed()) {
    const privateKey = unwrapKey(master, wrapped, { vaultId, generation, kind: 'device-key', id })
    if (!privateKey) continue
    const isOwn = Buffer.from(publicKeyOf('ed25519', privateKey)).equals(Buffer.from(publicKey))
    if (isOwn && fingerprint(publicKey) === id) return ok({ privateKey, publicKey })
  }
  return failed({ kind: 'database-damaged', detail: 'the signing key' })
}

async function settled(
  place: UnlockPlace,
  { host, opener, opened, database, deviceSecret }: Opening,
): Promise<Result<OpenedKeys>> {
  const tables = await readTables(place.folder)
  const facts = database.identity.slotTable
  if (!tables.ok || !facts) {
    wipeUnlocked(opened.unlocked)
    return tables.ok ? failed({ kind: 'database-damaged', detail: 'making the vault was not finished' }) : tables
  }
  const open = (table: SlotTable): Promise<Result<Unlocked>> => opener.open(table, deviceSecret)
  const keys = await settleTables(place.folder, { facts, tables: tables.value, opened }, open)
  if (!keys.ok) return refused({ folder: place.folder, name: opener.name, now: host.now() }, keys.failure)
  const allowed = demoRule(place, keys.value.table)
  if (allowed.ok) return keys
  wipeUnlocked(keys.value.unlocked)
  return allowed
}

type Opening = {
  readonly host: VaultHost
  readonly opener: Opener
  readonly opened: OpenedKeys
  readonly database: OpenedDatabase
  readonly deviceSecret: Uint8Array | null
}

async function joined(place: UnlockPlace, opening: Opening): Promise<Result<UnlockedVault>> {
  const { database, deviceSecret } = opening
  const keys = await settled(place, opening)
  if (!keys.ok) {
    database.close()
    return keys
  }
  const device = deviceKey(database, keys.value.unlocked)
  if (device.ok) return ok({ ...keys.value, database, deviceSecret, device: device.value })
  wipeUnlocked(keys.value.unlocked)
  database.close()
  return device
}

async function unlockTables(
  place: UnlockPlace,
  tables: FoundTables,
  { opener, host, deviceSecret }: Pick<Opening, 'opener' | 'host' | 'deviceSecret'>,
): Promise<Result<UnlockedVault>> {
  const opened = await attempted({ folder: place.folder, name: opener.name, now: host.now() }, () =>
    openEither(tables, (table) => opener.open(table, deviceSecret)),
  )
  if (!opened.ok) return opened
  const database = await openedDatabase(place, opened.value, host)
  if (database.ok) return joined(place, { host, opener, opened: opened.value, database: database.value, deviceSecret })
  wipeUnlocked(opened.value.unlocked)
  return database
}

/**
 * Opens the keys and the database of a vault whose lock this process holds, and sees to it that both belong to each other. In
 * this order: structure and signature of the slot table, demo rule, other machine and back-off, passphrase or shares, database,
 * agreement. Whatever fails, all keys are overwritten and nothing stays open.
 */
export async function unlockVault(place: UnlockPlace, opener: Opener, host: VaultHost): Promise<Result<UnlockedVault>> {
  const { folder } = place
  const tables = await readTables(folder)
  if (!tables.ok) return tables
  const allowed = demoRule(place, tables.value.current)
  if (!allowed.ok) return allowed
  const deviceSecret = await host.keyring.getDeviceSecret(tables.value.current.vaultId)
  const unlocked = await unlockTables(place, tables.value, { opener, host, deviceSecret })
  if (!unlocked.ok && deviceSecret) wipe(deviceSecret)
  return unlocked
}
