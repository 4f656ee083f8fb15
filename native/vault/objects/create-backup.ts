import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Sha256, sha256 } from '../../../core/clips/clip-index.ts'
import type { Instant } from '../../../core/ports/clock.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { StopSignal, Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { bytesOfHandle, hashOfBytes } from '../../evidence/file-source.ts'
import { checkOutputPath, type OutputPath, partialPathOf } from '../../evidence/output-path.ts'
import { createPartial, placePartial, removeIfThere } from '../../evidence/place-file.ts'
import { codeOf, writingFailure } from '../../evidence/storage-failure.ts'
import { removeDatabase } from '../database/connection.ts'
import { wipe } from '../keys/key-derivation.ts'
import { hexOf } from '../keys/make-slot.ts'
import type { Unlocked } from '../keys/unlock.ts'
import { wrapKey } from '../keys/wrapped-key.ts'
import type { SegmentStorage } from '../segments/segment-file.ts'
import { newSegmentKey, type SegmentKey } from '../segments/segment-format.ts'
import { openStored } from '../segments/segment-source.ts'
import { createSegmentWriter } from '../segments/segment-writer.ts'
import { BrokenArchive, type CopyWork, readArchive, Stopped } from './backup-archive.ts'
import { addContent, bytesToCopy } from './backup-content.ts'
import { copyDatabase, type DatabaseCopy } from './backup-copy.ts'
import { headerBytesOf, readBackupHeader } from './backup-header.ts'
import type { BackupSummary } from './backup-summary.ts'
import type { ObjectDesk } from './vault-objects.ts'

/** What is asked of a backup. `out` is an absolute path where nothing is yet. */
export type BackupRequest = { readonly out: string; readonly draft: AuditDraft; readonly expiresAt: Instant }

/** A backup that was made. */
export type BackupMade = { readonly bytes: number; readonly sha256: Sha256; readonly backup: string }

const mebibyte = 1 << 20

type Backup = {
  readonly id: string
  readonly name: string
  readonly key: SegmentKey
  readonly createdAt: Instant
  readonly header: Uint8Array
}

/** The part of a file behind its first `offset` bytes, as if it were a file of its own. */
function behind(handle: FileHandle, offset: number): SegmentStorage {
  return {
    write: (bytes, from, length, position) => handle.write(bytes, from, length, offset + position),
    sync: () => handle.sync(),
    stat: async () => ({ size: (await handle.stat()).size - offset }),
  }
}

function newBackup(desk: ObjectDesk, copy: DatabaseCopy, unlocked: Unlocked, request: BackupRequest): Backup {
  const { user } = request.draft
  if (!user) throw new Error('a backup is made by somebody')
  const id = desk.host.newId()
  const key = newSegmentKey()
  const createdAt = desk.host.now()
  const { vaultId, generation, master, signer } = unlocked
  const header = headerBytesOf(
    {
      format: 'occlude-backup',
      version: 1,
      id,
      vaultId,
      createdAt,
      expiresAt: request.expiresAt,
      createdBy: user.id,
      generation,
      slots: copy.slots,
      wrappedKey: hexOf(wrapKey(master, key.key, { vaultId, generation, kind: 'backup', id })),
      fileId: hexOf(key.fileId),
    },
    signer.privateKey,
  )
  return { id, name: basename(request.out), key, createdAt, header }
}

type Writing = {
  readonly desk: ObjectDesk
  readonly copy: DatabaseCopy
  readonly backup: Backup
  readonly work: CopyWork
}

async function written({ desk, copy, backup, work }: Writing, handle: FileHandle): Promise<Result<BackupSummary>> {
  const { header, key, name } = backup
  await handle.write(header, 0, header.length, 0)
  const writer = createSegmentWriter(behind(handle, header.length), key, name)
  try {
    const summary = await addContent({ desk, copy, append: (bytes) => writer.append(bytes), work })
    const finished = await writer.finish()
    return finished.ok ? ok(summary) : finished
  } catch (error) {
    const fault = writer.fault()
    if (!fault) throw error
    return failed(fault)
  }
}

/** Reads a backup back as restoring it would, every byte; answers its size and hash. */
async function readBack({ backup, work }: Writing, path: string): Promise<Result<Omit<BackupMade, 'backup'>>> {
  const { name, key } = backup
  const handle = await open(path, 'r')
  try {
    const stored = bytesOfHandle(handle, (await handle.stat()).size)
    const found = await readBackupHeader(stored, name)
    if (!found.ok) return found
    const payload = await openStored(found.value.payload, key, name)
    if (!payload.ok) return payload
    await readArchive(payload.value, work, () => ({ take: () => {}, done: () => {} }))
    return ok({ bytes: stored.size, sha256: await hashOfBytes(stored) })
  } catch (error) {
    if (error instanceof BrokenArchive) return failed({ kind: 'backup-damaged', name, detail: error.message })
    throw error
  } finally {
    await handle.close()
  }
}

/** Writes and reads back the unfinished file, then has the vault know of it, then gives it its name. */
async function madeAt(writing: Writing, output: OutputPath, request: BackupRequest): Promise<Result<BackupMade>> {
  const { desk, backup } = writing
  const handle = await createPartial(output.path)
  let summary: Result<BackupSummary>
  try {
    summary = await written(writing, handle)
  } finally {
    await handle.close()
  }
  if (!summary.ok) return summary
  const read = await readBack(writing, partialPathOf(output.path))
  if (!read.ok) return read
  const recorded = await record(desk, { backup, request, summary: summary.value, made: read.value })
  if (!recorded.ok) return recorded
  await placePartial(output)
  return ok({ ...read.value, backup: backup.id })
}

type Recording = {
  readonly backup: Backup
  readonly request: BackupRequest
  readonly summary: BackupSummary
  readonly made: Omit<BackupMade, 'backup'>
}

/** Before the file has its name: a backup that nobody knows of would keep keys that count as deleted. */
function record(desk: ObjectDesk, { backup, request, summary, made }: Recording): Promise<Result<void>> {
  const { draft, expiresAt } = request
  const { id, createdAt } = backup
  const detail = {
    bytes: made.bytes,
    expiresAt,
    leftOut: summary.leftOut.length,
    damaged: summary.damaged.length,
  }
  const object = { kind: 'backup', id, sha256: made.sha256 } as const
  return desk.host.change({ ...draft, object, detail: { ...draft.detail, ...detail } }, async (write) => {
    if (!draft.user) throw new Error('a backup is made by somebody')
    await write.putBackup({ id, at: createdAt, expiresAt, by: draft.user.id, sha256: sha256(made.sha256) })
    return ok(undefined)
  })
}

function copyWork(signal: StopSignal, total: number, work: Work): CopyWork {
  let done = 0
  return {
    signal,
    onBytes: (bytes) => {
      done += bytes
      work.onProgress({ stage: 'backup', done: done / mebibyte, total: Math.max(total, done) / mebibyte, seconds: 0 })
    },
  }
}

async function fromCopy(
  desk: ObjectDesk,
  copy: DatabaseCopy,
  { request, output, work }: { readonly request: BackupRequest; readonly output: OutputPath; readonly work: Work },
): Promise<Result<BackupMade>> {
  const unlocked = desk.host.held.unlocked()
  if (!unlocked.ok) return unlocked
  const backup = newBackup(desk, copy, unlocked.value, request)
  let placed = false
  try {
    // Everything is read twice: once to write it, once to see that it can be read back.
    const copying = copyWork(work.signal, 2 * (await bytesToCopy(copy)), work)
    const made = await madeAt({ desk, copy, backup, work: copying }, output, request)
    placed = made.ok
    return made
  } catch (error) {
    if (error instanceof Stopped) return failed({ kind: 'cancelled' })
    if (codeOf(error) !== null) return failed(writingFailure(error, output.name))
    throw error
  } finally {
    wipe(backup.key.key)
    if (!placed) await removeIfThere(partialPathOf(output.path))
  }
}

/**
 * Writes everything of an open vault into one file under a key of its own, while the vault is in use: the database as it is at
 * one moment, then the objects that it names. The file is read back before the vault knows of it and it gets its name; whatever
 * fails or is stopped leaves nothing. Fails with `file-exists`, `folder-missing`, `disk-full`, `not-writable`, `cancelled`,
 * `vault-locked`, `database-damaged`, `file-unreadable`.
 */
export async function createBackup(desk: ObjectDesk, request: BackupRequest, work: Work): Promise<Result<BackupMade>> {
  const output: OutputPath = { path: request.out, name: basename(request.out), overwrite: false, inputs: [] }
  const place = await checkOutputPath(output)
  if (!place.ok) return place
  const copy = await copyDatabase(desk.host)
  if (!copy.ok) return copy
  try {
    return await fromCopy(desk, copy.value, { request, output, work })
  } finally {
    await copy.value.database.close()
    removeDatabase(copy.value.path)
  }
}
