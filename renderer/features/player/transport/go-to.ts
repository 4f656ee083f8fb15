/** A place in a clip as somebody wrote it. Recorded times are of the clip's own day unless a date stands before them. */
export type Place =
  | { readonly kind: 'frame'; readonly frame: number }
  | { readonly kind: 'clip-seconds'; readonly seconds: number }
  | {
      readonly kind: 'recorded'
      readonly date: { readonly year: number; readonly month: number; readonly day: number } | null
      readonly secondsOfDay: number
    }

const whole = /^f?(\d{1,9})$/i
const clipTime = /^(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d{1,6})?)\s*(s?)$/i
const recordedTime = /^(?:@|at\s+)(?:(\d{4})-(\d{2})-(\d{2})[T\s]+)?(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,6})?))?$/i

/**
 * Reads a place: `1234` or `f1234` is a frame; `12.5s`, `1:02`, `1:02:03.5` are clip times; `@14:03:07` and
 * `@2026-11-22 14:03:07.5` are recorded times. Null for anything else.
 */
export function placeOf(text: string): Place | null {
  const written = text.trim()
  const frame = whole.exec(written)
  if (frame) return { kind: 'frame', frame: Number(frame[1]) }
  return recordedPlace(written) ?? clipPlace(written)
}

function clipPlace(written: string): Place | null {
  const found = clipTime.exec(written)
  if (!found) return null
  const [, hours, minutes, rest = '', unit] = found
  const seconds = decimal(rest)
  if (minutes === undefined) return unit || /[.,]/.test(rest) ? { kind: 'clip-seconds', seconds } : null
  if (seconds >= 60 || (hours !== undefined && Number(minutes) >= 60)) return null
  return { kind: 'clip-seconds', seconds: Number(hours ?? 0) * 3600 + Number(minutes) * 60 + seconds }
}

function recordedPlace(written: string): Place | null {
  const found = recordedTime.exec(written)
  if (!found) return null
  const [, year, month, day, hours = '', minutes = '', rest = '0'] = found
  const [h, m, s] = [Number(hours), Number(minutes), decimal(rest)]
  if (h > 23 || m > 59 || s >= 60) return null
  const date = year === undefined ? null : { year: Number(year), month: Number(month), day: Number(day) }
  return { kind: 'recorded', date, secondsOfDay: h * 3600 + m * 60 + s }
}

function decimal(written: string): number {
  return Number(written.replace(',', '.'))
}
