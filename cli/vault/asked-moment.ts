import { endOfDay, instantAt, isCalendarDay, millisecondsOrNull } from '../../core/calendar.ts'
import { type Instant, instant } from '../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Arguments } from '../arguments.ts'

/** What a day means that is given without a time: its first moment, or the first one after it. */
export type DayEdge = 'begin' | 'end'

const moment = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?Z$/

/** Reads `2026-11-22` or `2026-11-22T14:05:00Z`. Fails with `usage`. */
export function readMoment(text: string, what: string, edge: DayEdge): Result<Instant> {
  if (isCalendarDay(text)) return ok(edge === 'end' ? endOfDay(text) : instant(`${text}T00:00:00.000Z`))
  const match = moment.exec(text)
  const milliseconds = match ? millisecondsOrNull(instant(`${match[1]}T${match[2]}${match[3] ?? ':00'}Z`)) : null
  if (milliseconds !== null) return ok(instantAt(milliseconds))
  const detail = `${what} is a day (2026-11-22) or a time in UTC (2026-11-22T14:05:00Z), not "${text}".`
  return failed({ kind: 'usage', detail })
}

/** The moment that an option gives, or null. */
export function momentOption(args: Arguments, name: string, edge: DayEdge): Result<Instant | null> {
  const text = args.text(name)
  return text === null ? ok(null) : readMoment(text, `--${name}`, edge)
}

/** A whole number that an option gives, between two others; else the fallback. */
export function countOption(
  args: Arguments,
  name: string,
  { least, most, fallback }: { readonly least: number; readonly most: number; readonly fallback: number },
): Result<number> {
  const text = args.text(name)
  if (text === null) return ok(fallback)
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (value >= least && value <= most) return ok(value)
  return failed({ kind: 'usage', detail: `--${name} is a number from ${least} to ${most}, not "${text}".` })
}
