import { ok, type Result } from '../../../core/result.ts'
import { clipOf, draftOf, started } from './trial-vault.ts'

/** Edits a clip, views it and empties the write-ahead log, again and again, and tells of everything that was acknowledged. */

const [path = '', first = '0'] = process.argv.slice(2)
const database = started(path, { elapsed: () => process.uptime() * 1000 })

function found<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.kind)
  return result.value
}

/** Goes on only once it is on its way. */
function tell(acknowledged: { readonly edit: number; readonly size: number }): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(acknowledged, () => resolve())
  })
}

for (let edit = Number(first); ; edit++) {
  const name = `edit ${edit}`
  found(
    await database.change(draftOf('clip.edit', { reason: name }), async (write) => {
      await write.putClip(clipOf(1, { name }))
      return ok(undefined)
    }),
  )
  await tell({ edit, size: await database.read.auditSize() })
  const begun = found(
    await database.note(draftOf('clip.view', { outcome: 'begun', reason: 'x'.repeat(1 + (edit % 2000)) })),
  )
  await tell({ edit, size: begun + 1 })
  const done = found(await database.note(draftOf('clip.view', { ref: begun })))
  await tell({ edit, size: done + 1 })
  if (edit % 20 === 0) found(await database.checkpointLog())
}
