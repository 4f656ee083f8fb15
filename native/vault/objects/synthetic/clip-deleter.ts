import { addClip, deleteClip, found, markedBytes, newId, reopen } from './vault-desk.ts'

/** Imports clips and deletes the oldest, again and again, and tells before and after: so that it can be killed at any moment. */

/** What was begun or done with a clip. */
export type DeletionStep = {
  readonly step: 'importing' | 'imported' | 'deleting' | 'deleted'
  readonly clip: string
  /** Its files: clip, poster, project. */
  readonly objects: readonly string[]
  readonly sha256: string
}

const [folder = ''] = process.argv.slice(2)
const { store, user } = found(await reopen(folder))

function tell(step: DeletionStep): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(step, () => resolve())
  })
}

for (;;) {
  await tell({ step: 'importing', clip: '', objects: [], sha256: '' })
  const added = await addClip(store, user, markedBytes(newId(), 150_000))
  const files = async (clip: typeof added.id) => (await store.read.objects(clip)).map(({ id }) => id)
  await tell({ step: 'imported', clip: added.id, objects: await files(added.id), sha256: added.sha256 })
  const clips = await store.read.clips({ limit: 100 })
  const oldest = clips.toSorted((one, other) => (one.id < other.id ? -1 : 1))[0]
  if (clips.length < 3 || !oldest) continue
  const about = { clip: oldest.id, objects: await files(oldest.id), sha256: oldest.sha256 }
  await tell({ step: 'deleting', ...about })
  await deleteClip(store, user, oldest)
  await tell({ step: 'deleted', ...about })
}
