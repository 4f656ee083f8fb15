import type { Instant } from '../../../core/ports/clock.ts'
import type { SlotChange } from '../../../core/ports/vault/vault-store.ts'
import { failed, type Result } from '../../../core/result.ts'
import type { PassphraseCost, SlotTable } from '../../../core/vault/slot-table.ts'
import { addSlot, removeSlot, replacePassphrase } from '../keys/change-slots.ts'
import type { SlotRequest } from '../keys/make-slot.ts'
import { type Unlocked, unlockWithPassphrase, unlockWithShares, wipeUnlocked } from '../keys/unlock.ts'

/** What a change of slots starts from. */
export type SlotPosition = {
  readonly table: SlotTable
  /** The keys of the open vault. */
  readonly unlocked: Unlocked
  /** This machine's secret, which goes into new user keys; null: there is none. Asked for when a slot is made. */
  readonly deviceSecret: () => Promise<Uint8Array | null>
  readonly now: Instant
  /** Words that must not make up a passphrase: the force's. */
  readonly expectedWords: readonly string[]
  /** What argon2id costs; null: `fullCost`. */
  readonly cost: PassphraseCost | null
}

async function requestOf(
  { deviceSecret, now, expectedWords, cost }: SlotPosition,
  who: Pick<SlotRequest, 'userId' | 'name' | 'passphrase'>,
): Promise<SlotRequest> {
  return { ...who, deviceSecret: await deviceSecret(), changedAt: now, expectedWords, ...(cost ? { cost } : {}) }
}

async function replaced(
  position: SlotPosition,
  { user, oldPassphrase, newPassphrase }: Extract<SlotChange, { kind: 'replace' }>,
): Promise<Result<SlotTable>> {
  const { table } = position
  const slot = table.slots.find(({ userId }) => userId === user)
  if (!slot) return failed({ kind: 'no-such-user', name: user })
  const own = await unlockWithPassphrase(table, slot.name, oldPassphrase, await position.deviceSecret())
  if (!own.ok) return own
  const request = await requestOf(position, { userId: user, name: slot.name, passphrase: newPassphrase })
  const next = await replacePassphrase(table, own.value, request)
  wipeUnlocked(own.value)
  return next
}

async function recovered(
  position: SlotPosition,
  { user, name, shares, newPassphrase }: Extract<SlotChange, { kind: 'recover' }>,
): Promise<Result<SlotTable>> {
  const { table } = position
  const opened = unlockWithShares(table, ...shares)
  if (!opened.ok) return opened
  const request = await requestOf(position, { userId: user, name, passphrase: newPassphrase })
  const hasSlot = table.slots.some(({ userId }) => userId === user)
  const next = await (hasSlot ? replacePassphrase : addSlot)(table, opened.value, request)
  wipeUnlocked(opened.value)
  return next
}

/**
 * The table after a change. Fails as the change does: `user-exists`, `bad-user-name`, `weak-passphrase`, `no-such-user`,
 * `wrong-passphrase`, `other-machine`, `bad-shares`.
 */
export async function changedSlots(position: SlotPosition, change: SlotChange): Promise<Result<SlotTable>> {
  const { table, unlocked } = position
  switch (change.kind) {
    case 'add':
      return addSlot(table, unlocked, await requestOf(position, { ...change, userId: change.user }))
    case 'remove':
      return removeSlot(table, unlocked, change.user)
    case 'replace':
      return replaced(position, change)
    case 'recover':
      return recovered(position, change)
  }
}
