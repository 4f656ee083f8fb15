import { shownDate } from '../../core/shown-date.ts'

/** Where footage is recorded and read: wall clocks of the United Kingdom. */
const zone = 'Europe/London'

const wallParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

const wallZone = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' })

function partsOf(format: Intl.DateTimeFormat, at: Date): Readonly<Record<string, string>> {
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** The day of a moment on UK wall clocks: `22 Nov 2026`; a dash where none is known. */
export function wallDay(iso: string | null): string {
  const at = iso === null ? null : new Date(iso)
  if (!at || Number.isNaN(at.getTime())) return '–'
  const { year, month, day } = partsOf(wallParts, at)
  return shownDate(`${year}-${month}-${day}`) ?? '–'
}

/** A moment on UK wall clocks: `22 Nov 2026 14:03 GMT`; a dash where none is known. */
export function wallMoment(iso: string | null): string {
  const at = iso === null ? null : new Date(iso)
  if (!at || Number.isNaN(at.getTime())) return '–'
  const { hour, minute } = partsOf(wallParts, at)
  return `${wallDay(iso)} ${hour}:${minute} ${partsOf(wallZone, at)['timeZoneName'] ?? ''}`.trimEnd()
}

/** The time on UK wall clocks as fields for date and time hold it, in its shortest form: `2026-11-22T14:03`, seconds only where there are any. */
function wallText(at: Date): string {
  const { year, month, day, hour, minute, second } = partsOf(wallParts, at)
  return `${year}-${month}-${day}T${hour}:${minute}${second === '00' ? '' : `:${second}`}`
}

/** A moment as a field for date and time shows it, on UK wall clocks; empty where none is known. */
export function wallInput(iso: string | null): string {
  const at = iso === null ? null : new Date(iso)
  return !at || Number.isNaN(at.getTime()) ? '' : wallText(at)
}

/**
 * The moment at which UK wall clocks showed what a field for date and time holds; null for what is no time. Of the hour that comes
 * twice when clocks go back it is the first, summer time; a time that clocks skip is read as winter time.
 */
export function momentOfWallInput(text: string): string | null {
  const winter = new Date(`${text}Z`)
  if (Number.isNaN(winter.getTime())) return null
  const summer = new Date(winter.getTime() - 3_600_000)
  const showsIt = partsOf(wallParts, summer)['hour'] === text.slice(11, 13)
  return (showsIt ? summer : winter).toISOString()
}

/** A length of time: `0:07`, `12:05`, `1:02:03`; a dash where none is known. */
export function shownLength(seconds: number | null): string {
  if (seconds === null) return '–'
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Whole days from one moment until another; under 0 where it is past. */
export function daysUntil(iso: string, now: number): number {
  return Math.ceil((Date.parse(iso) - now) / 86_400_000)
}
