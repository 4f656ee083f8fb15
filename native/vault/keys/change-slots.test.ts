import { beforeAll, expect, it } from 'vitest'
import { userId } from '../../../core/vault/ids.ts'
import { addSlot, removeSlot, replacePassphrase } from './change-slots.ts'
import type { NewSlots } from './new-slots.ts'
import { shareLines } from './recovery-shares.ts'
import { readSlotTable, slotTableText } from './signed-slots.ts'
import { deviceSecret, idOf, people, requestOf, smallVault, valueIn } from './synthetic/small-vault.ts'
import { unlockWithPassphrase, unlockWithShares } from './unlock.ts'

let vault: NewSlots
beforeAll(async () => {
  vault = await smallVault()
})

const newcomer = { ...requestOf('lead'), userId: userId('0000000000000009'), name: 'New Person' }
const newPassphrase = 'brass anchors hum at dusk'

it('counts every change up and signs it', async () => {
  const added = valueIn(await addSlot(vault.table, vault.unlocked, newcomer))
  const removed = valueIn(removeSlot(added, vault.unlocked, newcomer.userId))
  const { name: _, ...request } = requestOf('administrator')
  const replaced = valueIn(await replacePassphrase(removed, vault.unlocked, { ...request, passphrase: newPassphrase }))
  const tables = [vault.table, added, removed, replaced]
  expect(tables.map((table) => table.tableVersion)).toEqual([3, 4, 5, 6])
  for (const table of tables) expect(readSlotTable(slotTableText(table)).ok).toBe(true)
  expect(removed.slots).toEqual(vault.table.slots)
})

it('refuses a second user of a name, in any spelling, and a second slot of a user', async () => {
  const add = (change: Partial<typeof newcomer>) => addSlot(vault.table, vault.unlocked, { ...newcomer, ...change })
  const name = 'ZOE\u0308 lead'
  expect(await add({ name })).toEqual({ ok: false, failure: { kind: 'user-exists', name } })
  expect(await add({ userId: idOf('lead') })).toMatchObject({ failure: { kind: 'user-exists' } })
  expect(await add({ name: 'New\u202ePerson' })).toEqual({
    ok: false,
    failure: { kind: 'bad-user-name', why: 'invisible' },
  })
})

it('judges the passphrase against the name, the force, and the factor beside it', async () => {
  const add = (change: Partial<typeof newcomer> & { expectedWords?: string[] }) =>
    addSlot(vault.table, vault.unlocked, { ...newcomer, ...change })
  const weak = { ok: false, failure: { kind: 'weak-passphrase' } }
  expect(await add({ passphrase: 'New Person 2026!' })).toMatchObject(weak)
  expect(await add({ passphrase: 'rutlandshire 77', expectedWords: ['Rutlandshire Police'] })).toMatchObject(weak)
  expect(await add({ passphrase: 'kz7 wet fjord' })).toMatchObject(weak)
  expect((await add({ passphrase: 'kz7 wet fjord', deviceSecret })).ok).toBe(true)
})

it('sets a new passphrase by the user themselves', async () => {
  const own = valueIn(await unlockWithPassphrase(vault.table, people.lead.name, people.lead.passphrase, null))
  const { name: _, ...request } = requestOf('lead')
  const table = valueIn(await replacePassphrase(vault.table, own, { ...request, passphrase: newPassphrase }))
  const with_ = (passphrase: string) => unlockWithPassphrase(table, people.lead.name, passphrase, null)
  expect((await with_(newPassphrase)).ok).toBe(true)
  expect(await with_(people.lead.passphrase)).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
  const slotOf = (some: typeof table) => some.slots.find((slot) => slot.userId === idOf('lead'))
  expect(slotOf(table)?.publicKey).not.toBe(slotOf(vault.table)?.publicKey)
})

it('sets a new passphrase with the recovery sheets, onto the machine at hand', async () => {
  const [one = '', two = ''] = vault.shares.map((share) => shareLines(share).join(' '))
  const recovered = valueIn(unlockWithShares(vault.table, one, two))
  const { name: _, ...request } = requestOf('clerk')
  const newMachine = new Uint8Array(32).fill(0x77)
  const change = { ...request, passphrase: newPassphrase, deviceSecret: newMachine }
  const table = valueIn(await replacePassphrase(vault.table, recovered, change))
  const open = (secret: Uint8Array) => unlockWithPassphrase(table, people.clerk.name, newPassphrase, secret)
  expect((await open(newMachine)).ok).toBe(true)
  expect(await open(deviceSecret)).toMatchObject({ failure: { kind: 'other-machine' } })
})

it("never sets somebody else's passphrase with a passphrase, and takes no keys of another vault", async () => {
  const { name: _, ...request } = requestOf('clerk')
  await expect(replacePassphrase(vault.table, vault.unlocked, request)).rejects.toThrow('recovery sheets alone')
  const other = await smallVault('fedcba9876543210')
  await expect(addSlot(vault.table, other.unlocked, newcomer)).rejects.toThrow('not opened from this table')
  expect(() => removeSlot(vault.table, other.unlocked, idOf('lead'))).toThrow('not opened from this table')
})

it('takes slots away down to the last one', () => {
  const without = valueIn(removeSlot(vault.table, vault.unlocked, idOf('clerk')))
  expect(removeSlot(without, vault.unlocked, idOf('clerk'))).toMatchObject({ failure: { kind: 'no-such-user' } })
  const last = valueIn(removeSlot(without, vault.unlocked, idOf('lead')))
  expect(() => removeSlot(last, vault.unlocked, idOf('administrator'))).toThrow('last slot')
})
