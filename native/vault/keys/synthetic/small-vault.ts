import { instant } from '../../../../core/ports/clock.ts'
import type { Result } from '../../../../core/result.ts'
import { type UserId, userId } from '../../../../core/vault/ids.ts'
import type { SlotTable } from '../../../../core/vault/slot-table.ts'
import { addSlot } from '../change-slots.ts'
import type { SlotRequest } from '../make-slot.ts'
import { createSlotTable, type NewSlots } from '../new-slots.ts'

/** What a success carries; a failure ends the test that expected none. */
export function valueIn<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(JSON.stringify(result.failure))
}

/** Three people of a made-up vault. `clerk` has a device secret in their slot, the others have the passphrase alone. */
export const people = {
  administrator: { name: 'Ada Ministrator', passphrase: 'violet kettle runs uphill', number: 1 },
  clerk: { name: 'Disclosure Clerk', passphrase: 'nine otters paint', number: 2 },
  lead: { name: 'Zoë Lead', passphrase: 'quiet gravel sings at noon', number: 3 },
} as const

/** One of them. */
export type Person = keyof typeof people

/** The secret of the machine that the clerk works at. */
export const deviceSecret: Uint8Array = new Uint8Array(32).fill(0xd5)

/** The id of one of them. */
export function idOf(person: Person): UserId {
  return userId(`000000000000000${people[person].number}`)
}

/** What gives one of them a slot, at a cost of milliseconds. */
export function requestOf(person: Person): SlotRequest {
  return {
    userId: idOf(person),
    name: people[person].name,
    passphrase: people[person].passphrase,
    deviceSecret: person === 'clerk' ? deviceSecret : null,
    changedAt: instant('2026-11-23T09:00:00Z'),
    cost: { memoryKiB: 1024, passes: 1, lanes: 1 },
  }
}

/** A vault's keys with a slot for each of the three. */
export async function smallVault(vaultId = '0123456789abcdef'): Promise<NewSlots> {
  const made = valueIn(
    await createSlotTable({
      vaultId,
      demo: true,
      createdAt: instant('2026-11-23T09:00:00Z'),
      databaseFile: 'vault-1.db',
      first: requestOf('administrator'),
    }),
  )
  let table: SlotTable = made.table
  for (const person of ['clerk', 'lead'] as const)
    table = valueIn(await addSlot(table, made.unlocked, requestOf(person)))
  return { ...made, table }
}
