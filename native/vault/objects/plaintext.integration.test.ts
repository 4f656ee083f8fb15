import { readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { codeOf } from '../../evidence/storage-failure.ts'
import {
  addClip,
  bytesOfClip,
  deleteClip,
  draftOf,
  found,
  makeFolder,
  makeVault,
  markedBytes,
  quietWork,
  reopen,
} from './synthetic/vault-desk.ts'

let desk: Awaited<ReturnType<typeof makeFolder>>
beforeAll(async () => {
  desk = await makeFolder()
})
afterAll(() => desk.remove())

/** What every block of the clip has in it, and a name that only a record has: put together here, so that no source holds it. */
const marker = ['a face', 'at a window', String(process.pid)].join(' ')

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Files that hold the marker in the open. Others' temporary files may go while they are looked at. */
async function holding(files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of files) {
    try {
      if ((await readFile(file)).includes(marker)) found.push(file)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
  return found
}

/** What a program of ours could have written to besides the vault: the top of the temporary and of the working folder. */
async function elsewhere(): Promise<readonly string[]> {
  const tops = [tmpdir(), process.cwd()].map(async (folder) =>
    (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  return (await Promise.all(tops)).flat()
}

it('never lies in the open: not in the vault, not beside it, not in a backup, open or closed', async () => {
  const folder = desk.path('vault')
  const made = await makeVault(folder)
  const { user } = made
  const clip = await addClip(made.store, user, markedBytes(`${marker}. `, 700_000))
  const gone = await addClip(made.store, user, markedBytes(`${marker}, gone. `, 700_000))
  found(
    await made.store.change(draftOf('clip.edit', user), async (write) => {
      await write.putClip({ ...clip, name: `${marker}.mp4` })
      return { ok: true, value: undefined }
    }),
  )
  await deleteClip(made.store, user, gone)
  await bytesOfClip(made.store, clip.id)
  found(await made.store.check(true, quietWork))
  const until = instant('2999-01-01T00:00:00.000Z')
  found(await made.store.backup(desk.path('a.backup'), draftOf('vault.backup', user), until, quietWork))
  expect(await holding([...(await filesBelow(desk.path(''))), ...(await elsewhere())])).toEqual([])
  await made.store.close()
  const { store } = found(await reopen(folder))
  expect(Buffer.from(await bytesOfClip(store, clip.id)).includes(marker)).toBe(true)
  expect((await store.read.clip(clip.id))?.name).toBe(`${marker}.mp4`)
  await store.close()
  expect(await holding([...(await filesBelow(desk.path(''))), ...(await elsewhere())])).toEqual([])
  // It would have been found.
  await writeFile(desk.path('vault/objects/plain.tmp'), markedBytes(marker, 5_000))
  expect(await holding(await filesBelow(desk.path('')))).toEqual([desk.path('vault/objects/plain.tmp')])
})
