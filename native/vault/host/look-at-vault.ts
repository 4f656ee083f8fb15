import type { Instant } from '../../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { readingFailure } from '../../evidence/storage-failure.ts'
import { readSlotTable } from '../keys/signed-slots.ts'
import { readSlotFiles } from '../keys/slot-files.ts'
import { type LockHolder, lockHolder } from './lock-file.ts'
import { isUnfinished, vaultName } from './vault-files.ts'

/**
 * What can be said of a vault before anybody has opened it. It stands in the open and proves nothing: only the database says
 * whether this file of keys is the vault's.
 */
export type VaultAppearance = {
  readonly vaultId: string
  readonly demo: boolean
  readonly createdAt: Instant
  readonly tableVersion: number
  readonly generation: number
  /** Who has a slot, and whether it asks for the secret of a machine. */
  readonly users: readonly { readonly name: string; readonly device: boolean }[]
  /** Who has it open now. */
  readonly holder: LockHolder | null
  /** True: its making was interrupted, and nobody has opened it since: it may be made again. */
  readonly unfinished: boolean
}

/** Both slot tables that may lie in a folder. `next` is that of a change that was begun; null: none that could be used. */
export type FoundTables = { readonly current: SlotTable; readonly next: SlotTable | null }

/** Reads the slot tables of a folder. Fails with `vault-missing`, `slots-damaged`, and as reading a file does. */
export async function readTables(folder: string): Promise<Result<FoundTables>> {
  const files = await readSlotFiles(folder)
  if (!files.ok) {
    const missing = files.failure.kind === 'file-missing'
    return missing ? failed({ kind: 'vault-missing', name: vaultName(folder) }) : files
  }
  const current = readSlotTable(files.value.current)
  if (!current.ok) return current
  const next = files.value.next === null ? null : readSlotTable(files.value.next)
  return ok({ current: current.value, next: next?.ok ? next.value : null })
}

/** Looks at a vault from outside. Fails with `vault-missing`, `slots-damaged`. */
export async function lookAtVault(folder: string): Promise<Result<VaultAppearance>> {
  const tables = await readTables(folder)
  if (!tables.ok) return tables
  const holder = await lockHolder(folder)
  if (!holder.ok) return holder
  const { vaultId, demo, createdAt, tableVersion, generation, slots } = tables.value.current
  const users = slots.map(({ name, device }) => ({ name, device: device !== null }))
  const facts = { vaultId, demo, createdAt, tableVersion, generation, users, holder: holder.value }
  try {
    return ok({ ...facts, unfinished: (await isUnfinished(folder)) === true })
  } catch (error) {
    return failed(readingFailure(error, vaultName(folder)))
  }
}
