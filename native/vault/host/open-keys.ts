import type { Result } from '../../../core/result.ts'
import { failed, ok } from '../../../core/result.ts'
import type { SlotTable, SlotTableFacts } from '../../../core/vault/slot-table.ts'
import { chooseSlots } from '../keys/signed-slots.ts'
import { discardNextSlots, promoteNextSlots } from '../keys/slot-files.ts'
import { type Unlocked, wipeUnlocked } from '../keys/unlock.ts'
import type { FoundTables } from './look-at-vault.ts'

/** Opens the keys of a table; by passphrase, or by shares. */
export type OpenTable = (table: SlotTable) => Promise<Result<Unlocked>>

/** Keys, and the table that they were opened from. */
export type OpenedKeys = { readonly table: SlotTable; readonly unlocked: Unlocked }

/** True for a table that a change of the current one can have left: another than that says nothing of this vault's people. */
function follows(current: SlotTable, next: SlotTable): boolean {
  return (
    next.vaultId === current.vaultId &&
    next.tableVersion > current.tableVersion &&
    next.generation === current.generation &&
    next.signer.publicKey === current.signer.publicKey &&
    next.database.file === current.database.file
  )
}

/**
 * Opens the keys of either table: which one is the vault's only the database says (`settleTables`), and the person may know
 * their new passphrase alone. Fails as the current one does.
 */
export async function openEither({ current, next }: FoundTables, open: OpenTable): Promise<Result<OpenedKeys>> {
  const unlocked = await open(current)
  if (unlocked.ok) return ok({ table: current, unlocked: unlocked.value })
  if (!next || !follows(current, next)) return unlocked
  const later = await open(next)
  return later.ok ? ok({ table: next, unlocked: later.value }) : unlocked
}

/**
 * After an interrupted change of slots: makes the table that the database belongs to the current one, and removes the other.
 * Whoever opened the other has to be able to open this one too: with a slot that is gone nobody gets in. Fails with
 * `slots-swapped`, `slots-rolled-back`, `database-rolled-back`, and as `open`; the keys are overwritten then.
 */
export async function settleTables(
  folder: string,
  {
    facts,
    tables,
    opened,
  }: { readonly facts: SlotTableFacts; readonly tables: FoundTables; readonly opened: OpenedKeys },
  open: OpenTable,
): Promise<Result<OpenedKeys>> {
  const settled = await settle(folder, facts, tables)
  if (!settled.ok) {
    wipeUnlocked(opened.unlocked)
    return settled
  }
  const table = settled.value
  if (table.tableVersion === opened.table.tableVersion) return ok(opened)
  wipeUnlocked(opened.unlocked)
  const unlocked = await open(table)
  return unlocked.ok ? ok({ table, unlocked: unlocked.value }) : unlocked
}

async function settle(folder: string, facts: SlotTableFacts, tables: FoundTables): Promise<Result<SlotTable>> {
  const { current, next } = tables
  const choice = chooseSlots(facts, current, next)
  if (!choice.ok) return choice
  const moved = choice.value === 'next' ? await promoteNextSlots(folder) : await discardNextSlots(folder)
  if (!moved.ok) return moved
  const table = choice.value === 'next' ? next : current
  return table ? ok(table) : failed({ kind: 'slots-swapped' })
}
