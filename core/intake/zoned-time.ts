/** A day and time as a clock on the wall shows it. Months from 1. */
export type WallTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const dayLength = 86_400_000

/** A wall time as milliseconds, as if it were UTC; null where the calendar or the clock has no such time. */
export function asUtc(wall: WallTime): number | null {
  const { year, month, day, hour, minute, second, millisecond } = wall
  if (hour > 23 || minute > 59 || second > 59) return null
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, millisecond))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null
}

function offsetIn(zone: Intl.DateTimeFormat, milliseconds: number): number {
  const parts = zone.formatToParts(new Date(milliseconds))
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(milliseconds / 1000) * 1000
}

/**
 * The moments, in milliseconds since 1970, at which clocks of a zone (IANA name) show a wall time: none in the hour that spring
 * leaves out, two in the hour that autumn has twice. `wall` is as if it were UTC. Throws on a zone that does not exist.
 */
export function momentsOf(wall: number, timeZone: string): readonly number[] {
  const zone = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  // No zone changes its clocks twice within two days, so these are all the offsets that may apply.
  const offsets = new Set([offsetIn(zone, wall - dayLength), offsetIn(zone, wall + dayLength)])
  return [...offsets]
    .map((offset) => ({ offset, moment: wall - offset }))
    .filter(({ offset, moment }) => offsetIn(zone, moment) === offset)
    .map(({ moment }) => moment)
}
