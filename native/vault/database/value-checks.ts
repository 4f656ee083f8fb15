import { isCalendarDay } from '../../../core/calendar.ts'
import { isId } from '../../../core/vault/ids.ts'

/** Whether a value that came out of the database is what its writers put there. */
export type ValueCheck = (value: unknown) => boolean

/** A check for every field of a record; a record has these fields and no others. */
export type RecordShape = Readonly<Record<string, ValueCheck>>

/** Any text. */
export const isText: ValueCheck = (value) => typeof value === 'string'

/** The id of something (core/vault/ids.ts). */
export const isIdText: ValueCheck = (value) => typeof value === 'string' && isId(value)

/** A SHA-256 in lower-case hex. */
export const isHash: ValueCheck = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

/** A moment in UTC by its form; that the calendar has it is not asked, since cameras say others. */
export const isMoment: ValueCheck = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value)

/** A day in UTC. */
export const isDay: ValueCheck = (value) => typeof value === 'string' && isCalendarDay(value)

/** A whole number from 0. */
export const isCount: ValueCheck = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** Any number that JSON can carry. */
export const isNumber: ValueCheck = (value) => typeof value === 'number' && Number.isFinite(value)

/** Yes. */
export const isSo: ValueCheck = (value) => value === true

/** No. */
export const isNot: ValueCheck = (value) => value === false

/** Null, or what the check wants. */
export function orNull(check: ValueCheck): ValueCheck {
  return (value) => value === null || check(value)
}

/** One of some texts. */
export function oneOf(texts: readonly string[]): ValueCheck {
  return (value) => typeof value === 'string' && texts.includes(value)
}

/** A list of what the check wants. */
export function listOf(check: ValueCheck): ValueCheck {
  return (value) => Array.isArray(value) && value.every(check)
}

/** What any of the checks wants. */
export function anyOf(...checks: readonly ValueCheck[]): ValueCheck {
  return (value) => checks.some((check) => check(value))
}

/** A failure by its form; what facts its kind has is for whoever tells it to see to. */
export const isFailure: ValueCheck = (value) =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'

/** An object with the fields of a shape. */
export function shaped(shape: RecordShape): ValueCheck {
  return (value) => wrongField(value, shape) === null
}

/** The first field that is wrong, missing or not of the shape; null for none. */
export function wrongField(value: unknown, shape: RecordShape): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'all'
  const fields = value as Readonly<Record<string, unknown>>
  for (const name in shape) if (!shape[name]?.(fields[name])) return name
  for (const name in fields) if (!Object.hasOwn(shape, name)) return name
  return null
}
