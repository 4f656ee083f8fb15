import { constants, existsSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { auditBounds } from '../../../core/audit/audit-entry.ts'
import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import { appendLeaf, emptyPeaks, type Peaks, rootOf } from '../../../core/audit/merkle.ts'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { entryOrNull } from '../../evidence/file-identity.ts'
import { writingFailure } from '../../evidence/storage-failure.ts'
import { leafOfText } from './audit-leaf.ts'
import { hashBytes } from './hash-bytes.ts'
import { listKeys } from './listed-keys.ts'
import type { AuditRow } from './log-walk.ts'
import { hexOf } from './signed-checkpoint.ts'

/** What an export holds. */
export type AuditToExport = {
  readonly rows: Iterable<AuditRow> | AsyncIterable<AuditRow>
  /** The last one should be of all rows: whoever verifies takes nothing that no checkpoint vouches for. */
  readonly checkpoints: readonly Checkpoint[]
  /** Every public key that ever signed a checkpoint of this log, 32 raw bytes each. */
  readonly keys: readonly Uint8Array[]
  readonly signal?: StopSignal
}

/** What was exported; `root` is that of the entries as they were written. */
export type AuditExport = { readonly entries: number; readonly root: Sha256; readonly files: readonly string[] }

/** A file of the verifier: beside the sources, also where this runs from the compiled `dist`. */
function ofVerifier(name: string): string {
  const beside = join(import.meta.dirname, 'verifier', name)
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../../../native/vault/audit/verifier', name)
}

/** What comes with every export, as it stands here. */
const enclosed = {
  'README.txt': ofVerifier('README.txt'),
  'verify-audit.mjs': ofVerifier('verify-audit.mjs'),
} as const

const ownerOnly = 0o600
const chunkCharacters = 1 << 20

/** Says what to do while the lines of a file are written; what it answers is given on. */
async function writeFileOf<T>(path: string, write: (line: (text: string) => Promise<void>) => Promise<T>): Promise<T> {
  const file: FileHandle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, ownerOnly)
  let pending = ''
  const flush = async (): Promise<void> => {
    await file.writeFile(pending)
    pending = ''
  }
  try {
    const answer = await write(async (text) => {
      pending += `${text}\n`
      if (pending.length > chunkCharacters) await flush()
    })
    await flush()
    await file.sync()
    return answer
  } finally {
    await file.close()
  }
}

/** A row's line. A text that was tampered with so that it is no line any more is replaced by one that no verifier takes for an entry. */
function lineOf({ seq, text }: AuditRow): string {
  const isLine = text.length <= auditBounds.entryBytes && !text.includes('\n') && leafOfText(text) !== null
  return isLine ? text : canonicalJson.textOf({ unreadable: seq })
}

/** Writes the entries; null when it was stopped. */
async function writeEntries(path: string, { rows, signal }: AuditToExport): Promise<Peaks | null> {
  return writeFileOf(path, async (write) => {
    let peaks = emptyPeaks
    for await (const row of rows) {
      if (signal?.aborted) return null
      const line = lineOf(row)
      const leaf = leafOfText(line)
      if (leaf) peaks = appendLeaf(hashBytes, peaks, leaf)
      await write(line)
    }
    return peaks
  })
}

async function writeBeside(folder: string, { checkpoints, keys }: AuditToExport): Promise<void> {
  await writeFileOf(join(folder, 'checkpoints.jsonl'), async (write) => {
    for (const checkpoint of checkpoints.toSorted((a, b) => a.size - b.size))
      await write(canonicalJson.textOf(checkpoint))
  })
  await writeFileOf(join(folder, 'keys.json'), (write) =>
    write(canonicalJson.textOf({ version: 1, keys: listKeys(keys) })),
  )
  for (const [name, source] of Object.entries(enclosed)) {
    const text = await readFile(source, 'utf8')
    await writeFileOf(join(folder, name), (write) => write(text.trimEnd()))
  }
}

/**
 * Exports a log into a new folder: `audit.jsonl`, `checkpoints.jsonl`, `keys.json`, `README.txt` and `verify-audit.mjs`, which proves it on
 * plain Node (FORMATS.md, Audit log). A log that is not in order is exported as it is; the verifier will say so. Memory does not grow
 * with the log. Nothing stands under the folder's name before all of it is written. Fails with `file-exists` where something is there,
 * `folder-missing`, `not-writable`, `disk-full`, `cancelled`.
 */
export async function exportAudit(folder: string, content: AuditToExport): Promise<Result<AuditExport>> {
  const name = basename(folder)
  let partial: string | null = null
  try {
    if (await entryOrNull(folder)) return failed({ kind: 'file-exists', name })
    partial = await mkdtemp(`${folder}.partial-`)
    const peaks = await writeEntries(join(partial, 'audit.jsonl'), content)
    if (!peaks) return failed({ kind: 'cancelled' })
    await writeBeside(partial, content)
    await rename(partial, folder)
    partial = null
    const files = ['audit.jsonl', 'checkpoints.jsonl', 'keys.json', ...Object.keys(enclosed)]
    return ok({ entries: peaks.size, root: hexOf(rootOf(hashBytes, peaks)), files })
  } catch (error) {
    return failed(writingFailure(error, name))
  } finally {
    if (partial) await rm(partial, { recursive: true, force: true })
  }
}
