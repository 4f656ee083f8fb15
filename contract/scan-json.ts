/** Where a text stops being JSON that Occlude reads (an offset in UTF-16 units), and why in few words. */
export type JsonFault = { readonly offset: number; readonly problem: string }

/** Deepest nesting; the formats need 8. */
const deepest = 32
/** Most values in a text; half an hour of detections has a fifth of it. */
const mostValues = 8_000_000
/** Longest number in characters; a double needs 25. */
const longestNumber = 64

const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const literals = new Map([
  ['t', 'true'],
  ['f', 'false'],
  ['n', 'null'],
])

const [quote, backslash, comma, colon, openList, closeList, openObject, closeObject] = [
  34, 92, 44, 58, 91, 93, 123, 125,
]

type Expecting = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'comma'

/** An open list (`names` null) or object (`names`: those seen so far). */
type Open = { readonly names: Set<string> | null }

type Scan = { readonly text: string; at: number; expecting: Expecting; values: number; readonly open: Open[] }

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function escapeLength(text: string, at: number): number {
  const kind = text[at + 1]
  if (kind === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0
  return kind !== undefined && '"\\/bfnrt'.includes(kind) ? 2 : 0
}

/** Offset after a string that begins at `from`, or the fault in it. */
function afterString(text: string, from: number): number | JsonFault {
  let at = from + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === quote) return at + 1
    if (code < 32) return { offset: at, problem: 'control character in a text' }
    const step = code === backslash ? escapeLength(text, at) : 1
    if (step === 0) return { offset: at, problem: 'bad escape in a text' }
    at += step
  }
  return { offset: text.length, problem: 'ends within a text' }
}

/** Digits, signs, points and exponents; the pattern then says whether they are a number. */
function isOfNumber(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46 || code === 69 || code === 101
}

function afterNumber(text: string, from: number): number | JsonFault {
  let end = from
  while (end - from <= longestNumber && isOfNumber(text.charCodeAt(end))) end++
  const number = text.slice(from, end)
  if (number.length > longestNumber) return { offset: from, problem: 'number with too many digits' }
  if (!numberPattern.test(number)) return { offset: from, problem: 'not a value' }
  return Number.isFinite(Number(number)) ? end : { offset: from, problem: 'number too large' }
}

function afterScalar(text: string, at: number, code: number): number | JsonFault {
  if (code === quote) return afterString(text, at)
  const literal = isOfNumber(code) ? undefined : literals.get(text.charAt(at))
  return literal && text.startsWith(literal, at) ? at + literal.length : afterNumber(text, at)
}

function scanScalar(scan: Scan, code: number): JsonFault | null {
  const after = afterScalar(scan.text, scan.at, code)
  if (typeof after !== 'number') return after
  scan.at = after
  scan.expecting = 'comma'
  return null
}

function scanOpening(scan: Scan, code: number): JsonFault | null {
  if (scan.open.length >= deepest) return { offset: scan.at, problem: 'nested too deeply' }
  scan.open.push({ names: code === openObject ? new Set() : null })
  scan.expecting = code === openObject ? 'first name' : 'first value'
  scan.at++
  return null
}

function scanClosing(scan: Scan): null {
  scan.open.pop()
  scan.expecting = 'comma'
  scan.at++
  return null
}

function scanValue(scan: Scan, code: number): JsonFault | null {
  if (code === closeList && scan.expecting === 'first value') return scanClosing(scan)
  if (++scan.values > mostValues) return { offset: scan.at, problem: 'too many values' }
  return code === openObject || code === openList ? scanOpening(scan, code) : scanScalar(scan, code)
}

function scanName(scan: Scan, code: number): JsonFault | null {
  if (code === closeObject && scan.expecting === 'first name') return scanClosing(scan)
  const { text, at } = scan
  if (code !== quote) return { offset: at, problem: 'expected a field name in quotes' }
  const after = afterString(text, at)
  if (typeof after !== 'number') return after
  const written = text.slice(at + 1, after - 1)
  const name = written.includes('\\') ? String(JSON.parse(text.slice(at, after))) : written
  const names = scan.open.at(-1)?.names
  if (name === '__proto__') return { offset: at, problem: 'field name that is not allowed' }
  if (names?.has(name)) return { offset: at, problem: 'field given twice' }
  names?.add(name)
  scan.at = after
  scan.expecting = 'colon'
  return null
}

function scanColon(scan: Scan, code: number): JsonFault | null {
  if (code !== colon) return { offset: scan.at, problem: 'expected a colon' }
  scan.expecting = 'value'
  scan.at++
  return null
}

function scanComma(scan: Scan, code: number): JsonFault | null {
  const open = scan.open.at(-1)
  if (!open) return { offset: scan.at, problem: 'more after the end' }
  if (code === (open.names ? closeObject : closeList)) return scanClosing(scan)
  if (code !== comma) return { offset: scan.at, problem: 'expected a comma or the end of a list or object' }
  scan.expecting = open.names ? 'name' : 'value'
  scan.at++
  return null
}

function scanToken(scan: Scan, code: number): JsonFault | null {
  switch (scan.expecting) {
    case 'value':
    case 'first value':
      return scanValue(scan, code)
    case 'name':
    case 'first name':
      return scanName(scan, code)
    case 'colon':
      return scanColon(scan, code)
    case 'comma':
      return scanComma(scan, code)
  }
}

/**
 * Reads a text as JSON (RFC 8259) without building anything, so that nothing is built of what is too deep, too many, not
 * finite, given twice or named `__proto__`. Null where the text is fine. Iterative: depth costs no stack.
 */
export function jsonFault(text: string): JsonFault | null {
  const scan: Scan = { text, at: 0, expecting: 'value', values: 0, open: [] }
  while (scan.at < text.length) {
    const code = text.charCodeAt(scan.at)
    if (isSpace(code)) {
      scan.at++
      continue
    }
    const fault = scanToken(scan, code)
    if (fault) return fault
  }
  if (scan.expecting === 'comma' && scan.open.length === 0) return null
  return { offset: text.length, problem: 'ends too early' }
}
