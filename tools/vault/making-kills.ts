import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { expect } from 'vitest'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { restoreVault } from '../../native/vault/objects/restore-vault.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  filesOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  profileText,
  quietWork,
  reopen,
  testHost,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import { killedProcess, seededNumbers } from './killed-process.ts'

const maker = new URL('../../native/vault/objects/synthetic/vault-maker.ts', import.meta.url)
const restorer = new URL('../../native/vault/objects/synthetic/vault-restorer.ts', import.meta.url)

type Desk = Awaited<ReturnType<typeof makeFolder>>

async function inDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
  const desk = await makeFolder()
  try {
    return await work(desk)
  } finally {
    await desk.remove()
  }
}

async function expectEmptyVault(folder: string): Promise<void> {
  const { store } = found(await reopen(folder))
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  await store.close()
  expect((await readdir(folder)).sort()).toEqual(['inbox', 'objects', 'slots.json', 'vault-1.db'])
}

/** Makes the vault again. Answers whether that replaced something; null: it was whole already. */
async function madeAgain(folder: string): Promise<boolean | null> {
  const request = { folder, profileText: await profileText(), administrator, demo: true }
  const again = await createVault(request, testHost())
  if (!again.ok) {
    expect(again.failure).toEqual({ kind: 'vault-exists', name: 'vault' })
    return null
  }
  await again.value.store.close()
  return again.value.replacedUnfinished
}

/**
 * Kills a process that makes a vault, and makes it again in the same folder. Answers how often something unfinished was replaced.
 */
export function makingKills(rounds: number, seed: number): Promise<number> {
  return inDesk(async (desk) => {
    const random = seededNumbers(seed)
    const folder = desk.path('vault')
    let replaced = 0
    for (let round = 0; round < rounds; round++) {
      const when = { steps: 1 + Number(random(5) === 0), milliseconds: random(60) }
      const told = await killedProcess<string>({ script: maker, given: [folder], ...when })
      const again = await madeAgain(folder)
      // Before its sheets are kept it is no vault, and after it was said to be made it stays.
      if (!told.includes('sheets')) expect(again).not.toBe(null)
      if (told.includes('made')) expect(again).toBe(null)
      if (again) replaced += 1
      await expectEmptyVault(folder)
      await rm(folder, { recursive: true })
    }
    return replaced
  })
}

/** Makes a backup of a vault with clips; answers their hashes. */
async function madeBackup(desk: Desk): Promise<readonly string[]> {
  const { store, user } = await makeVault(desk.path('source'))
  const hashes: string[] = []
  for (const name of ['one ', 'two ', 'three '])
    hashes.push((await addClip(store, user, markedBytes(name, 1_200_000))).sha256)
  const until = '2999-01-01T00:00:00.000Z' as Parameters<typeof store.backup>[2]
  found(await store.backup(desk.path('backup'), draftOf('vault.backup', user), until, quietWork))
  await store.close()
  return hashes.sort()
}

async function expectRestored(folder: string, hashes: readonly string[]): Promise<void> {
  const { store } = found(await reopen(folder))
  const clips = await store.read.clips({ limit: 100 })
  const read = await Promise.all(clips.map(async ({ id }) => hexHash(await bytesOfClip(store, id))))
  expect(read.sort()).toEqual(hashes)
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  expect(await filesOf(folder)).toHaveLength(3 * hashes.length)
  await store.close()
}

/**
 * Kills a process that restores a vault, and restores it again. Answers how often there was no vault yet after the kill.
 */
export function restoringKills(rounds: number, seed: number): Promise<number> {
  return inDesk(async (desk) => {
    const random = seededNumbers(seed)
    const [folder, from] = [desk.path('vault'), desk.path('backup')]
    const hashes = await madeBackup(desk)
    let unfinished = 0
    for (let round = 0; round < rounds; round++) {
      const when = { steps: 1 + random(6), milliseconds: random(60) }
      const told = await killedProcess<string>({ script: restorer, given: [from, folder], ...when })
      const isThere = existsSync(folder)
      if (told.includes('restored')) expect(isThere).toBe(true)
      const request = { from, folder, credentials: administrator, after: null }
      const again = await restoreVault(request, testHost(), quietWork)
      if (isThere) expect(again).toEqual({ ok: false, failure: { kind: 'vault-exists', name: 'vault' } })
      else expect(found(again).objects).toBe(3 * hashes.length)
      if (!isThere) unfinished += 1
      await expectRestored(folder, hashes)
      expect((await readdir(desk.path(''))).sort()).toEqual(['backup', 'source', 'vault'])
      await rm(folder, { recursive: true })
    }
    return unfinished
  })
}
