import { instant } from '../../../../core/ports/clock.ts'
import { ok } from '../../../../core/result.ts'
import { clipId } from '../../../../core/vault/ids.ts'
import { draftOf, found, markedBytes, newId, quietWork, recordOf, reopen } from './vault-desk.ts'

/** Imports a clip and makes a backup, again and again, and tells of every step: so that it can be killed at any of them. */

const [folder = '', backups = ''] = process.argv.slice(2)

/** Says what has come to pass, and goes on only once that is on its way. */
function tell(step: string): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(step, () => resolve())
  })
}

const { store, user } = found(await reopen(folder))
for (;;) {
  const clip = clipId(newId())
  const bytes = markedBytes(clip, 1_500_000)
  const object = found(await store.objects.begin({ clip, kind: 'clip' }))
  await tell('begun')
  const begunAt = instant(new Date().toISOString())
  const pending = { object: object.id, clip, sourceName: clip, sourceBytes: bytes.length, sourceModified: '1' }
  found(
    await store.change({ ...draftOf('clip.import', user), outcome: 'begun' }, async (write) => {
      await write.beginImport({ ...pending, begunAt, begunBy: user })
      return ok(undefined)
    }),
  )
  await tell('import begun')
  for (let at = 0; at < bytes.length; at += 300_000) {
    await object.sink.write(at, bytes.subarray(at, at + 300_000))
    await tell('appended')
  }
  const written = found(await object.finish())
  await tell('finished')
  found(
    await store.change(draftOf('clip.import', user), async (write) => {
      await write.endImport(object.id)
      await write.keepObject(written)
      await write.putClip(recordOf(clip, written, user))
      return ok(undefined)
    }),
  )
  await tell(`kept ${clip}`)
  const steps: Promise<void>[] = []
  const work = { ...quietWork, onProgress: () => void steps.push(tell('backing up')) }
  const until = instant('2999-01-01T00:00:00.000Z')
  found(await store.backup(`${backups}/${clip}.backup`, draftOf('vault.backup', user), until, work))
  await Promise.all(steps)
  await tell(`backed up ${clip}`)
}
