import { type FileHandle, open, stat } from 'node:fs/promises'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { StoreLocked } from '../../../core/ports/vault/vault-store.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { ClipId, ObjectId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import { bytesOfHandle } from '../../evidence/file-source.ts'
import { codeOf } from '../../evidence/storage-failure.ts'
import { addEntry, type CopyWork, endArchive } from './backup-archive.ts'
import type { DatabaseCopy } from './backup-copy.ts'
import { type BackupSummary, entryNames, entryOfObject } from './backup-summary.ts'
import { allObjects } from './check-objects.ts'
import { openObjectFile } from './object-files.ts'
import type { ObjectDesk } from './vault-objects.ts'

/** What is put into a backup. */
export type BackupContent = {
  readonly desk: ObjectDesk
  readonly copy: DatabaseCopy
  readonly append: (bytes: Uint8Array) => Promise<void>
  readonly work: CopyWork
}

/** Bytes of an object's file; what the disk cannot read any more is zeros, and the object then counts as damaged. */
function salvaged(handle: FileHandle, size: number): ByteSource {
  const stored = bytesOfHandle(handle, size)
  return {
    size,
    read: async (offset, length) => {
      try {
        return await stored.read(offset, length)
      } catch (error) {
        if (codeOf(error) !== 'EIO' && !(error instanceof RangeError)) throw error
        return new Uint8Array(Math.min(length, size - offset))
      }
    },
  }
}

/** Adds an object; answers whether it is there, and is what was written. */
async function addObject(
  { desk, append, work }: BackupContent,
  record: ObjectRecord,
): Promise<'whole' | 'damaged' | 'gone'> {
  const handle = await openObjectFile(desk.host.folder, record.id, { name: record.id })
  if (!handle.ok) return 'gone'
  try {
    const { size } = await handle.value.stat()
    const content = salvaged(handle.value, size)
    const hash = await addEntry(append, { name: entryOfObject(record.id), content }, work)
    return size === record.storedBytes && hash === record.storedSha256 ? 'whole' : 'damaged'
  } finally {
    await handle.value.close()
  }
}

/** Deletion records of these clips, of the vault as it is now. */
async function deletionsOf(
  { desk, copy }: BackupContent,
  clips: ReadonlySet<ClipId>,
): Promise<readonly DeletionRecord[]> {
  const found: DeletionRecord[] = []
  for (const id of clips) {
    const clip = await copy.database.read.clip(id)
    if (!clip) continue
    const records = await desk.host.database().read.deletions({ sha256: clip.sha256 })
    found.push(...records.filter((record) => record.clip === id))
  }
  return found
}

async function addObjects(content: BackupContent): Promise<BackupSummary> {
  const { desk, copy } = content
  const leftOut: { object: ObjectId; why: 'deleted' | 'missing' }[] = []
  const damaged: ObjectId[] = []
  const deleted = new Set<ClipId>()
  for await (const record of allObjects(copy.database.read)) {
    // The key of a backup does not outlive the lock of the vault that it is of.
    if (!desk.host.held.unlocked().ok) throw new StoreLocked()
    const state = await addObject(content, record)
    if (state === 'damaged') damaged.push(record.id)
    if (state !== 'gone') continue
    const why = (await desk.host.database().read.object(record.id)) ? 'missing' : 'deleted'
    leftOut.push({ object: record.id, why })
    if (why === 'deleted') deleted.add(record.clip)
  }
  return { version: 1, leftOut, damaged, deletions: await deletionsOf(content, deleted) }
}

/** Bytes that a copy's objects and the copy itself have. */
export async function bytesToCopy({ database, path }: DatabaseCopy): Promise<number> {
  let total = 0
  for await (const { storedBytes } of allObjects(database.read)) total += storedBytes
  return total + (await stat(path)).size
}

/**
 * Puts everything into an archive: the objects that the copied database names, the database, and what is to be known of them.
 * The copy is closed when this answers.
 */
export async function addContent(content: BackupContent): Promise<BackupSummary> {
  const { copy, append, work } = content
  const summary = await addObjects(content)
  await copy.database.close()
  const handle = await open(copy.path, 'r')
  try {
    const bytes = bytesOfHandle(handle, (await handle.stat()).size)
    await addEntry(append, { name: entryNames.database, content: bytes }, work)
  } finally {
    await handle.close()
  }
  const text = Buffer.from(JSON.stringify(summary), 'utf8')
  const whole = { size: text.length, read: async (at: number, length: number) => text.subarray(at, at + length) }
  await addEntry(append, { name: entryNames.summary, content: whole }, work)
  await endArchive(append)
  return summary
}
