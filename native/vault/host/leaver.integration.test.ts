import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { ok } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { type UserId, userId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'
import { openDatabase } from '../database/open-database.ts'
import { readSlotTable } from '../keys/signed-slots.ts'
import { type Unlocked, unlockWithPassphrase } from '../keys/unlock.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  found,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  quietWork,
  testHost,
} from '../objects/synthetic/vault-desk.ts'
import { HeldKeys } from './held-keys.ts'
import { unwrapObjectKey } from './object-keys.ts'
import { openVault } from './open-vault.ts'

const leaver = { name: 'L. Eaver', passphrase: 'nine geese cross the lane' }
const stays = { name: 'S. Tayer', passphrase: 'green ladders sing at dusk' }
const later = markedBytes('a clip from after they left ', 100_000)

let desk: Awaited<ReturnType<typeof makeFolder>>
/** The vault, what the leaver took with them, and what was written after they had left. */
let folder: string
let copied: string
let clip: ClipRecord
let people: Readonly<Record<'leaver' | 'stays', UserId>>

async function addUser(store: VaultStore, by: UserId, who: typeof leaver): Promise<UserId> {
  const id = userId(newId())
  const grants = [
    { role: 'disclosure-officer', scope: { forces: 'all', areas: 'all', teams: 'all' }, from: null, until: null },
  ] as const
  const at = instant('2026-11-23T10:00:00.000Z')
  const record: UserRecord = { id, name: who.name, knownAs: [], grants, createdAt: at, disabledAt: null }
  found(
    await store.change(draftOf('user.add', by), async (write, stageSlots) => {
      found(await stageSlots({ kind: 'add', user: id, ...who }))
      await write.putUser(record)
      return ok(undefined)
    }),
  )
  return id
}

/** As the service lets somebody go: slot and record in one change, then the rotation. */
async function letGo(store: VaultStore, by: UserId, gone: UserId, rotates = true): Promise<void> {
  const user = await store.read.user(gone)
  if (!user) throw new Error('no such user')
  found(
    await store.change(draftOf('user.disable', by), async (write, stageSlots) => {
      found(await stageSlots({ kind: 'remove', user: gone }))
      await write.putUser({ ...user, disabledAt: instant('2026-11-23T11:00:00.000Z') })
      await write.putSettings({ rotationDue: true })
      return ok(undefined)
    }),
  )
  if (rotates) found(await store.rotate(draftOf('vault.rotate', by), quietWork))
}

function open(who: typeof leaver, place = folder) {
  return openVault({ folder: place }, who, testHost())
}

beforeAll(async () => {
  desk = await makeFolder()
  folder = desk.path('vault')
  copied = desk.path('copied')
  const { store, user } = await makeVault(folder)
  people = { leaver: await addUser(store, user, leaver), stays: await addUser(store, user, stays) }
  await addClip(store, user, markedBytes('a clip from before ', 100_000))
  await store.close()
  await cp(folder, copied, { recursive: true })
  const again = found(await open(administrator))
  await letGo(again.store, user, people.leaver)
  clip = await addClip(again.store, user, later)
  await again.store.close()
})
afterAll(() => desk.remove())

/** The keys that the leaver still has: their passphrase and the slot table of then. */
async function oldKeys(): Promise<Unlocked> {
  const table = found(readSlotTable(await readFile(join(copied, 'slots.json'), 'utf8')))
  return found(await unlockWithPassphrase(table, leaver.name, leaver.passphrase, null))
}

it('who has left is nobody to the vault, and everybody else signs in with the passphrase they had', async () => {
  expect(await open(leaver)).toEqual({ ok: false, failure: { kind: 'no-such-user', name: leaver.name } })
  for (const who of [stays, administrator]) {
    const { store } = found(await open(who))
    expect(store.facts().generation).toBe(2)
    expect(await bytesOfClip(store, clip.id)).toEqual(later)
    expect(found(await store.audit.verify({ incremental: false, anchors: [] }, quietWork)).ok).toBe(true)
    await store.close()
  }
})

it('the old slot table does not open the vault as it is now', async () => {
  const mixed = desk.path('mixed')
  await cp(folder, mixed, { recursive: true })
  await cp(join(copied, 'slots.json'), join(mixed, 'slots.json'))
  expect(await open(leaver, mixed)).toEqual({ ok: false, failure: { kind: 'slots-rolled-back' } })
  const renamed = desk.path('renamed')
  await cp(mixed, renamed, { recursive: true })
  await cp(join(folder, 'vault-2.db'), join(renamed, 'vault-1.db'))
  expect(await open(leaver, renamed)).toEqual({ ok: false, failure: { kind: 'slots-swapped' } })
})

it('the old keys open neither the new database, nor a data key in it, nor a new slot', async () => {
  const keys = await oldKeys()
  const database = desk.path('vault-2.db')
  await cp(join(folder, 'vault-2.db'), database)
  expect(openDatabase(database, keys.databaseKey)).toMatchObject({ ok: false, failure: { kind: 'database-damaged' } })

  const table = found(readSlotTable(await readFile(join(folder, 'slots.json'), 'utf8')))
  const own = found(await unlockWithPassphrase(table, stays.name, stays.passphrase, null))
  for (const name of ['master', 'databaseKey'] as const) expect(own[name]).not.toEqual(keys[name])
  expect(own.signer.privateKey).not.toEqual(keys.signer.privateKey)
  expect(own.inbox.privateKey).not.toEqual(keys.inbox.privateKey)

  const held = new HeldKeys()
  held.open(own)
  const opened = openDatabase(database, own.databaseKey)
  if (!opened.ok) throw new Error(opened.failure.kind)
  const started = opened.value.start({
    ...{ now: testHost().now, elapsed: () => 0, software: '0', device: clip.sha256, sign: () => null },
    wrappedKeys: { wrapped: () => null },
  })
  if (!started.ok) throw new Error(started.failure.kind)
  const wrapped = await started.value.read.wrappedKey(clip.object)
  await started.value.close()
  const place = { id: clip.object, kind: 'clip' } as const
  const thieves = new HeldKeys()
  thieves.open({ ...keys, generation: 2 })
  const { wrapped: bytes } = wrapped ?? { wrapped: new Uint8Array() }
  expect(found(unwrapObjectKey(held, place, bytes)).key).toHaveLength(32)
  expect(unwrapObjectKey(thieves, place, bytes)).toMatchObject({ failure: { kind: 'database-damaged' } })
})

it('a rotation that was cut off after the slot had gone is done when an administrator opens the vault', async () => {
  const cut = desk.path('cut')
  await cp(copied, cut, { recursive: true })
  const first = found(await open(administrator, cut))
  await letGo(first.store, first.user, people.leaver, false)
  expect(first.store.facts().generation).toBe(1)
  await first.store.close()
  const officer = found(await open(stays, cut))
  expect([officer.report.rotation, officer.store.facts().generation]).toEqual(['none', 1])
  await officer.store.close()
  const second = found(await open(administrator, cut))
  expect([second.report.rotation, second.store.facts().generation]).toEqual(['done', 2])
  await second.store.close()
  expect(await open(leaver, cut)).toMatchObject({ failure: { kind: 'no-such-user' } })
  await writeFile(join(cut, 'slots.json'), await readFile(join(copied, 'slots.json')))
  expect(await open(leaver, cut)).toMatchObject({ failure: { kind: 'slots-rolled-back' } })
})
