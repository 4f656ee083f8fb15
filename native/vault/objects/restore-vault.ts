import { mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { dayOf, isBefore } from '../../../core/calendar.ts'
import type { Failure } from '../../../core/failure.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import { entryOrNull } from '../../evidence/file-identity.ts'
import { bytesOfHandle, hashOfBytes } from '../../evidence/file-source.ts'
import { removeIfThere, syncFolder } from '../../evidence/place-file.ts'
import { codeOf, readingFailure, writingFailure } from '../../evidence/storage-failure.ts'
import { keepAnchor, keptAnchor } from '../host/kept-anchor.ts'
import { inboxName } from '../host/result-inbox.ts'
import { objectsName, restoredName, slotsName, vaultName } from '../host/vault-files.ts'
import { wipe } from '../keys/key-derivation.ts'
import { slotTableText } from '../keys/signed-slots.ts'
import { writeSlots } from '../keys/slot-files.ts'
import { bytesOf, type Unlocked, wipeUnlocked } from '../keys/unlock.ts'
import { unwrapKey } from '../keys/wrapped-key.ts'
import { openStored, type StoredSource } from '../segments/segment-source.ts'
import { answering } from './answering.ts'
import { BrokenArchive, Stopped } from './backup-archive.ts'
import { type BackupCredentials, openKeysOf } from './backup-credentials.ts'
import { type FoundBackup, readBackupHeader } from './backup-header.ts'
import { extractBackup } from './extract-backup.ts'
import { type LaterState, laterState } from './later-deletions.ts'
import { type RestorePorts, type Settled, settleRestored } from './settle-restored.ts'

/** What is restored, and where to. Paths are absolute. */
export type RestoreRequest = {
  /** The backup's file. */
  readonly from: string
  /** Where the vault is to be: nothing is there, or an empty folder. */
  readonly folder: string
  readonly credentials: BackupCredentials
  /** The folder of the vault that the backup is of, where it still is: what was deleted there since is deleted here, too. */
  readonly after: string | null
}

/** A vault that was restored. */
export type Restored = {
  readonly backup: string
  readonly vaultId: string
  readonly createdAt: Instant
  readonly objects: number
  /** Clips and copies that later deletions took out again. */
  readonly deleted: number
  /** `unknown`: nobody could say what was deleted after the backup was made; whoever restores has to be told. */
  readonly laterDeletions: 'applied' | 'unknown'
  /** Objects that had no file when the backup was made, unless they were deleted. */
  readonly missing: readonly ObjectId[]
  /** Objects whose files were damaged then already. */
  readonly damaged: readonly ObjectId[]
}

const mebibyte = 1 << 20

/** Where a vault grows until it is whole. It has no slot table before that: nobody opens it. */
function growingPath(folder: string): string {
  return `${folder}.restoring`
}

async function isFree(folder: string): Promise<Result<void>> {
  const name = vaultName(folder)
  const entry = await entryOrNull(folder)
  if (!entry) return ok(undefined)
  if (!entry.isDirectory()) return failed({ kind: 'file-exists', name })
  const names = await readdir(folder)
  if (names.includes(slotsName)) return failed({ kind: 'vault-exists', name })
  return names.length === 0 ? ok(undefined) : failed({ kind: 'file-exists', name })
}

/** A backup whose keys are open. */
type OpenBackup = {
  readonly found: FoundBackup
  readonly unlocked: Unlocked
  /** The backup's own. */
  readonly key: Uint8Array
  readonly archive: StoredSource
}

async function openBackup(
  found: FoundBackup,
  name: string,
  { request, ports }: { readonly request: RestoreRequest; readonly ports: RestorePorts },
): Promise<Result<OpenBackup>> {
  const { header, table, payload } = found
  const { id, vaultId, generation, expiresAt } = header
  if (!isBefore(ports.now(), expiresAt)) return failed({ kind: 'backup-expired', name, expiredOn: dayOf(expiresAt) })
  const unlocked = await openKeysOf(table, request.credentials, ports.keyring)
  if (!unlocked.ok) return unlocked
  const place = { vaultId, generation, kind: 'backup', id }
  const key = unwrapKey(unlocked.value.master, bytesOf(header.wrappedKey), place)
  const archive = key ? await openStored(payload, { key, fileId: bytesOf(header.fileId) }, name) : null
  if (key && archive?.ok) return ok({ found, unlocked: unlocked.value, key, archive: archive.value })
  if (key) wipe(key)
  wipeUnlocked(unlocked.value)
  const fault = archive && !archive.ok ? archive.failure : null
  if (fault && fault.kind !== 'object-damaged') return failed(fault)
  return failed({ kind: 'backup-damaged', name, detail: fault ? 'its end is missing or changed' : 'its key' })
}

type Restoration = {
  readonly request: RestoreRequest
  readonly ports: RestorePorts
  readonly work: Work
  readonly name: string
  readonly backup: OpenBackup
  readonly later: LaterState | null
  /** The whole file, for its hash. */
  readonly stored: ReturnType<typeof bytesOfHandle>
}

/** Makes the vault under the name that it grows under, whole but for its slot table. */
async function grown(
  restoration: Restoration,
  folder: string,
): Promise<Result<{ settled: Settled; restored: Restored }>> {
  const { request, ports, work, name, backup, later, stored } = restoration
  const { found, unlocked, archive } = backup
  const { vaultId, id, createdAt } = found.header
  let done = 0
  const onBytes = (bytes: number): void => {
    done += bytes
    work.onProgress({ stage: 'backup', done: done / mebibyte, total: archive.size / mebibyte, seconds: 0 })
  }
  const place = { folder, databaseFile: found.table.database.file }
  const extracted = await extractBackup(archive, place, { signal: work.signal, onBytes })
  const anchor = await keptAnchor(ports.keyring, vaultId)
  const fileSha256 = await hashOfBytes(stored)
  const restoring = { folder, name, found, fileSha256, unlocked, extracted, later, anchor, ports }
  const settled = await settleRestored(restoring)
  if (!settled.ok) return settled
  const { leftOut, damaged } = extracted.summary
  const restored: Restored = {
    backup: id,
    vaultId,
    createdAt,
    objects: settled.value.objects,
    deleted: settled.value.deleted,
    laterDeletions: request.after === null ? 'unknown' : 'applied',
    missing: leftOut.filter(({ why }) => why === 'missing').map(({ object }) => object),
    damaged,
  }
  return ok({ settled: settled.value, restored })
}

/** The slot table comes last but for the name: from then on there is a vault. */
async function placed(growing: string, folder: string, text: string): Promise<Result<void>> {
  const written = await writeSlots(growing, text)
  if (!written.ok) return written
  if (await entryOrNull(folder)) await rmdir(folder)
  await rename(growing, folder)
  await syncFolder(folder)
  await removeIfThere(join(folder, restoredName))
  return ok(undefined)
}

/** What an error means for whoever restores; bugs are thrown on. */
function failureOf(error: unknown, { request, name, backup }: Restoration): Failure {
  if (error instanceof Stopped) return { kind: 'cancelled' }
  if (error instanceof BrokenArchive) return { kind: 'backup-damaged', name, detail: error.message }
  const fault = backup.archive.fault()
  if (fault?.kind === 'object-damaged') return { kind: 'backup-damaged', name, detail: 'bytes within it' }
  if (fault) return fault
  if (codeOf(error) === null) throw error
  return writingFailure(error, vaultName(request.folder))
}

/** Removes what an interrupted restoring has left, and nothing that anybody has opened: its mark would be gone. */
async function clearGround(growing: string): Promise<Result<void>> {
  const names = (await entryOrNull(growing)) ? await readdir(growing) : []
  if (names.length > 0 && !names.includes(restoredName))
    return failed({ kind: 'file-exists', name: vaultName(growing) })
  // The mark goes last, so that this can be interrupted, too.
  for (const name of names) if (name !== restoredName) await rm(join(growing, name), { recursive: true, force: true })
  await rm(growing, { recursive: true, force: true })
  return ok(undefined)
}

async function restoredFrom(restoration: Restoration): Promise<Result<Restored>> {
  const { request, ports, work } = restoration
  const growing = growingPath(request.folder)
  let isOurs = false
  let isPlaced = false
  try {
    const cleared = await clearGround(growing)
    if (!cleared.ok) return cleared
    isOurs = true
    await mkdir(growing, { mode: 0o700 })
    await writeFile(join(growing, restoredName), '', { mode: 0o600 })
    for (const part of [objectsName, inboxName]) await mkdir(join(growing, part), { mode: 0o700 })
    const made = await grown(restoration, growing)
    if (!made.ok) return made
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    const put = await placed(growing, request.folder, slotTableText(made.value.settled.table))
    if (!put.ok) return put
    isPlaced = true
    await keepAnchor(ports.keyring, made.value.restored.vaultId, made.value.settled.head)
    return ok(made.value.restored)
  } catch (error) {
    return failed(failureOf(error, restoration))
  } finally {
    if (isOurs && !isPlaced) await rm(growing, { recursive: true, force: true })
  }
}

async function restoreFrom(
  stored: Restoration['stored'],
  name: string,
  rest: Pick<Restoration, 'request' | 'ports' | 'work'>,
): Promise<Result<Restored>> {
  const { request, ports } = rest
  const found = await readBackupHeader(stored, name)
  if (!found.ok) return found
  const backup = await openBackup(found.value, name, { request, ports })
  if (!backup.ok) return backup
  try {
    const { vaultId } = found.value.header
    const { after, credentials } = request
    const later =
      after === null ? null : await laterState({ folder: after, vaultId, credentials, keyring: ports.keyring })
    if (later && !later.ok) return later
    return await restoredFrom({ ...rest, name, stored, backup: backup.value, later: later?.value ?? null })
  } finally {
    wipe(backup.value.key)
    wipeUnlocked(backup.value.unlocked)
  }
}

/**
 * Makes a vault from a backup. Everything is checked, and what was deleted later is deleted again, before there is a vault that
 * could be opened; whatever fails, is stopped or killed leaves none. Who has lost a slot since (`after` tells) has none in it.
 * Fails with `backup-expired`, `backup-damaged`, `vault-exists`, `file-exists`, `folder-missing`, `disk-full`, `not-writable`,
 * `file-missing`, `file-unreadable`, `cancelled`; as opening the keys does (`wrong-passphrase`, `no-such-user`, `other-machine`,
 * `bad-shares`); with `after`, also with `vault-missing`, `vault-busy`, `slots-swapped`.
 */
export async function restoreVault(
  request: RestoreRequest,
  ports: RestorePorts,
  work: Work,
): Promise<Result<Restored>> {
  const name = basename(request.from)
  const free = await isFree(request.folder)
  if (!free.ok) return free
  let handle: Awaited<ReturnType<typeof open>>
  try {
    handle = await open(request.from, 'r')
  } catch (error) {
    return failed(readingFailure(error, name))
  }
  try {
    const { size } = await handle.stat()
    return await answering(() => restoreFrom(bytesOfHandle(handle, size), name, { request, ports, work }))
  } catch (error) {
    return failed(readingFailure(error, name))
  } finally {
    await handle.close()
  }
}
