import type { FileHandle } from 'node:fs/promises'
import type { VaultCheck, VaultProblem } from '../../../core/ports/vault/vault-store.ts'
import type { Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { ObjectRecord } from '../../../core/vault/object-record.ts'
import { StorageFault } from '../database/storage-fault.ts'
import { unwrapObjectKey } from '../host/object-keys.ts'
import { checkSegments, hashStored, type SegmentReport, type SegmentWork } from '../segments/check-segments.ts'
import { listObjectFiles, openObjectFile } from './object-files.ts'
import { orphansOf } from './sweep-objects.ts'
import type { ObjectDesk } from './vault-objects.ts'

const mebibyte = 1 << 20
const batch = 200

/** Reads object records batch by batch. */
type ObjectList = { objectsAfter(after: ObjectId | null, limit: number): Promise<readonly ObjectRecord[]> }

/** Every object record of a vault in the order of their ids; few of them are in memory at a time. */
export async function* allObjects(read: ObjectList): AsyncGenerator<ObjectRecord> {
  for (let after: ObjectId | null = null; ; ) {
    const records: readonly ObjectRecord[] = await read.objectsAfter(after, batch)
    yield* records
    const last = records.at(-1)
    if (!last || records.length < batch) return
    after = last.id
  }
}

/** Texts of what is wrong with a file's segments; none when nothing is. */
function segmentProblems(record: ObjectRecord, report: SegmentReport): readonly string[] {
  if (report.problem !== null) return [`does not open: ${report.problem}`]
  if (report.damaged.length > 0)
    return report.damaged.map(([from, until]) => `bytes ${from} to ${until} are damaged, of ${report.bytes}`)
  return report.sha256 === record.sha256 ? [] : ['holds other bytes than were recorded']
}

type Looking = { readonly desk: ObjectDesk; readonly full: boolean; readonly work: SegmentWork }

async function openedAndChecked(
  { desk, work }: Looking,
  record: ObjectRecord,
  handle: FileHandle,
): Promise<Result<readonly string[]>> {
  const row = await desk.host.database().read.wrappedKey(record.id)
  if (!row) return ok(['has no key'])
  const key = unwrapObjectKey(desk.host.held, record, row.wrapped)
  if (!key.ok) return key.failure.kind === 'database-damaged' ? ok(['has the key of something else']) : key
  const release = desk.host.held.hold(record, key.value)
  try {
    const report = await checkSegments(handle, key.value, record.id, work)
    return report.ok ? ok(segmentProblems(record, report.value)) : report
  } finally {
    release()
  }
}

async function hashedAndCompared(
  { work }: Looking,
  record: ObjectRecord,
  handle: FileHandle,
): Promise<Result<readonly string[]>> {
  const { size } = await handle.stat()
  if (size !== record.storedBytes) return ok([`has ${size} bytes instead of ${record.storedBytes}`])
  const hash = await hashStored(handle, record.id, work)
  if (!hash.ok) return hash
  return ok(hash.value.storedSha256 === record.storedSha256 ? [] : ['is not what was written'])
}

/** What is wrong with one object's file. Only being stopped or locked is a failure. */
async function lookAt(looking: Looking, record: ObjectRecord): Promise<Result<readonly VaultProblem[]>> {
  const { host } = looking.desk
  const problem = (kind: VaultProblem['kind'], detail: string): VaultProblem => ({
    kind,
    name: record.id,
    detail: `${record.kind} of clip ${record.clip}: ${detail}`,
  })
  const handle = await openObjectFile(host.folder, record.id, { name: record.id })
  if (!handle.ok) {
    // Deleted while this check was under way: nothing is missing.
    if (!(await host.database().read.object(record.id))) return ok([])
    const missing = handle.failure.kind === 'object-missing'
    return ok([missing ? problem('missing-file', 'the file is missing') : problem('segment', handle.failure.kind)])
  }
  try {
    const found = await (looking.full ? openedAndChecked : hashedAndCompared)(looking, record, handle.value)
    if (found.ok) return ok(found.value.map((detail) => problem('segment', detail)))
    const { kind } = found.failure
    return kind === 'cancelled' || kind === 'vault-locked' ? found : ok([problem('segment', kind)])
  } finally {
    await handle.value.close()
  }
}

/** Files that no record knows, and what is no file of ours. */
async function strays(desk: ObjectDesk): Promise<Result<readonly VaultProblem[]>> {
  const orphans = await orphansOf(desk)
  if (!orphans.ok) return orphans
  const found = await listObjectFiles(desk.host.folder)
  if (!found.ok) return found
  const names = [...orphans.value, ...found.value.strangers]
  return ok(names.map((name) => ({ kind: 'orphan-file', name, detail: 'no record knows this file' })))
}

/**
 * Holds every object's file against its record: by ciphertext (size and hash, which show nothing), or with `full` every segment
 * and the bytes in it. Finds files without a record and records without a file, too, and what the database says of itself.
 * Problems name objects and clips by their ids. Reports MiB. Fails with `cancelled`, `vault-locked`.
 */
export async function checkObjects(desk: ObjectDesk, full: boolean, work: Work): Promise<Result<VaultCheck>> {
  const problems: VaultProblem[] = [...(await desk.host.database().check(full))]
  try {
    const files = await checkFiles(desk, full, work)
    return files.ok ? ok({ ...files.value, problems: [...problems, ...files.value.problems] }) : files
  } catch (error) {
    // Where the list of objects cannot be read, what the database says of itself is the answer.
    if (error instanceof StorageFault && problems.length > 0) return ok({ objects: 0, bytes: 0, problems })
    throw error
  }
}

async function checkFiles(desk: ObjectDesk, full: boolean, work: Work): Promise<Result<VaultCheck>> {
  // Asked for each time: a rotation meanwhile gives the vault another database.
  const source = {
    objectsAfter: (after: ObjectId | null, limit: number) => desk.host.database().read.objectsAfter(after, limit),
  }
  let total = 0
  for await (const { storedBytes } of allObjects(source)) total += storedBytes
  const problems: VaultProblem[] = []
  let objects = 0
  let done = 0
  const report = (bytes: number): void =>
    work.onProgress({ stage: 'check', done: bytes / mebibyte, total: total / mebibyte, seconds: 0 })
  for await (const record of allObjects(source)) {
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    const before = done
    const looking = { desk, full, work: { signal: work.signal, onBytes: (bytes: number) => report(before + bytes) } }
    const found = await lookAt(looking, record)
    if (!found.ok) return found
    problems.push(...found.value)
    objects += 1
    done += record.storedBytes
    report(done)
  }
  const stray = await strays(desk)
  return stray.ok ? ok({ objects, bytes: done, problems: [...problems, ...stray.value] }) : stray
}
