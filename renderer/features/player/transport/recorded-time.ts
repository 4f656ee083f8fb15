import type { ClipTimes } from '../clip-times.ts'
import type { Place } from './go-to.ts'

/**
 * When a clip was recorded. `startMilliseconds`: second 0 of the clip, as the evidence says, in milliseconds since 1970 UTC;
 * `offsetSeconds`: what a person added because the camera's burnt-in time differs; `zone`: whose wall clock is shown.
 */
export type RecordedStart = {
  readonly startMilliseconds: number
  readonly offsetSeconds: number
  readonly zone: string
}

type WallParts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone)
  if (kept) return kept
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23', timeZoneName: 'short' },
  })
  formats.set(zone, made)
  return made
}

function wallOf(milliseconds: number, zone: string): WallParts & { readonly zoneName: string } {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(milliseconds)
      .map(({ type, value }) => [type, value]),
  )
  const number = (name: string): number => Number(parts[name] ?? 0)
  return {
    ...{ year: number('year'), month: number('month'), day: number('day') },
    ...{ hour: number('hour'), minute: number('minute'), second: number('second') },
    zoneName: parts['timeZoneName'] ?? zone,
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** When a clip second was recorded, in milliseconds since 1970 UTC. */
export function recordedAt({ startMilliseconds, offsetSeconds }: RecordedStart, clipSeconds: number): number {
  return startMilliseconds + (offsetSeconds + clipSeconds) * 1000
}

/**
 * Seconds by which two clocks of clips may round apart: a frame that begins together with another one is not behind it. A
 * double holds today's milliseconds to a few ten-thousandths of one.
 */
const clockRounding = 0.001

/** The frame that was being recorded at an instant (milliseconds since 1970 UTC); null where the clip was not recording. */
export function frameRecordedAt(start: RecordedStart, times: ClipTimes, milliseconds: number): number | null {
  const at = (milliseconds - recordedAt(start, 0)) / 1000
  if (at < -clockRounding || at >= times.endSeconds) return null
  return times.frameAt(at + clockRounding)
}

/** A clip second on the wall clock of where it was recorded: `22 Nov 2026 14:03:07.320 GMT`. */
export function shownRecorded(start: RecordedStart, clipSeconds: number): string {
  const at = Math.round(recordedAt(start, clipSeconds))
  const { year, month, day, hour, minute, second, zoneName } = wallOf(at, start.zone)
  const thousandths = String(((at % 1000) + 1000) % 1000).padStart(3, '0')
  return `${day} ${months[month - 1] ?? ''} ${year} ${two(hour)}:${two(minute)}:${two(second)}.${thousandths} ${zoneName}`
}

/** A time in the clip: `0:12.340`, `1:02:03.456`. */
export function shownClipTime(clipSeconds: number): string {
  const all = Math.max(0, Math.round(clipSeconds * 1000))
  const [hours, minutes] = [Math.floor(all / 3_600_000), Math.floor(all / 60_000) % 60]
  const rest = `${two(Math.floor(all / 1000) % 60)}.${String(all % 1000).padStart(3, '0')}`
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** An offset between clocks: `+0:02.5`, `−1:00:00`; empty where there is none. */
export function shownOffset(offsetSeconds: number): string {
  if (offsetSeconds === 0) return ''
  const text = shownClipTime(Math.abs(offsetSeconds)).replace(/\.?0+$/, '')
  return `${offsetSeconds < 0 ? '−' : '+'}${text}`
}

/** The frame at a place; null where the clip has none there, or nobody knows when it was recorded. */
export function frameAtPlace(place: Place, times: ClipTimes, start: RecordedStart | null): number | null {
  if (place.kind === 'frame') return place.frame < times.frames ? place.frame : null
  const at = place.kind === 'clip-seconds' ? place.seconds : start && secondsAt(place, times, start)
  if (at === null || at < 0 || at > times.endSeconds) return null
  return times.frameAt(at)
}

/** The clip second at which a wall clock showed a time: on the day that is written, else on any day the clip touches. */
function secondsAt(
  place: Place & { readonly kind: 'recorded' },
  times: ClipTimes,
  start: RecordedStart,
): number | null {
  const first = wallOf(recordedAt(start, 0), start.zone)
  const day = place.date ?? first
  for (const later of place.date ? [0] : [0, 1]) {
    const wanted = Date.UTC(day.year, day.month - 1, day.day + later) + place.secondsOfDay * 1000
    const at = (instantOfWall(wanted, start.zone) - recordedAt(start, 0)) / 1000
    if (at >= 0 && at <= times.endSeconds) return at
  }
  return null
}

/** The instant at which the zone's wall clock shows what `wall` shows as if it were UTC. Of two (clocks go back) the first. */
function instantOfWall(wall: number, zone: string): number {
  let guess = wall
  for (let round = 0; round < 2; round++) {
    const { year, month, day, hour, minute, second } = wallOf(guess, zone)
    guess += Math.floor(wall / 1000) * 1000 - Date.UTC(year, month - 1, day, hour, minute, second)
    guess = Math.floor(guess / 1000) * 1000 + (((wall % 1000) + 1000) % 1000)
  }
  return guess
}
