import { z } from 'zod'
import { type Instant, instant } from '../core/ports/clock.ts'
import { failed, type Result } from '../core/result.ts'
import { isId, type UserId, userId } from '../core/vault/ids.ts'
import { costBounds, mostSlots, type Slot, type SlotTable } from '../core/vault/slot-table.ts'
import { userNameFault, userNameKey } from '../core/vault/user-name.ts'
import { readJson } from './read-json.ts'
import { many } from './schema-parts.ts'

/** Longest text, in UTF-16 units: a thousand slots need half of it. */
const longestText = 2 * 1024 * 1024

/** Bytes of nonce and tag around a wrapped key, and of the ephemeral public key before a sealed one. */
const [around, before] = [28, 32]

function hex(bytes: number) {
  return z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
}

const wrapped = hex(32 + around)
const sealed = hex(before + 32 + around)
const counter = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const moment: z.ZodType<Instant> = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/)
  .transform((text) => instant(text))
const id = z.string().refine(isId, { message: 'is not an id' })
const user: z.ZodType<UserId> = id.transform((text) => userId(text))
const pair = z.strictObject({ publicKey: hex(32), wrappedPrivateKey: wrapped })

const cost = z
  .strictObject({
    salt: hex(16),
    memoryKiB: z.int().min(costBounds.memoryKiB[0]).max(costBounds.memoryKiB[1]),
    passes: z.int().min(costBounds.passes[0]).max(costBounds.passes[1]),
    lanes: z.int().min(costBounds.lanes[0]).max(costBounds.lanes[1]),
  })
  .refine(({ memoryKiB, passes }) => memoryKiB * passes <= costBounds.product, { message: 'costs too much' })

const slot: z.ZodType<Slot> = z.strictObject({
  userId: user,
  name: z.string().refine((name) => userNameFault(name) === null && name === name.normalize('NFC'), {
    message: 'is not a name',
  }),
  publicKey: hex(32),
  passphrase: cost,
  wrappedPrivateKey: wrapped,
  sealedMaster: sealed,
  device: hex(32).nullable(),
  changedAt: moment,
})

function areDistinct(slots: readonly Slot[]): boolean {
  const ids = new Set(slots.map((one) => one.userId))
  const names = new Set(slots.map((one) => userNameKey(one.name)))
  return ids.size === slots.length && names.size === slots.length
}

const slotTable: z.ZodType<SlotTable> = z.strictObject({
  format: z.literal('occlude-slots'),
  version: z.literal(1),
  tableVersion: counter,
  vaultId: id,
  demo: z.boolean(),
  createdAt: moment,
  generation: counter,
  database: z.strictObject({ file: z.string().regex(/^vault-[1-9]\d{0,15}\.db$/), wrappedKey: wrapped }),
  signer: pair,
  inbox: pair,
  recovery: z.strictObject({ publicKey: hex(32), sealedMaster: sealed }),
  slots: many(slot, mostSlots)
    .refine((slots) => slots.length > 0, { message: 'name nobody', abort: true })
    .refine(areDistinct, { message: 'name a user twice' }),
  signature: hex(64),
})

/**
 * Reads the structure of a slot table, strictly: unknown fields, fields given twice, costs out of bounds and names that could
 * be paths are refused with `slots-damaged`. Says nothing about signature or keys.
 */
export function readSlotsFile(text: string): Result<SlotTable> {
  if (text.length > longestText) return failed({ kind: 'slots-damaged', at: 'the whole file: over 2 MB' })
  const read = readJson(text, 'slots.json', slotTable)
  if (read.ok || read.failure.kind !== 'bad-json') return read
  return failed({ kind: 'slots-damaged', at: `${read.failure.at}: ${read.failure.problem}` })
}
