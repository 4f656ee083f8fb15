import type { Sha256 } from '../clips/clip-index.ts'
import type { Instant } from '../ports/clock.ts'
import { failed, ok, type Result } from '../result.ts'
import { isId, type UserId } from '../vault/ids.ts'
import { type AuditAction, isAuditAction } from './audit-action.ts'

/**
 * How it went. Views, renders and disclosures write `begun` before and one of the others after, which names the first by `ref`;
 * `interrupted` is written at the next opening for what was never ended.
 */
export const auditOutcomes = ['begun', 'done', 'failed', 'interrupted', 'denied'] as const

/** One of the outcomes. */
export type AuditOutcome = (typeof auditOutcomes)[number]

/** What an action was done to. `file`: something outside of the vault, known by its hash alone. */
export const auditObjectKinds = [
  'clip',
  'copy',
  'poster',
  'index',
  'project',
  'certificate',
  'attachment',
  'report',
  'file',
  'hold',
  'task',
  'search',
  'source',
  'user',
  'session',
  'lease',
  'vault',
  'backup',
  'profile',
  'device',
  'log',
] as const

/** One of the kinds of things. */
export type AuditObjectKind = (typeof auditObjectKinds)[number]

/** The thing that an action was done to, and the bytes it had then. */
export type AuditObject = { readonly kind: AuditObjectKind; readonly id: string; readonly sha256?: Sha256 }

/**
 * Facts beside: counts, versions, names of rules, failure kinds. Never personal data of the people in footage; but who got a disclosure,
 * which the law asks for (DPA 2018 s.62(3)).
 */
export type AuditDetail = Readonly<Record<string, string | number>>

/** One row of the audit log (DPA 2018 s.62; FORMATS.md, Audit log). */
export type AuditEntry = {
  readonly version: 1
  /** Place in the log, from 0 without gaps: also the index of its leaf in the Merkle tree. */
  readonly seq: number
  readonly at: Instant
  /** Whole milliseconds on a monotonic clock since the writing process began: against `at` it shows a clock that was changed. */
  readonly elapsedMs: number
  /** Random id of one sign-in, or of the process where nobody has signed in; never shared by two processes. */
  readonly session: string
  /** Null where nobody is signed in. The name is the sign-in name at that time. */
  readonly user: { readonly id: UserId; readonly name: string } | null
  /** As it was called then. */
  readonly role: string | null
  /** Fingerprint of the device key: lower-case hex SHA-256 over the 32 bytes of its ed25519 public key. */
  readonly device: Sha256
  /** Version of Occlude. */
  readonly software: string
  readonly action: AuditAction
  readonly object: AuditObject | null
  readonly reason: string | null
  readonly outcome: AuditOutcome
  /** `seq` of the `begun` row that this one ends. */
  readonly ref?: number
  readonly detail?: AuditDetail
}

/**
 * The most that fields may hold, in UTF-16 units (`detailKeys`: entries). They keep every canonical entry, however its characters
 * are escaped, below `entryBytes` bytes of UTF-8.
 */
export const auditBounds = {
  reason: 2000,
  name: 200,
  objectId: 200,
  role: 40,
  software: 40,
  detailKeys: 16,
  detailKey: 40,
  detailText: 200,
  entryBytes: 65_536,
} as const

/** A text as far as an entry's details hold so much. */
export function detailText(text: string): string {
  return text.slice(0, auditBounds.detailText).toWellFormed()
}

/** Which field of a value keeps it from being an audit entry. */
export type AuditEntryProblem = { readonly field: string }

type Check = (value: unknown) => boolean
type Shape = Readonly<Record<string, Check>>

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const hexHash = /^[0-9a-f]{64}$/
const detailName = /^[a-z][A-Za-z0-9]*$/

const isText =
  (longest: number): Check =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= longest && value.isWellFormed()
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isHash: Check = (value) => typeof value === 'string' && hexHash.test(value)
const isIdText: Check = (value) => typeof value === 'string' && isId(value)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first field that is wrong, missing or unknown; null for none. */
function wrongField(value: Readonly<Record<string, unknown>>, needed: Shape, optional: Shape): string | null {
  for (const name in needed) if (!needed[name]?.(value[name])) return name
  for (const name in value) {
    if (Object.hasOwn(needed, name)) continue
    if (!Object.hasOwn(optional, name) || !optional[name]?.(value[name])) return name
  }
  return null
}

const userShape: Shape = { id: isIdText, name: isText(auditBounds.name) }
const objectShape: Shape = {
  kind: (value) => auditObjectKinds.some((kind) => kind === value),
  id: isText(auditBounds.objectId),
}

const isUser: Check = (value) => isRecord(value) && wrongField(value, userShape, {}) === null
const isObject: Check = (value) => isRecord(value) && wrongField(value, objectShape, { sha256: isHash }) === null

const isDetailText = isText(auditBounds.detailText)
const isDetailValue: Check = (value) => value === '' || isDetailText(value) || Number.isFinite(value)

function isDetail(value: unknown): boolean {
  if (!isRecord(value)) return false
  const names = Object.keys(value)
  return (
    names.length <= auditBounds.detailKeys &&
    names.every((name) => name.length <= auditBounds.detailKey && detailName.test(name) && isDetailValue(value[name]))
  )
}

const entryShape: Shape = {
  version: (value) => value === 1,
  seq: isCount,
  at: (value) => typeof value === 'string' && moment.test(value) && !Number.isNaN(Date.parse(value)),
  elapsedMs: isCount,
  session: isIdText,
  user: orNull(isUser),
  role: orNull(isText(auditBounds.role)),
  device: isHash,
  software: isText(auditBounds.software),
  action: (value) => typeof value === 'string' && isAuditAction(value),
  object: orNull(isObject),
  reason: orNull(isText(auditBounds.reason)),
  outcome: (value) => auditOutcomes.some((outcome) => outcome === value),
}

const optionalShape: Shape = { ref: isCount, detail: isDetail }

/**
 * Takes a value for an audit entry, or names the first field that is not as version 1 has it (`''` for the whole). Writers hold their
 * entries against it too, so that nothing enters the log which its readers refuse.
 */
export function auditEntryOf(value: unknown): Result<AuditEntry, AuditEntryProblem> {
  if (!isRecord(value)) return failed({ field: '' })
  const wrong = wrongField(value, entryShape, optionalShape)
  if (wrong !== null) return failed({ field: wrong })
  const entry = value as AuditEntry
  return entry.ref !== undefined && entry.ref >= entry.seq ? failed({ field: 'ref' }) : ok(entry)
}
