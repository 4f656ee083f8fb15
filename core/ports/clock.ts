import type { Brand } from '../brand.ts'

/** A moment in UTC, `2026-11-03T14:05:09.123Z`. */
export type Instant = Brand<string, 'Instant'>

/** Makes an instant from its ISO 8601 text in UTC; throws on anything else. */
export function instant(text: string): Instant {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) throw new RangeError('not a moment in UTC')
  return text as Instant
}

/** Tells the time. Core and service have no clock of their own. */
export type Clock = () => Instant
