import { z } from 'zod'
import { isFootagePermission, ownPermissions, type Permission, permissions } from '../core/access/permissions.ts'
import { isFootageRole, type Role, roles } from '../core/access/roles.ts'
import { type CalendarDay, isCalendarDay } from '../core/calendar.ts'
import { detectionClasses } from '../core/detection/detection.ts'
import { metadataFields, overnightPolicies, type PolicyProfile } from '../core/policy/policy-profile.ts'
import {
  type Ground,
  groundUses,
  type RedactionPolicy,
  secondChecks,
  strictRedactionPolicy,
} from '../core/policy/redaction-policy.ts'
import { failed, type Result } from '../core/result.ts'
import { type HoldRule, type RetentionCategory, reservedCategories } from '../core/retention/retention-policy.ts'
import { readJson } from './read-json.ts'
import { many } from './schema-parts.ts'

/** Longest text of a profile that is read, in UTF-16 units. */
export const longestProfile = 1024 * 1024

/** One line, as it is shown and printed: no control characters, and none that turn the direction of writing. */
const line = z
  .string()
  .max(1_000)
  .regex(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u)
  .regex(/\S/)

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

const day: z.ZodType<CalendarDay> = z.string().transform((text, context) => {
  if (isCalendarDay(text)) return text
  context.addIssue({ code: 'custom', message: 'expected a day such as 2026-05-31' })
  return z.NEVER
})

/** A hundred years: longer than anything is kept. */
const days = z.int().min(1).max(36_525)

const category: z.ZodType<RetentionCategory> = z
  .strictObject({
    id,
    title: line,
    periodDays: days.nullable(),
    reviewDays: days.nullable(),
    evidential: z.boolean(),
    distressing: z.boolean(),
    source: line,
  })
  .check(({ value, issues }) => {
    const report = (field: string, message: string) =>
      issues.push({ code: 'custom', message, input: value, path: [field] })
    if (reservedCategories.includes(value.id)) report('id', 'this name has a meaning of its own')
    // W7000 8.2, "only as long as necessary": what has no end, or serves as evidence, is judged again.
    if (value.reviewDays === null && (value.evidential || value.periodDays === null))
      report('reviewDays', 'what is evidential or has no end needs a review')
  })

const holdRule: z.ZodType<HoldRule> = z.strictObject({ needs: z.enum(['end', 'review']), defaultDays: days.max(3_660) })

const retention = z.strictObject({
  defaultPeriodDays: days,
  categories: many(category, 200).refine((list) => new Set(list.map((each) => each.id)).size === list.length, {
    message: 'two categories have the same id',
  }),
  expiry: z.enum(['automatic', 'queue']),
  undoDays: z.int().min(0).max(366),
  disclosureYears: z.int().min(1).max(100),
  holds: z.strictObject({
    sar: holdRule,
    panel: holdRule,
    case: holdRule,
    complaint: holdRule,
    safeguarding: holdRule,
    investigation: holdRule,
  }),
})

const ground: z.ZodType<Ground> = z.strictObject({
  id,
  title: line,
  uses: many(z.enum(groundUses), groundUses.length),
  source: line,
})

/** Defaults and weak playback rules would undo the review: grounds must be in the list, and speed has an end. */
const redaction: z.ZodType<RedactionPolicy> = z
  .strictObject({
    grounds: many(ground, 200).refine((list) => new Set(list.map((each) => each.id)).size === list.length, {
      message: 'two grounds have the same id',
    }),
    classReasons: z.partialRecord(z.enum(detectionClasses), id),
    soundReason: id.nullable(),
    classStyles: z.partialRecord(z.enum(detectionClasses), z.enum(['solid', 'pixelate', 'blur'])),
    secondCheck: z.enum(secondChecks),
    reviewSpeed: z.number().min(0.5).max(4),
    soundSpeed: z.number().min(0.5).max(2),
  })
  .check(({ value, issues }) => {
    const known = new Set(value.grounds.filter(({ uses }) => uses.includes('hide')).map((each) => each.id))
    const missing = [...Object.values(value.classReasons), value.soundReason].find((each) => each && !known.has(each))
    if (missing)
      issues.push({ code: 'custom', message: `no ground to hide is called ${missing}`, input: value, path: [] })
  })

/** What lets somebody watch over those who see footage; whoever sees footage has none of it. */
const watching: ReadonlySet<Permission> = new Set(['vault.admin', 'vault.profile', 'audit.read'])

function permissionFault(role: Role, given: readonly Permission[]): string | null {
  const footage = given.find(isFootagePermission)
  if (footage && !isFootageRole(role)) return `gives ${footage} to a role that never sees footage`
  const watch = given.find((each) => watching.has(each))
  if (watch && isFootageRole(role)) return `gives ${watch} to a role that sees footage`
  const own = ownPermissions.find((each) => !given.includes(each))
  if (own) return `lacks ${own}, which everybody has`
  return new Set(given).size === given.length ? null : 'names a permission twice'
}

const table: z.ZodType<PolicyProfile['permissions']> = z
  .partialRecord(z.enum(roles), many(z.enum(permissions), permissions.length * 2))
  .check(({ value, issues }) => {
    for (const role of roles) {
      const given = value[role]
      const message = given && permissionFault(role, given)
      if (message) issues.push({ code: 'custom', message, input: given, path: [role] })
    }
    if (!value.administrator?.includes('vault.admin'))
      issues.push({ code: 'custom', message: 'needs an administrator with vault.admin', input: value, path: [] })
  })

const profile: z.ZodType<PolicyProfile> = z.strictObject({
  version: z.literal(1),
  name: id,
  title: line,
  forces: many(line, 100),
  policy: z.strictObject({ number: line.nullable(), title: line, source: line }),
  reviewDate: day.nullable(),
  titles: z.strictObject({ area: line, roles: z.partialRecord(z.enum(roles), line) }),
  permissions: table,
  requiredMetadata: many(z.enum(metadataFields), metadataFields.length),
  // Profiles that are in force somewhere may be older than this field.
  preEventSeconds: z.number().min(0).max(600).default(30),
  retention,
  // Profiles that are in force somewhere may be older than this part.
  redaction: redaction.default(strictRedactionPolicy),
  vault: z.strictObject({
    idleMinutes: z.int().min(1).max(480),
    // Profiles that are in force somewhere may be older than this field.
    playbackMinutes: z.int().min(0).max(480).default(60),
    jobLeaseHours: z.int().min(0).max(168),
    // Profiles that are in force somewhere may be older than this field.
    overnight: z.enum(overnightPolicies).default('lease-selection'),
    backupDays: days.max(3_660),
  }),
  sources: z.record(z.string().max(200), line).refine((entries) => Object.keys(entries).length <= 200, {
    message: 'expected at most 200 entries',
  }),
})

/**
 * Reads a policy profile (docs/FORMATS.md). Strict: an unknown field or permission is refused, since it may be one that somebody
 * relies on. Fails with `bad-json`, also where it would give footage to a role that never sees any.
 */
export function readProfile(text: string, name: string): Result<PolicyProfile> {
  if (text.length > longestProfile)
    return failed({ kind: 'bad-json', name, at: 'the whole file', problem: 'over 1 MB' })
  return readJson(text, name, profile)
}
