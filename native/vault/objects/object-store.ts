import type { ObjectHost, ObjectStore } from '../host/object-store.ts'
import { Turns } from '../host/turns.ts'
import { answering } from './answering.ts'
import { checkObjects } from './check-objects.ts'
import { createBackup } from './create-backup.ts'
import { OpenFiles } from './open-files.ts'
import { finishDeletions, sweepObjects } from './sweep-objects.ts'
import { UnkeptObjects } from './unkept-objects.ts'
import { createVaultObjects, type ObjectDesk } from './vault-objects.ts'

/** Makes the encrypted files of a vault that is being opened: an `ObjectStoreFactory`. */
export function createObjectStore(host: ObjectHost): ObjectStore {
  const desk: ObjectDesk = { host, files: new OpenFiles(), unkept: new UnkeptObjects() }
  // Each takes a copy of the database, under the same name.
  const backups = new Turns()
  return {
    objects: createVaultObjects(desk),
    sweep: () => answering(() => sweepObjects(desk)),
    finishDeletions: () => answering(() => finishDeletions(desk)),
    check: (full, work) => answering(() => checkObjects(desk, full, work)),
    backup: (out, draft, expiresAt, work) =>
      backups.take(() => answering(() => createBackup(desk, { out, draft, expiresAt }, work))),
    locking: (kept) => desk.files.closeAll(kept, (object) => host.held.forget(object)),
  }
}
