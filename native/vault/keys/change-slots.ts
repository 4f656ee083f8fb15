import { failed, ok, type Result } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import { mostSlots, type Slot, type SlotTable } from '../../../core/vault/slot-table.ts'
import { makeSlot, type SlotRequest } from './make-slot.ts'
import { signSlots } from './signed-slots.ts'
import { slotNamed, type Unlocked } from './unlock.ts'

function withSlots(table: SlotTable, unlocked: Unlocked, slots: readonly Slot[]): SlotTable {
  const { signature: _, ...unsigned } = table
  return signSlots({ ...unsigned, slots, tableVersion: table.tableVersion + 1 }, unlocked.signer.privateKey)
}

/** Keys of another vault or another generation would make slots that open nothing: a bug of the caller. */
function checkBelongs(table: SlotTable, unlocked: Unlocked): void {
  if (table.vaultId !== unlocked.vaultId || table.generation !== unlocked.generation)
    throw new Error('these keys were not opened from this table')
}

/**
 * Gives somebody a slot. Fails with `user-exists` (name or id), `bad-user-name`, `weak-passphrase`. Whether they may be added
 * is for the caller to decide.
 */
export async function addSlot(table: SlotTable, unlocked: Unlocked, request: SlotRequest): Promise<Result<SlotTable>> {
  checkBelongs(table, unlocked)
  if (table.slots.length >= mostSlots) throw new RangeError('no room for another slot')
  const isTaken = table.slots.some((slot) => slot.userId === request.userId) || slotNamed(table, request.name)
  if (isTaken) return failed({ kind: 'user-exists', name: request.name })
  const slot = await makeSlot(unlocked, request)
  return slot.ok ? ok(withSlots(table, unlocked, [...table.slots, slot.value])) : slot
}

/**
 * Takes somebody's slot away. That alone is not enough for a leaver, who may have kept an older table: `rotateMaster` follows.
 * Fails with `no-such-user`. Throws for the last slot.
 */
export function removeSlot(table: SlotTable, unlocked: Unlocked, userId: UserId): Result<SlotTable> {
  checkBelongs(table, unlocked)
  const slots = table.slots.filter((slot) => slot.userId !== userId)
  if (slots.length === table.slots.length) return failed({ kind: 'no-such-user', name: userId })
  if (slots.length === 0) throw new RangeError('the last slot stays')
  return ok(withSlots(table, unlocked, slots))
}

/**
 * Sets a new passphrase: by the user themselves, or by whoever opened the vault with both recovery sheets (anybody else's keys
 * are a bug of the caller). The slot gets a fresh key pair, and this machine's device secret if one is given. Keeps the name of
 * the slot. Whoever has a copy of the older table and the old passphrase can still open the same master key with them, until
 * `rotateMaster`: after a passphrase became known, that follows. Fails with `no-such-user` and `weak-passphrase`.
 */
export async function replacePassphrase(
  table: SlotTable,
  unlocked: Unlocked,
  request: Omit<SlotRequest, 'name'>,
): Promise<Result<SlotTable>> {
  checkBelongs(table, unlocked)
  if (unlocked.userId !== null && unlocked.userId !== request.userId)
    throw new Error("somebody else's passphrase is set with the recovery sheets alone")
  const old = table.slots.find((slot) => slot.userId === request.userId)
  if (!old) return failed({ kind: 'no-such-user', name: request.userId })
  const made = await makeSlot(unlocked, { ...request, name: old.name })
  if (!made.ok) return made
  const slots = table.slots.map((slot) => (slot === old ? made.value : slot))
  return ok(withSlots(table, unlocked, slots))
}
