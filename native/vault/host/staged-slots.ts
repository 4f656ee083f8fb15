import type { SlotChange } from '../../../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { SlotTable, SlotTableFacts } from '../../../core/vault/slot-table.ts'
import { slotTableFacts, slotTableText } from '../keys/signed-slots.ts'
import { discardNextSlots, promoteNextSlots, writeNextSlots } from '../keys/slot-files.ts'
import { attempted } from './attempt.ts'
import { changedSlots, type SlotPosition } from './changed-slots.ts'

/** Where facts of the slot table are kept in the transaction that changes it. */
export type SlotFactsWriter = { putSlotTableFacts(facts: SlotTableFacts): Promise<void> }

/**
 * Changes of the slot table within one transaction: the new table lies durably beside the current one before the database
 * commits to it, and takes its place after.
 */
export class StagedSlots {
  readonly #folder: string
  readonly #position: SlotPosition
  #staged: SlotTable | null = null

  constructor(folder: string, position: SlotPosition) {
    this.#folder = folder
    this.#position = position
  }

  /** Part of the transaction. Fails as the change does (`changedSlots`), with `too-many-attempts`, and as writing a file does. */
  async stage(write: SlotFactsWriter, change: SlotChange): Promise<Result<void>> {
    const position = { ...this.#position, table: this.#staged ?? this.#position.table }
    const next = await this.#changed(position, change)
    if (!next.ok) return next
    const written = await writeNextSlots(this.#folder, slotTableText(next.value))
    if (!written.ok) return written
    this.#staged = next.value
    await write.putSlotTableFacts(slotTableFacts(next.value))
    return ok(undefined)
  }

  /**
   * After the transaction. Answers the table that the vault has now, and whether its file is in its place: where it could not be
   * put there, the next opening does.
   */
  async settle(isKept: boolean): Promise<{ readonly table: SlotTable; readonly settled: Result<void> }> {
    const { table } = this.#position
    if (!this.#staged) return { table, settled: ok(undefined) }
    return isKept
      ? { table: this.#staged, settled: await promoteNextSlots(this.#folder) }
      : { table, settled: await discardNextSlots(this.#folder) }
  }

  #changed(position: SlotPosition, change: SlotChange): Promise<Result<SlotTable>> {
    const run = (): Promise<Result<SlotTable>> => changedSlots(position, change)
    const { table, now } = position
    if (change.kind === 'recover') return attempted({ folder: this.#folder, name: change.name, now }, run)
    if (change.kind !== 'replace') return run()
    const name = table.slots.find(({ userId }) => userId === change.user)?.name ?? change.user
    return attempted({ folder: this.#folder, name, now }, run)
  }
}
