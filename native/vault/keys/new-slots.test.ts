import { expect, it } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { fullCost } from '../../../core/vault/slot-table.ts'
import { hexOf } from './make-slot.ts'
import { createSlotTable } from './new-slots.ts'
import { readSlotTable, slotTableText } from './signed-slots.ts'
import { deviceSecret, people, requestOf, smallVault, valueIn } from './synthetic/small-vault.ts'

const { cost: _, ...first } = requestOf('administrator')
const request = {
  vaultId: '0123456789abcdef',
  demo: false,
  createdAt: instant('2026-11-23T09:00:00Z'),
  databaseFile: 'vault-1.db',
  first,
}

it('begins with one slot at full cost, version 1 and generation 1', async () => {
  const { table, unlocked, shares } = valueIn(await createSlotTable(request))
  expect(table).toMatchObject({ tableVersion: 1, generation: 1, demo: false, vaultId: request.vaultId })
  expect(table.slots).toHaveLength(1)
  expect(table.slots[0]?.passphrase).toMatchObject({ memoryKiB: 65_536, passes: 3, lanes: 1 })
  expect(fullCost).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 1 })
  expect(readSlotTable(slotTableText(table)).ok).toBe(true)
  expect(unlocked.userId).toBe(first.userId)
  expect(shares.map(({ number, date }) => [number, date])).toEqual([
    [1, '2026-11-23'],
    [2, '2026-11-23'],
  ])
})

it('makes everything anew each time', async () => {
  const [one, two] = [await smallVault(), await smallVault()]
  const secrets = ({ unlocked, table }: typeof one) => [
    ...[unlocked.master, unlocked.databaseKey, unlocked.signer.privateKey, unlocked.inbox.privateKey].map(hexOf),
    ...table.slots.flatMap((slot) => [slot.publicKey, slot.passphrase.salt, slot.wrappedPrivateKey, slot.sealedMaster]),
  ]
  const all = [...secrets(one), ...secrets(two)]
  expect(new Set(all).size).toBe(all.length)
})

it('writes no secret into the table', async () => {
  const { table, unlocked, shares } = await smallVault()
  const text = slotTableText(table)
  const keys = [unlocked.master, unlocked.databaseKey, unlocked.signer.privateKey, unlocked.inbox.privateKey]
  for (const key of [...keys, deviceSecret, ...shares.map((share) => share.secret)])
    expect(text).not.toContain(hexOf(key))
  for (const { passphrase } of Object.values(people)) expect(text).not.toContain(passphrase)
})

it('refuses a weak passphrase, a bad name and what is no id', async () => {
  const change = (some: Partial<typeof first>) => createSlotTable({ ...request, first: { ...first, ...some } })
  expect(await change({ passphrase: 'too short' })).toMatchObject({ failure: { kind: 'weak-passphrase', least: 15 } })
  expect(await change({ name: '\u202e' })).toMatchObject({ failure: { kind: 'bad-user-name' } })
  await expect(createSlotTable({ ...request, vaultId: '../x' })).rejects.toThrow(RangeError)
})
