import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import { listObjectFiles, removeObjectFiles } from './object-files.ts'
import type { ObjectDesk } from './vault-objects.ts'

/** What a sweep has done. */
export type Swept = { readonly orphans: number }

function sweepDraft(desk: ObjectDesk, detail: Readonly<Record<string, number>>): AuditDraft {
  return { ...desk.host.author(), action: 'vault.sweep', outcome: 'done', object: null, reason: null, detail }
}

/** Lets go of the keys of what changes have made a part of the vault since the last time. */
async function letGoOfKept({ host, unkept }: ObjectDesk): Promise<void> {
  const { read } = host.database()
  for (const id of unkept.ids()) if (await read.object(id)) unkept.remove(id)
}

/**
 * Removes the files of deleted objects. Their keys went with the records; the database's log is emptied first, so that nothing
 * of them is left there when the files go. Whoever still reads one is cut off.
 */
export async function finishDeletions(desk: ObjectDesk): Promise<Result<void>> {
  const { host, files, unkept } = desk
  await letGoOfKept(desk)
  const database = host.database()
  const gone = await database.read.objectsToUnlink()
  if (gone.length === 0) return ok(undefined)
  const emptied = await database.checkpointLog()
  if (!emptied.ok) return emptied
  for (const id of gone) unkept.remove(id)
  await files.closeThese(gone, (id) => host.held.forget(id))
  const removed = await removeObjectFiles(host.folder, gone)
  if (!removed.ok) return removed
  return database.change(sweepDraft(desk, { deleted: gone.length }), async (write) => {
    await write.unlinked(gone)
    return ok(undefined)
  })
}

/** Files that neither a record nor an import nor a writer in this process knows. */
export async function orphansOf({ host, unkept }: ObjectDesk): Promise<Result<readonly ObjectId[]>> {
  const found = await listObjectFiles(host.folder)
  if (!found.ok) return found
  const known = await host.database().read.knownObjects()
  return ok(found.value.ids.filter((id) => !known.has(id) && !unkept.has(id)))
}

/**
 * At opening, once sealed results are taken in (their objects have no record before that) and the log is known to be the newest:
 * finishes deletions, and removes files whose keys are nowhere.
 */
export async function sweepObjects(desk: ObjectDesk): Promise<Result<Swept>> {
  const finished = await finishDeletions(desk)
  if (!finished.ok) return finished
  const orphans = await orphansOf(desk)
  if (!orphans.ok) return orphans
  const removed = await removeObjectFiles(desk.host.folder, orphans.value)
  if (!removed.ok) return removed
  const { length } = orphans.value
  if (length === 0) return ok({ orphans: 0 })
  const noted = await desk.host.database().note(sweepDraft(desk, { orphans: length }))
  return noted.ok ? ok({ orphans: length }) : noted
}
