import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  quietWork,
  reopen,
} from '../objects/synthetic/vault-desk.ts'

let desk: Awaited<ReturnType<typeof makeFolder>>
beforeAll(async () => {
  desk = await makeFolder()
})
afterAll(() => desk.remove())

it('a vault goes through its life: made, closed, opened, changed, locked, unlocked, rotated, closed, opened', async () => {
  const folder = desk.path('vault')
  const made = await makeVault(folder)
  await made.store.close()
  expect((await readdir(folder)).sort()).toEqual(['inbox', 'objects', 'slots.json', 'vault-1.db'])

  const opened = found(await reopen(folder))
  const { store, user } = opened
  expect(user).toBe(made.user)
  expect(opened.report).toMatchObject({ clock: 'fine', refusals: 0, interrupted: 0, orphans: 0, rotation: 'none' })
  const clip = await addClip(store, user, markedBytes('a clip ', 100_000))

  found(await store.lock(draftOf('session.lock', user)))
  expect([store.locked(), store.facts().vaultId]).toEqual([true, made.store.facts().vaultId])
  expect(await store.note(draftOf('clip.view', user))).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
  await expect(store.read.clip(clip.id)).rejects.toMatchObject({ failure: { kind: 'vault-locked' } })
  expect(() => store.sign('text')).toThrow('the vault is locked')
  expect(found(await store.unlock(administrator.name, administrator.passphrase))).toBe(user)
  expect(hexHash(await bytesOfClip(store, clip.id))).toBe(clip.sha256)

  found(await store.rotate(draftOf('vault.rotate', user), quietWork))
  expect([existsSync(`${folder}/vault-1.db`), existsSync(`${folder}/vault-2.db`)]).toEqual([false, true])
  expect(store.facts()).toMatchObject({ generation: 2, tableVersion: 2 })
  expect(hexHash(await bytesOfClip(store, clip.id))).toBe(clip.sha256)
  const later = await addClip(store, user, markedBytes('a later clip ', 100_000))
  await store.close()

  const last = found(await reopen(folder))
  for (const { id, sha256 } of [clip, later]) expect(hexHash(await bytesOfClip(last.store, id))).toBe(sha256)
  expect(found(await last.store.check(true, quietWork)).problems).toEqual([])
  expect(found(await last.store.audit.verify({ incremental: false, anchors: [] }, quietWork))).toMatchObject({
    ok: true,
  })
  const actions = (await last.store.read.auditEntries(0, 100)).map(({ action }) => action)
  expect(actions).toEqual([
    ...['vault.create', 'user.add', 'vault.close'],
    ...['vault.open', 'clip.import', 'session.lock', 'vault.open', 'vault.rotate', 'clip.import', 'vault.close'],
    'vault.open',
  ])
  await last.store.close()
})
