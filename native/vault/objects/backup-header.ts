import type { ByteSource } from '../../../core/ports/bytes.ts'
import { type Instant, instant } from '../../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { isId, type UserId, userId } from '../../../core/vault/ids.ts'
import type { Hex, SlotTable } from '../../../core/vault/slot-table.ts'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { isSignedBy, sign } from '../keys/key-pairs.ts'
import { readSlotTable } from '../keys/signed-slots.ts'

/** `OCCVBK1` and a line feed; the digit is the version. */
const magic = Buffer.from('OCCVBK1\n', 'latin1')
const lengthBytes = 4

/** Most bytes of the text: a slot table has up to 2 MiB, and its quotes are escaped. */
const mostBytes = 6 * 1024 * 1024

/** What stands in the open at the beginning of a backup (docs/FORMATS.md, "Vault: backup"). */
export type BackupHeader = {
  readonly format: 'occlude-backup'
  readonly version: 1
  /** Of the backup. */
  readonly id: string
  readonly vaultId: string
  readonly createdAt: Instant
  /** From then on nobody restores it. */
  readonly expiresAt: Instant
  readonly createdBy: UserId
  /** Of the master key that `wrappedKey` is under. */
  readonly generation: number
  /** The slot table as it was, so that its people and the recovery sheets open the backup. */
  readonly slots: string
  /** The backup's own key under the master key (kind `backup`). */
  readonly wrappedKey: Hex
  /** File id of the encrypted part. */
  readonly fileId: Hex
  readonly signature: Hex
}

/** A header before it is signed. */
export type UnsignedHeader = Omit<BackupHeader, 'signature'>

/** A backup that can be looked into: its header, the table in it, and where its encrypted part is. */
export type FoundBackup = { readonly header: BackupHeader; readonly table: SlotTable; readonly payload: ByteSource }

function signedBytes(header: UnsignedHeader): Uint8Array {
  return Buffer.from(`occlude-backup-v1\n${canonicalJson.textOf(header)}`, 'utf8')
}

/** The bytes before the encrypted part, signed with the vault's signer key. */
export function headerBytesOf(header: UnsignedHeader, signerPrivateKey: Uint8Array): Uint8Array {
  const signature = Buffer.from(sign(signerPrivateKey, signedBytes(header))).toString('hex')
  const text = Buffer.from(canonicalJson.textOf({ ...header, signature }), 'utf8')
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(text.length)
  return Buffer.concat([magic, length, text])
}

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isIdText: Check = (value) => typeof value === 'string' && isId(value)
const isMoment: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value)
const hexOf =
  (bytes: number): Check =>
  (value) =>
    typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value)

const shape: Readonly<Record<keyof BackupHeader, Check>> = {
  format: (value) => value === 'occlude-backup',
  version: (value) => value === 1,
  id: isIdText,
  vaultId: isIdText,
  createdAt: isMoment,
  expiresAt: isMoment,
  createdBy: isIdText,
  generation: (value) => Number.isSafeInteger(value),
  slots: isText,
  wrappedKey: hexOf(60),
  fileId: hexOf(16),
  signature: hexOf(64),
}

function isHeader(value: unknown): value is BackupHeader {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Fields
  return (
    Object.keys(fields).length === Object.keys(shape).length &&
    Object.entries(shape).every(([name, check]) => check(fields[name]))
  )
}

function parsed(text: string): BackupHeader | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!isHeader(value) || canonicalJson.textOf(value) !== text) return null
    return {
      ...value,
      createdAt: instant(value.createdAt),
      expiresAt: instant(value.expiresAt),
      createdBy: userId(value.createdBy),
    }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The table of a header whose signature is its signer's; null for anything else. */
function vouchedTable(header: BackupHeader): SlotTable | null {
  const table = readSlotTable(header.slots)
  if (!table.ok) return null
  const { signature, ...unsigned } = header
  const signer = Buffer.from(table.value.signer.publicKey, 'hex')
  const fits = table.value.vaultId === header.vaultId && table.value.generation === header.generation
  return fits && isSignedBy(signer, signedBytes(unsigned), Buffer.from(signature, 'hex')) ? table.value : null
}

/** Reads the beginning of a backup; `name` is what a person called the file. Fails with `backup-damaged`; rejects as `stored` does. */
export async function readBackupHeader(stored: ByteSource, name: string): Promise<Result<FoundBackup>> {
  const damaged = (detail: string) => failed({ kind: 'backup-damaged', name, detail } as const)
  const start = Buffer.from(await stored.read(0, magic.length + lengthBytes))
  if (start.length < magic.length + lengthBytes || !start.subarray(0, magic.length).equals(magic))
    return damaged('it does not begin like a backup')
  const length = start.readUInt32BE(magic.length)
  const from = magic.length + lengthBytes
  if (length > mostBytes || from + length > stored.size) return damaged('its header is not whole')
  const header = parsed(Buffer.from(await stored.read(from, length)).toString('utf8'))
  const table = header && vouchedTable(header)
  if (!header || !table) return damaged('its header was changed')
  const offset = from + length
  const payload = { size: stored.size - offset, read: (at: number, bytes: number) => stored.read(offset + at, bytes) }
  return ok({ header, table, payload })
}
