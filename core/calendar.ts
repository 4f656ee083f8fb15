import type { Brand } from './brand.ts'
import type { Instant } from './ports/clock.ts'

/** A day in UTC, `2026-05-31`. */
export type CalendarDay = Brand<string, 'CalendarDay'>

/** Length of a day in UTC, which has no summer time, in milliseconds. */
export const dayMilliseconds = 86_400_000

/** Last moment that an instant of ours can name, in milliseconds since 1970. */
const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * Milliseconds since 1970 of an instant; null where the text names no moment of any calendar (30 February, 25 o'clock),
 * which cameras and sidecars do say.
 */
export function millisecondsOrNull(at: Instant): number | null {
  const milliseconds = Date.parse(at)
  if (Number.isNaN(milliseconds)) return null
  // What the calendar lacks, a date of ours carries over into the next day: 30 February into 2 March.
  return new Date(milliseconds).getUTCDate() === Number(at.slice(8, 10)) ? milliseconds : null
}

/** Milliseconds since 1970 of an instant that a clock of ours has told; throws where it names no moment. */
export function millisecondsOf(at: Instant): number {
  const milliseconds = millisecondsOrNull(at)
  if (milliseconds === null) throw new RangeError('no such moment')
  return milliseconds
}

/** The instant so many milliseconds after 1970. Held to the years 1970 to 9999. */
export function instantAt(milliseconds: number): Instant {
  return new Date(Math.min(Math.max(Math.trunc(milliseconds), 0), lastMoment)).toISOString() as Instant
}

/** The instant so many hours later. */
export function addHours(at: Instant, hours: number): Instant {
  return instantAt(millisecondsOf(at) + hours * 3_600_000)
}

/** True where `a` comes before `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return millisecondsOf(a) < millisecondsOf(b)
}

/** True for text that names a day which the calendar has, `2026-05-31`. */
export function isCalendarDay(text: string): text is CalendarDay {
  return /^\d{4}-\d\d-\d\d$/.test(text) && millisecondsOrNull(`${text}T00:00:00Z` as Instant) !== null
}

/** Makes a day from its ISO 8601 text; throws on a day that no calendar has. */
export function calendarDay(text: string): CalendarDay {
  if (!isCalendarDay(text)) throw new RangeError('not a day')
  return text
}

function dayAt(milliseconds: number): CalendarDay {
  return instantAt(milliseconds).slice(0, 10) as CalendarDay
}

/** The day in UTC on which an instant lies. */
export function dayOf(at: Instant): CalendarDay {
  return dayAt(millisecondsOf(at))
}

function daysAfter(day: CalendarDay, days: number): number {
  return Date.parse(`${day}T00:00:00Z`) + days * dayMilliseconds
}

/** First moment after the given day in UTC. In summer that is an hour after the day's end in London: late, never early. */
export function endOfDay(day: CalendarDay): Instant {
  return instantAt(daysAfter(day, 1))
}

/** The day so many days later. */
export function addDays(day: CalendarDay, days: number): CalendarDay {
  return dayAt(daysAfter(day, days))
}

/** The day so many years later; 29 February becomes 1 March where there is none, so that a period is never too short. */
export function addYears(day: CalendarDay, years: number): CalendarDay {
  const year = Math.min(Number(day.slice(0, 4)) + years, 9999)
  return dayAt(Date.UTC(year, Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))))
}
