import { z } from 'zod'
import { restrictionKinds } from '../core/access/access-object.ts'
import { roles } from '../core/access/roles.ts'
import { auditBounds } from '../core/audit/audit-entry.ts'
import { calendarDay } from '../core/calendar.ts'
import { instant } from '../core/ports/clock.ts'
import { clipOrders } from '../core/ports/vault/vault-records.ts'
import { type ClipId, clipId, isId } from '../core/vault/ids.ts'
import { hash } from './schema-parts.ts'

/** Id of a clip or copy in the vault. */
export const clipIdText: z.ZodType<ClipId, string> = z
  .string()
  .refine(isId, { message: 'expected the id of a clip: 16 letters and digits' })
  .transform((value) => clipId(value))

/** Any other id of the vault's. */
export const idText = z.string().refine(isId, { message: 'expected an id: 16 letters and digits' })

/** A moment in UTC. */
export const instantText = z.iso.datetime().transform((value) => instant(value))

/** A day, `2026-11-22`. */
export const dayText = z.iso.date().transform((value) => calendarDay(value))

function typedUpTo(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !/\p{Cc}/u.test(text), { message: 'expected no control characters' })
}

/** What somebody typed: a name, a word. No control characters: they would end up on terminals and sheets. */
export const typed = typedUpTo(500)

/** Why something is done, as long as the log takes it. Lines and tabs become spaces. */
export const reasonText = z
  .string()
  .transform((text) => text.replaceAll(/\s+/gu, ' ').trim())
  .pipe(typedUpTo(auditBounds.reason))

/** A passphrase as typed; its rules are the vault's. */
export const passphraseText = z.string().min(1).max(4_096)

/** Where a grant is good. */
export const scopeShape = z.object({
  forces: z.union([z.literal('all'), z.array(typed).max(100)]),
  areas: z.union([z.literal('all'), z.array(typed).max(1_000)]),
  teams: z.union([z.literal('all'), z.array(typed).max(1_000)]),
})

/** A role that somebody has, where, and from when until when. */
export const grantShape = z.object({
  role: z.enum(roles),
  scope: scopeShape,
  from: instantText.nullable(),
  until: instantText.nullable(),
})

const text = z.string().nullable()

/** What a clip's metadata are called on every face (FORMATS.md). */
export const clipRow = z.object({
  clip: z.string(),
  kind: z.enum(['clip', 'copy']),
  madeFrom: text,
  sha256: hash,
  bytes: z.number(),
  name: z.string(),
  recordedOn: text,
  recordedUntil: text,
  officer: text,
  device: text,
  category: text,
  categories: z.array(z.string()),
  incident: text,
  place: text,
  ownerForce: text,
  area: text,
  team: text,
  preEventSeconds: z.number().nullable(),
  frames: z.number().nullable(),
  seconds: z.number().nullable(),
  index: z.enum(['pending', 'indexed', 'unindexed']),
  /** Why it cannot be read, or `damaged`. */
  indexProblem: text,
  /** What decoding every frame found; null before that. */
  damage: z.object({ frames: z.number(), missing: z.number(), samples: z.number(), tracks: z.number() }).nullable(),
  importedAt: z.string(),
  restricted: text,
  retention: z.object({ state: z.string(), due: text, rule: z.string(), undoUntil: text, holds: z.number() }),
  atSource: z.enum(['held', 'not-held-at-source', 'no-source', 'not-needed']),
  missing: z.array(z.string()),
})

/** A clip as lists show it. */
export type ClipRow = z.output<typeof clipRow>

/** What can be changed of a clip's metadata by hand; null empties a field. */
export const clipChanges = z.object({
  recordedOn: instantText.nullable().exactOptional(),
  officer: typed.nullable().exactOptional(),
  device: typed.nullable().exactOptional(),
  category: typed.nullable().exactOptional(),
  categories: z.array(typed).max(20).exactOptional(),
  incident: typed.nullable().exactOptional(),
  place: typed.nullable().exactOptional(),
  ownerForce: typed.nullable().exactOptional(),
  area: typed.nullable().exactOptional(),
  team: typed.nullable().exactOptional(),
  preEventSeconds: z.number().min(0).max(600).nullable().exactOptional(),
  involved: z.array(typed).max(100).exactOptional(),
  restriction: z
    .object({ kind: z.enum(restrictionKinds), allowed: z.array(typed).max(100) })
    .nullable()
    .exactOptional(),
})

/** What clips are looked for by. */
export const clipQuery = z.object({
  text: typed.exactOptional(),
  recordedFrom: instantText.exactOptional(),
  recordedUntil: instantText.exactOptional(),
  officer: typed.exactOptional(),
  device: typed.exactOptional(),
  category: typed.exactOptional(),
  incident: typed.exactOptional(),
  place: typed.exactOptional(),
  ownerForce: typed.exactOptional(),
  kind: z.enum(['clip', 'copy']).exactOptional(),
  expiry: z.enum(['kept', 'queued', 'marked']).exactOptional(),
  held: z.boolean().exactOptional(),
  missing: z.boolean().exactOptional(),
  unindexed: z.boolean().exactOptional(),
  sha256: hash.exactOptional(),
  /** Walks from clip to clip, newest first; without `order` and `offset`. */
  after: clipIdText.exactOptional(),
  order: z.object({ by: z.enum(clipOrders), reverse: z.boolean() }).exactOptional(),
  /** A place in the order: so many clips come before the page. */
  offset: z.int().min(0).max(1_000_000_000).exactOptional(),
  limit: z.int().min(1).max(1_000),
})
