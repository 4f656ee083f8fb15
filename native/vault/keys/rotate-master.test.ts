import { beforeAll, expect, it } from 'vitest'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import type { NewSlots } from './new-slots.ts'
import { shareLines } from './recovery-shares.ts'
import { rotateMaster } from './rotate-master.ts'
import { judgeSlots, readSlotTable, signSlots, slotTableFacts, slotTableText } from './signed-slots.ts'
import { deviceSecret, idOf, type Person, people, smallVault, valueIn } from './synthetic/small-vault.ts'
import { unlockWithPassphrase, unlockWithShares } from './unlock.ts'
import { newKey, unwrapKey, wrapKey } from './wrapped-key.ts'

let vault: NewSlots
beforeAll(async () => {
  vault = await smallVault()
})

const request = { newDatabaseFile: 'vault-2.db' }

function unlock(person: Person, table: SlotTable) {
  return unlockWithPassphrase(table, people[person].name, people[person].passphrase, deviceSecret)
}

function rotated(change: Parameters<typeof rotateMaster>[2] = request) {
  return valueIn(rotateMaster(vault.table, vault.unlocked, change))
}

it('opens for everybody who stays, who typed nothing, and not for the leaver', async () => {
  const { table, unlocked } = rotated({ ...request, without: [idOf('lead')] })
  expect(readSlotTable(slotTableText(table)).ok).toBe(true)
  expect([table.generation, table.tableVersion, table.database.file]).toEqual([2, 4, 'vault-2.db'])
  for (const person of ['administrator', 'clerk'] as const)
    expect({ ...valueIn(await unlock(person, table)), userId: null }).toEqual({ ...unlocked, userId: null })
  expect(await unlock('lead', table)).toMatchObject({ failure: { kind: 'no-such-user' } })
})

it("makes every key anew, so that the leaver's old keys open nothing of it", async () => {
  const { table, unlocked } = rotated({ ...request, without: [idOf('lead')] })
  const old = valueIn(await unlock('lead', vault.table))
  for (const key of ['master', 'databaseKey'] as const) expect(unlocked[key]).not.toEqual(old[key])
  for (const pair of ['signer', 'inbox'] as const) expect(unlocked[pair].publicKey).not.toEqual(old[pair].publicKey)
  const context = { vaultId: table.vaultId, kind: 'clip', id: '0000000000000001', generation: 2 }
  const wrap = wrapKey(unlocked.master, newKey(), context)
  expect(unwrapKey(old.master, wrap, context)).toBeNull()
  expect(unwrapKey(unlocked.master, wrap, context)).not.toBeNull()
})

it("does not take the leaver's old slot back, nor a table signed with the old signer's key", async () => {
  const { table } = rotated({ ...request, without: [idOf('lead')] })
  const oldSlot = vault.table.slots.find((slot) => slot.userId === idOf('lead'))
  const { signature: _, ...unsigned } = table
  const slots = oldSlot ? [...unsigned.slots, oldSlot] : []
  const forged = signSlots({ ...unsigned, slots, signer: vault.table.signer }, vault.unlocked.signer.privateKey)
  expect(await unlock('lead', forged)).toMatchObject({ failure: { kind: 'slots-swapped' } })
  expect(await unlock('clerk', forged)).toMatchObject({ failure: { kind: 'slots-swapped' } })
  expect(judgeSlots(slotTableFacts(table), forged)).toMatchObject({ failure: { kind: 'slots-swapped' } })
})

it('keeps the recovery sheets good, unless new ones are asked for', () => {
  const typed = (some: NewSlots['shares']) => some.map((share) => shareLines(share).join('\n')) as [string, string]
  const kept = rotated()
  expect(kept.shares).toBeNull()
  expect(valueIn(unlockWithShares(kept.table, ...typed(vault.shares))).master).toEqual(kept.unlocked.master)
  const renewed = rotated({ ...request, newSheets: '2027-01-31' })
  if (!renewed.shares) throw new Error('no new shares')
  expect(renewed.shares[0].date).toBe('2027-01-31')
  expect(valueIn(unlockWithShares(renewed.table, ...typed(renewed.shares))).master).toEqual(renewed.unlocked.master)
  expect(unlockWithShares(renewed.table, ...typed(vault.shares))).toEqual({
    ok: false,
    failure: { kind: 'bad-shares', why: 'not-a-pair', share: 1 },
  })
})

it('leaves the old keys as they are, for the wraps to be made anew', () => {
  const before = Buffer.from(vault.unlocked.master)
  rotated()
  expect(Buffer.from(vault.unlocked.master)).toEqual(before)
})

it('refuses unknown leavers, an empty vault, and the file that is in use', () => {
  const nobody = idOf('lead').replace('3', '8') as ReturnType<typeof idOf>
  expect(rotateMaster(vault.table, vault.unlocked, { ...request, without: [nobody] })).toMatchObject({
    failure: { kind: 'no-such-user' },
  })
  const everybody = vault.table.slots.map((slot) => slot.userId)
  expect(() => rotated({ ...request, without: everybody })).toThrow('last slot')
  expect(() => rotated({ newDatabaseFile: 'vault-1.db' })).toThrow(RangeError)
})
