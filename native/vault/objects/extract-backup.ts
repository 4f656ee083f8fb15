import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import { syncFolder } from '../../evidence/place-file.ts'
import { BrokenArchive, type CopyWork, type EntryHead, type EntryTaker, readArchive } from './backup-archive.ts'
import { type BackupSummary, entryNames, objectOfEntry, summaryIn } from './backup-summary.ts'
import { createObjectFile, objectPath } from './object-files.ts'

/** What came out of a backup. */
export type Extracted = {
  readonly summary: BackupSummary
  /** Size and SHA-256 of every object's file. */
  readonly objects: ReadonlyMap<ObjectId, { readonly bytes: number; readonly sha256: string }>
}

/** Where entries go. */
export type ExtractionPlace = { readonly folder: string; readonly databaseFile: string }

/** Most bytes of a summary: it is the one entry that is held in memory. */
const mostSummaryBytes = 64 * 1024 * 1024

type Handle = Awaited<ReturnType<typeof open>>

async function intoFile(handle: Handle, done: (sha256: string) => void): Promise<EntryTaker> {
  return {
    take: async (bytes) => {
      await handle.appendFile(bytes)
    },
    done: async (sha256) => {
      await handle.sync()
      await handle.close()
      done(sha256)
    },
  }
}

class Extraction {
  readonly objects = new Map<ObjectId, { readonly bytes: number; readonly sha256: string }>()
  readonly open = new Set<Handle>()
  readonly #place: ExtractionPlace
  readonly #summary: Uint8Array[] = []
  #hasDatabase = false
  #hasSummary = false

  constructor(place: ExtractionPlace) {
    this.#place = place
  }

  async takerOf({ name, bytes }: EntryHead): Promise<EntryTaker> {
    if (this.#hasSummary) throw new BrokenArchive('something follows its summary')
    const object = objectOfEntry(name)
    if (object) {
      if (this.objects.has(object)) throw new BrokenArchive('an object twice')
      const handle = await createObjectFile(this.#place.folder, object)
      this.open.add(handle)
      return intoFile(handle, (sha256) => this.objects.set(object, { bytes, sha256 }))
    }
    if (name === entryNames.database && !this.#hasDatabase) {
      this.#hasDatabase = true
      const handle = await open(join(this.#place.folder, this.#place.databaseFile), 'wx', 0o600)
      this.open.add(handle)
      return intoFile(handle, () => undefined)
    }
    if (name !== entryNames.summary || bytes > mostSummaryBytes) throw new BrokenArchive('an entry that is none')
    this.#hasSummary = true
    return { take: (part) => void this.#summary.push(Uint8Array.from(part)), done: () => undefined }
  }

  /** What the backup says of itself; throws unless everything was there. */
  summary(): BackupSummary {
    const summary = this.#hasDatabase ? summaryIn(Buffer.concat(this.#summary).toString('utf8')) : null
    if (!summary) throw new BrokenArchive('database or summary')
    return summary
  }
}

/**
 * Writes everything from an archive into the folder of a vault that is being made, durably. Throws `BrokenArchive`, `Stopped`,
 * and what the file system says.
 */
export async function extractBackup(archive: ByteSource, place: ExtractionPlace, work: CopyWork): Promise<Extracted> {
  const extraction = new Extraction(place)
  try {
    await readArchive(archive, work, (head) => extraction.takerOf(head))
  } finally {
    for (const handle of extraction.open) await handle.close()
  }
  const summary = extraction.summary()
  const [first] = extraction.objects.keys()
  if (first) await syncFolder(objectPath(place.folder, first))
  return { summary, objects: extraction.objects }
}
