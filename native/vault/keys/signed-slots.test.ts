import { beforeAll, expect, it } from 'vitest'
import { userId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { addSlot } from './change-slots.ts'
import { newSigningPair } from './key-pairs.ts'
import { hexOf } from './make-slot.ts'
import type { NewSlots } from './new-slots.ts'
import { chooseSlots, judgeSlots, readSlotTable, signSlots, slotTableFacts, slotTableText } from './signed-slots.ts'
import { requestOf, smallVault, valueIn } from './synthetic/small-vault.ts'

let vault: NewSlots
let text: string
beforeAll(async () => {
  vault = await smallVault()
  text = slotTableText(vault.table)
})

function kindOf(given: string): string {
  const read = readSlotTable(given)
  return read.ok ? 'read' : read.failure.kind
}

/** The table after somebody changed it who cannot sign for the vault, signed with a key of their own. */
function signedByStranger(change: (table: SlotTable) => SlotTable): SlotTable {
  const stranger = newSigningPair()
  const { signature: _, ...changed } = change(vault.table)
  const signer = { ...changed.signer, publicKey: hexOf(stranger.publicKey) }
  return signSlots({ ...changed, signer }, stranger.privateKey)
}

it('reads what it wrote', () => {
  expect(readSlotTable(text)).toEqual({ ok: true, value: vault.table })
  expect(vault.table.slots.map((slot) => slot.name)).toEqual(['Ada Ministrator', 'Disclosure Clerk', 'Zoë Lead'])
  expect(vault.table.tableVersion).toBe(3)
})

it('refuses the file with any one byte changed', () => {
  const bytes = Buffer.from(text, 'utf8')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    // Digits become other digits, lower case becomes upper case: what the structure alone might let pass.
    changed[at] = (changed[at] ?? 0) ^ (at % 3 === 0 ? 1 : at % 3 === 1 ? 32 : 128)
    expect(kindOf(changed.toString('utf8'))).toBe('slots-damaged')
  }
}, 60_000)

it('refuses the file cut short, made longer, or written another way', () => {
  for (const length of [0, 1, 100, text.length - 1]) expect(kindOf(text.slice(0, length))).toBe('slots-damaged')
  for (const other of [`${text}\n`, ` ${text}`, `\ufeff${text}`, text + text, JSON.stringify(vault.table, null, 1)])
    expect(kindOf(other)).toBe('slots-damaged')
  expect(kindOf(text.replace('Zoë', 'Zo\\u00eb'))).toBe('slots-damaged')
})

it('refuses each field changed without a new signature', () => {
  const { table } = vault
  const changes: readonly SlotTable[] = [
    { ...table, tableVersion: 4 },
    { ...table, demo: false },
    { ...table, generation: 2 },
    { ...table, slots: table.slots.slice(1) },
    { ...table, slots: table.slots.toReversed() },
    { ...table, recovery: { ...table.recovery, publicKey: table.inbox.publicKey } },
    { ...table, database: { ...table.database, file: 'vault-2.db' } },
  ]
  for (const changed of changes) expect(kindOf(slotTableText(changed))).toBe('slots-damaged')
})

it('lets a stranger sign a table, and lets the database tell that it is not the one', async () => {
  const kept = slotTableFacts(vault.table)
  const accomplice = { ...requestOf('lead'), userId: userId('000000000000000z'), name: 'Somebody Else' }
  const extra = valueIn(await addSlot(vault.table, vault.unlocked, accomplice))
  const forged = signedByStranger(() => extra)
  expect(kindOf(slotTableText(forged))).toBe('read')
  expect(judgeSlots(kept, forged)).toEqual({ ok: false, failure: { kind: 'slots-swapped' } })
  expect(judgeSlots(kept, vault.table).ok).toBe(true)
})

it('tells another table of the same version, an older and a newer one', () => {
  const { signature: _, ...unsigned } = vault.table
  const sign = (change: Partial<SlotTable>) => signSlots({ ...unsigned, ...change }, vault.unlocked.signer.privateKey)
  const kept = slotTableFacts(vault.table)
  const judged = (table: SlotTable) => {
    const result = judgeSlots(kept, table)
    return result.ok ? 'same' : result.failure.kind
  }
  expect(judged(sign({}))).toBe('same')
  expect(judged(sign({ slots: vault.table.slots.slice(1) }))).toBe('slots-swapped')
  expect(judged(sign({ tableVersion: 2 }))).toBe('slots-rolled-back')
  expect(judged(sign({ tableVersion: 4 }))).toBe('database-rolled-back')
})

it('chooses the table that the database belongs to after an interrupted change', () => {
  const { signature: _, ...unsigned } = vault.table
  const next = signSlots({ ...unsigned, tableVersion: 4 }, vault.unlocked.signer.privateKey)
  const other = signSlots({ ...unsigned, tableVersion: 4, demo: false }, vault.unlocked.signer.privateKey)
  const [before, after] = [slotTableFacts(vault.table), slotTableFacts(next)]
  expect(chooseSlots(before, vault.table, null)).toEqual({ ok: true, value: 'current' })
  expect(chooseSlots(before, vault.table, next)).toEqual({ ok: true, value: 'current' })
  expect(chooseSlots(after, vault.table, next)).toEqual({ ok: true, value: 'next' })
  expect(chooseSlots(after, next, vault.table)).toEqual({ ok: true, value: 'current' })
  expect(chooseSlots(after, vault.table, other)).toEqual({ ok: false, failure: { kind: 'slots-rolled-back' } })
  expect(chooseSlots(after, vault.table, null)).toEqual({ ok: false, failure: { kind: 'slots-rolled-back' } })
})
