import { createHash } from 'node:crypto'
import { readSlotsFile } from '../../../contract/slots-file.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SlotTable, SlotTableFacts } from '../../../core/vault/slot-table.ts'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { isSignedBy, sign } from './key-pairs.ts'

/** A slot table before it is signed. */
export type UnsignedSlots = Omit<SlotTable, 'signature'>

function signedBytes(table: UnsignedSlots): Uint8Array {
  return Buffer.from(`occlude-slots-v1\n${canonicalJson.textOf(table)}`, 'utf8')
}

/** Signs a table with the signer's private key; it has to be the one whose public half the table names. */
export function signSlots(table: UnsignedSlots, signerPrivateKey: Uint8Array): SlotTable {
  return { ...table, signature: Buffer.from(sign(signerPrivateKey, signedBytes(table))).toString('hex') }
}

/** A table as it stands in `slots.json`: RFC 8785 text, nothing before or after it. */
export function slotTableText(table: SlotTable): string {
  return canonicalJson.textOf(table)
}

/**
 * Reads `slots.json`. Fails with `slots-damaged` when its structure, its form (every byte counts) or the signature by the
 * signer that it names itself is wrong. Whether that signer is the vault's, only the database knows (`judgeSlots`).
 */
export function readSlotTable(text: string): Result<SlotTable> {
  const read = readSlotsFile(text)
  if (!read.ok) return read
  const { signature, ...unsigned } = read.value
  if (slotTableText(read.value) !== text) return failed({ kind: 'slots-damaged', at: 'the form of the whole file' })
  const signer = Buffer.from(unsigned.signer.publicKey, 'hex')
  return isSignedBy(signer, signedBytes(unsigned), Buffer.from(signature, 'hex'))
    ? ok(read.value)
    : failed({ kind: 'slots-damaged', at: 'the signature' })
}

/** What the database has to keep of a table, in the transaction that makes it the vault's. */
export function slotTableFacts(table: SlotTable): SlotTableFacts {
  return {
    signerPublicKey: table.signer.publicKey,
    tableVersion: table.tableVersion,
    sha256: createHash('sha256').update(slotTableText(table), 'utf8').digest('hex'),
  }
}

/**
 * Compares a table with what the database keeps of its own. Fails with `slots-swapped` (another signer, or another table of the
 * same version), `slots-rolled-back` (an older table), `database-rolled-back` (the table is newer than the database knows).
 */
export function judgeSlots(kept: SlotTableFacts, table: SlotTable): Result<void> {
  const found = slotTableFacts(table)
  if (found.signerPublicKey !== kept.signerPublicKey) return failed({ kind: 'slots-swapped' })
  if (found.tableVersion < kept.tableVersion) return failed({ kind: 'slots-rolled-back' })
  if (found.tableVersion > kept.tableVersion) return failed({ kind: 'database-rolled-back' })
  return found.sha256 === kept.sha256 ? ok(undefined) : failed({ kind: 'slots-swapped' })
}

/** Which of two tables belongs to the database. */
export type SlotChoice = 'current' | 'next'

/**
 * Decides after an interrupted change which of `slots.json` and `slots.next` the database belongs to. `next`: the change was
 * kept, promote it; `current`: it was not, discard what lies beside. Fails like `judgeSlots` of the current one when neither fits.
 */
export function chooseSlots(kept: SlotTableFacts, current: SlotTable, next: SlotTable | null): Result<SlotChoice> {
  const judged = judgeSlots(kept, current)
  if (judged.ok) return ok('current')
  return next && judgeSlots(kept, next).ok ? ok('next') : judged
}
