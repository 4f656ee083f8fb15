import { type CalendarDay, calendarDay, instantAt } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'
import { failed, ok, type Result } from '../result.ts'
import type { DateOrder, Mapping } from './mapping.ts'
import type { NoteReason } from './sidecar-note.ts'
import { asUtc, momentsOf, type WallTime } from './zoned-time.ts'

/** How dates are meant where they do not say it themselves. */
export type DateRules = Pick<Mapping, 'timeZone' | 'dateOrder'>

/** Why a date was not taken. */
export type DateProblem = Extract<NoteReason, 'ambiguous-date' | 'impossible-date' | 'not-a-date' | 'no-time'>

/** Longest text that is looked at as a date. */
const longestDate = 80

/** Body-worn video is younger than the first and no clock of this system runs past the second. */
const years = { first: 2000, last: 2099 }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fullMonths =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/

type Day = { readonly year: number; readonly month: number; readonly day: number }

const yearFirst = /^(?<year>\d{4})(?<between>[-/.])(?<month>\d{1,2})\k<between>(?<day>\d{1,2})(?!\d)(?<rest>.*)$/
const yearLast = /^(?<a>\d{1,2})(?<between>[-/.])(?<b>\d{1,2})\k<between>(?<year>\d{4})(?!\d)(?<rest>.*)$/
const dayAndName =
  /^(?:[a-z]{3,9},? )?(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]{3,9})\.?,?[ -](?<year>\d{4})(?!\d)(?<rest>.*)$/
const nameAndDay =
  /^(?:[a-z]{3,9},? )?(?<month>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})(?!\d)(?<rest>.*)$/
const timeOfDay = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(am|pm)? ?(z|utc|gmt|bst|[+-]\d\d:?\d\d)?$/

type Dated = { readonly days: readonly Day[]; readonly rest: string }

function existing(day: Day): boolean {
  return asUtc({ ...day, hour: 0, minute: 0, second: 0, millisecond: 0 }) !== null
}

/** The days that two numbers and a year may mean. Where no order is declared, both orders that exist. */
function inOrder(a: number, b: number, year: number, order: DateOrder): readonly Day[] {
  const dayFirst = { year, month: b, day: a }
  const monthFirst = { year, month: a, day: b }
  if (order === 'day-first') return [dayFirst]
  if (order === 'month-first') return [monthFirst]
  return a === b ? [dayFirst] : [dayFirst, monthFirst].filter(existing)
}

type Parts = Readonly<Record<string, string | undefined>>

/** The forms of a date, each with the days that its parts may mean. `day` and `month` are numbers or names. */
const forms: readonly { readonly form: RegExp; readonly days: (parts: Parts, order: DateOrder) => readonly Day[] }[] = [
  { form: yearFirst, days: plainDay },
  { form: yearLast, days: ({ a, b, year }, order) => inOrder(Number(a), Number(b), Number(year), order) },
  { form: dayAndName, days: namedDay },
  { form: nameAndDay, days: namedDay },
]

function plainDay({ year, month, day }: Parts): readonly Day[] {
  return [{ year: Number(year), month: Number(month), day: Number(day) }]
}

function namedDay({ year, month = '', day }: Parts): readonly Day[] {
  if (!fullMonths.test(month)) return []
  return [{ year: Number(year), month: months.indexOf(month.slice(0, 3)) + 1, day: Number(day) }]
}

/** The day that a text begins with, and what follows; null where it begins with none. */
function dated(text: string, order: DateOrder): Dated | null {
  for (const { form, days } of forms) {
    const parts = form.exec(text)?.groups
    if (parts) return { days: days(parts, order), rest: parts['rest'] ?? '' }
  }
  return null
}

function theDay({ days }: Dated): Result<Day, DateProblem> {
  const [day, other] = days
  if (day && other) return failed('ambiguous-date')
  if (!day || !existing(day) || day.year < years.first || day.year > years.last) return failed('impossible-date')
  return ok(day)
}

type Time = Omit<WallTime, keyof Day> & { readonly zone: string }

function hourOf(text: string, half: string | undefined): number {
  const hour = Number(text)
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}

function timeIn(rest: string): Time | null {
  const parts = timeOfDay.exec(rest.replace(/^(?:t|,? at |,? )/, ''))
  if (!parts) return null
  const [, hour = '', minute, second, fraction, half, zone] = parts
  return {
    hour: hourOf(hour, half),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').slice(0, 3).padEnd(3, '0')),
    zone: zone ?? '',
  }
}

/** Milliseconds that a named zone or offset lies ahead of UTC; null where none is named, not a number where it is none. */
function offsetOf(zone: string, timeZone: string): number | null {
  if (zone === '') return null
  if (zone === 'z' || zone === 'utc' || zone === 'gmt') return 0
  // The three letters mean other zones elsewhere.
  if (zone === 'bst') return timeZone === 'Europe/London' ? 3_600_000 : Number.NaN
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  if (minutes > 14 * 60 || Number(zone.slice(-2)) > 59) return Number.NaN
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

function tidy(text: string): string | null {
  return text.length > longestDate ? null : text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
}

/**
 * Reads a moment: ISO 8601, `03/11/2026 14:05:09`, `3 Nov 2026 2:05 pm` and their kind, with a zone of its own or in that of
 * the mapping. Whatever could mean two moments, or none, is not taken.
 */
export function readMoment(text: string, rules: DateRules): Result<Instant, DateProblem> {
  const line = tidy(text)
  const date = line === null ? null : dated(line, rules.dateOrder)
  if (!date) return failed('not-a-date')
  const day = theDay(date)
  if (!day.ok) return day
  if (date.rest.trim() === '') return failed('no-time')
  const time = timeIn(date.rest)
  if (!time) return failed('not-a-date')
  const wall = asUtc({ ...day.value, ...time })
  const offset = offsetOf(time.zone, rules.timeZone)
  if (wall === null || Number.isNaN(wall) || Number.isNaN(offset)) return failed('impossible-date')
  const moments = offset === null ? momentsOf(wall, rules.timeZone) : [wall - offset]
  const [moment] = moments
  if (moment === undefined) return failed('impossible-date')
  return moments.length > 1 ? failed('ambiguous-date') : ok(instantAt(moment))
}

/** Reads a day, as the text names it; a time after it is passed over, since a zone could only move the day. */
export function readDay(text: string, rules: DateRules): Result<CalendarDay, DateProblem> {
  const line = tidy(text)
  const date = line === null ? null : dated(line, rules.dateOrder)
  if (!date || (date.rest.trim() !== '' && !timeIn(date.rest))) return failed('not-a-date')
  const day = theDay(date)
  if (!day.ok) return day
  const { year, month, day: number } = day.value
  return ok(calendarDay(`${year}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`))
}
