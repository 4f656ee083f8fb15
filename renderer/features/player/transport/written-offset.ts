/** Most that two clocks may differ: ten years. */
const mostSeconds = 10 * 366 * 86_400

/** Reads an offset between clocks: `2.5`, `-3600`, `+1:00:00`, `−0:02`. Null for anything else. */
export function offsetOf(text: string): number | null {
  const found = /^([+\-−]?)(?:(?:(\d{1,5}):)?(\d{1,2}):)?(\d{1,9}(?:[.,]\d{1,3})?)$/.exec(text.trim())
  if (!found) return null
  const [, sign, hours, minutes, rest = ''] = found
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest.replace(',', '.'))
  if (seconds > mostSeconds) return null
  return sign === '' || sign === '+' ? seconds : -seconds
}
