import { failed, ok, type Result } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { wipe } from './key-derivation.ts'
import { newSealingPair } from './key-pairs.ts'
import { sealMasterFor } from './make-slot.ts'
import { generationOf, newGenerationKeys } from './master-generation.ts'
import { type RecoveryShares, splitRecoveryKey } from './recovery-shares.ts'
import { signSlots } from './signed-slots.ts'
import { bytesOf, type Unlocked } from './unlock.ts'

/** What a rotation leaves out, and where the new database lies. */
export type RotationRequest = {
  /** Users whose slots end: leavers. */
  readonly without?: readonly UserId[]
  /** File name of the database that is made under the new key: `vault-2.db`. */
  readonly newDatabaseFile: string
  /** A day (`2026-11-23`): make a new recovery key as well, since a sheet was lost or may have been seen. */
  readonly newSheets?: string
}

/** A table of the next generation and its keys. The old keys stay as they are, for the caller to wrap anew and then to wipe. */
export type Rotation = {
  readonly table: SlotTable
  readonly unlocked: Unlocked
  /** For the new sheets, where they were asked for; null: the old ones stay good. */
  readonly shares: RecoveryShares | null
}

function recoveryOf(table: SlotTable, newSheets: string | undefined) {
  if (newSheets === undefined) return { publicKey: bytesOf(table.recovery.publicKey), shares: null }
  const pair = newSealingPair()
  const shares = splitRecoveryKey(pair, table.vaultId, newSheets)
  wipe(pair.privateKey)
  return { publicKey: pair.publicKey, shares }
}

/**
 * Makes new master, database, signer and inbox keys, sealed to the public keys of everybody who stays and to the recovery
 * key: nobody types anything. Nothing of the old generation opens the new one, and who
 * had a slot before cannot sign a table after. Whatever was sealed to the old inbox is opened with the old keys before they
 * are wiped. Trusts the public keys in `table`: it has to be judged first (`judgeSlots`). Fails with `no-such-user` for
 * somebody without a slot. Throws when nobody would be left.
 */
export function rotateMaster(table: SlotTable, unlocked: Unlocked, request: RotationRequest): Result<Rotation> {
  if (table.vaultId !== unlocked.vaultId || table.generation !== unlocked.generation)
    throw new Error('these keys were not opened from this table')
  const { without = [], newDatabaseFile, newSheets } = request
  if (newDatabaseFile === table.database.file) throw new RangeError('the new database needs a file of its own')
  const unknown = without.find((user) => !table.slots.some((slot) => slot.userId === user))
  if (unknown !== undefined) return failed({ kind: 'no-such-user', name: unknown })
  const staying = table.slots.filter((slot) => !without.includes(slot.userId))
  if (staying.length === 0) throw new RangeError('the last slot stays')
  const { vaultId, userId } = unlocked
  const keys = newGenerationKeys({ vaultId, userId, generation: table.generation + 1 })
  const slots = staying.map((slot) => {
    return { ...slot, sealedMaster: sealMasterFor(keys, slot.userId, bytesOf(slot.publicKey)) }
  })
  const recovery = recoveryOf(table, newSheets)
  const part = generationOf(keys, { databaseFile: newDatabaseFile, recoveryPublicKey: recovery.publicKey })
  const { signature: _, ...unsigned } = table
  const next = { ...unsigned, ...part, slots, tableVersion: table.tableVersion + 1 }
  return ok({ table: signSlots(next, keys.signer.privateKey), unlocked: keys, shares: recovery.shares })
}
