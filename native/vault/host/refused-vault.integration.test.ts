import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserId } from '../../../core/vault/ids.ts'
import {
  administrator,
  draftOf,
  found,
  makeFolder,
  makeVault,
  quietWork,
  testHost,
} from '../objects/synthetic/vault-desk.ts'
import { openVault } from './open-vault.ts'
import { memoryStore } from './synthetic/memory-store.ts'

const host = { ...testHost(), keyring: memoryStore() }
let desk: Awaited<ReturnType<typeof makeFolder>>
let user: UserId
const at = (name: string): string => desk.path(name)

/** Copies of one vault: as it was made, after a change of its records and slots, and after a rotation. */
beforeAll(async () => {
  desk = await makeFolder()
  const made = await makeVault(at('first'), host)
  user = made.user
  await made.store.close()
  await cp(at('first'), at('changed'), { recursive: true })
  const { store } = found(await open('changed'))
  const change = { kind: 'replace', user, oldPassphrase: administrator.passphrase, newPassphrase: later } as const
  found(await store.change(draftOf('user.passphrase', user), (_, stage) => stage(change)))
  await store.close()
  await cp(at('changed'), at('rotated'), { recursive: true })
  const rotated = found(await open('rotated', later)).store
  found(await rotated.rotate(draftOf('vault.rotate', user), quietWork))
  await rotated.close()
})
afterAll(() => desk.remove())

const later = 'seven otters paint at noon'

function open(name: string, passphrase: string = administrator.passphrase, by = host, demoOnly = false) {
  return openVault({ folder: at(name), demoOnly }, { name: administrator.name, passphrase }, by)
}

/** A copy of one of the vaults in which files were exchanged. */
async function mixed(base: string, files: Readonly<Record<string, string>>): Promise<string> {
  await rm(at('mixed'), { recursive: true, force: true })
  await cp(at(base), at('mixed'), { recursive: true })
  for (const [file, from] of Object.entries(files)) await cp(at(`${from}/${file}`), at(`mixed/${file}`))
  return 'mixed'
}

const without = { ...host, keyring: { ...host.keyring, getAnchor: async () => null, setAnchor: async () => false } }

it('refuses a wrong passphrase, an unknown name and another machine, each by its name', async () => {
  await mixed('rotated', {})
  expect(await open('mixed', 'quite another one')).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
  const nobody = { name: 'Nobody', passphrase: later }
  expect(await openVault({ folder: at('mixed') }, nobody, host)).toMatchObject({ failure: { kind: 'no-such-user' } })
  const other = { ...host, keyring: memoryStore() }
  expect(await open('mixed', later, other)).toMatchObject({ failure: { kind: 'other-machine' } })
  expect(await open('nowhere', later)).toMatchObject({ failure: { kind: 'vault-missing' } })
  const opened = found(await open('mixed', later))
  expect(opened.report.refusals).toBe(3)
  await opened.store.close()
})

it('makes who guesses wait', async () => {
  await mixed('rotated', {})
  for (let guess = 0; guess < 3; guess++)
    expect(await open('mixed', `guess number ${guess}`)).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
  expect(await open('mixed', later)).toMatchObject({ failure: { kind: 'too-many-attempts' } })
})

it('refuses what was rolled back: the database alone, the slots alone, and all of it', async () => {
  const database = await mixed('changed', { 'vault-1.db': 'first' })
  expect(await open(database, later, without)).toMatchObject({ failure: { kind: 'database-rolled-back' } })
  const slots = await mixed('changed', { 'slots.json': 'first' })
  expect(await open(slots)).toMatchObject({ failure: { kind: 'slots-rolled-back' } })
  const older = await mixed('rotated', { 'slots.json': 'changed' })
  expect(await open(older, later)).toMatchObject({ failure: { kind: 'slots-rolled-back' } })
  const whole = await mixed('changed', {})
  const answer = await open(whole, later)
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'database-rolled-back' } })
})

it('refuses the slots of another vault, and the database of another one', async () => {
  const other = await makeVault(at('other'), host)
  await other.store.close()
  const swapped = await mixed('first', { 'slots.json': 'other' })
  expect(await open(swapped)).toEqual({ ok: false, failure: { kind: 'slots-swapped' } })
  const exchanged = await mixed('first', { 'vault-1.db': 'other' })
  expect(await open(exchanged)).toEqual({ ok: false, failure: { kind: 'slots-swapped' } })
})

it('refuses a changed byte anywhere in the slots or the database', async () => {
  for (const file of ['slots.json', 'vault-2.db']) {
    const bytes = await readFile(at(`rotated/${file}`))
    const pages = file === 'slots.json' ? 20 : 3
    for (let part = 0; part < pages; part++) {
      await mixed('rotated', {})
      const changed = Buffer.from(bytes)
      const place = file === 'slots.json' ? Math.floor((part * bytes.length) / pages) : 5 + part * 1000
      changed[place] = (changed[place] ?? 0) ^ 1
      await writeFile(at(`mixed/${file}`), changed)
      const kind = file === 'slots.json' ? 'slots-damaged' : 'database-damaged'
      expect([file, place, await open('mixed', later)]).toMatchObject([file, place, { ok: false, failure: { kind } }])
    }
  }
})
