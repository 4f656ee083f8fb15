import type { Instant } from '../../../core/ports/clock.ts'
import { ok, type Result } from '../../../core/result.ts'
import { isId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { wipe } from './key-derivation.ts'
import { newSealingPair } from './key-pairs.ts'
import { makeSlot, type SlotRequest } from './make-slot.ts'
import { generationOf, newGenerationKeys } from './master-generation.ts'
import { type RecoveryShares, splitRecoveryKey } from './recovery-shares.ts'
import { signSlots } from './signed-slots.ts'
import type { Unlocked } from './unlock.ts'

/** What a new vault's slot table is made of. */
export type NewSlotsRequest = {
  /** 16 characters of Crockford base32, lower case. */
  readonly vaultId: string
  readonly demo: boolean
  readonly createdAt: Instant
  /** `vault-1.db`. */
  readonly databaseFile: string
  /** The first administrator. */
  readonly first: SlotRequest
}

/** A new vault's keys. The shares go onto two sheets of paper and are kept nowhere else. */
export type NewSlots = { readonly table: SlotTable; readonly unlocked: Unlocked; readonly shares: RecoveryShares }

/**
 * Makes the keys of a new vault: generation 1, table version 1, one slot, a recovery key split in two. Fails with
 * `bad-user-name` and `weak-passphrase`.
 */
export async function createSlotTable(request: NewSlotsRequest): Promise<Result<NewSlots>> {
  const { vaultId, demo, createdAt, databaseFile, first } = request
  if (!isId(vaultId)) throw new RangeError('not an id')
  const unlocked = newGenerationKeys({ vaultId, generation: 1, userId: first.userId })
  const slot = await makeSlot(unlocked, first)
  if (!slot.ok) return slot
  const recovery = newSealingPair()
  const shares = splitRecoveryKey(recovery, vaultId, createdAt.slice(0, 10))
  wipe(recovery.privateKey)
  const unsigned = {
    format: 'occlude-slots',
    version: 1,
    tableVersion: 1,
    vaultId,
    demo,
    createdAt,
    ...generationOf(unlocked, { databaseFile, recoveryPublicKey: recovery.publicKey }),
    slots: [slot.value],
  } as const
  return ok({ table: signSlots(unsigned, unlocked.signer.privateKey), unlocked, shares })
}
