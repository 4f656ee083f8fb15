/** What a walk along the log needs of an entry. */
export type EntryForm = {
  readonly seq: number
  readonly at: string
  readonly elapsedMs: number
  readonly session: string
  readonly outcome: string
  readonly ref: number | null
}

type Fields = Readonly<Record<string, unknown>>

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Deeper than any entry; what is deeper still could exhaust the stack. */
const deepest = 4

/** Names in the order of their UTF-16 units, at every depth (RFC 8785, 3.2.3). Entries hold objects alone, no lists. */
function isSorted(fields: Fields, depth = 0): boolean {
  if (depth === deepest) return false
  let before = ''
  for (const name in fields) {
    if (name <= before) return false
    before = name
    const value = fields[name]
    if (typeof value === 'object' && value !== null && !(isFields(value) && isSorted(value, depth + 1))) return false
  }
  return true
}

/** Null where the text is no JSON object in canonical form. To write what was read shows all of it but the order of names. */
function canonicalFields(text: string): Fields | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  return isFields(value) && isSorted(value) && JSON.stringify(value) === text ? value : null
}

/** A text of canonical JSON with the plainest escapes. Everything else takes the slow way. */
const plainText = '"(?:[^"\\\\\\x00-\\x1f]|\\\\["\\\\n])*"'
const plainCount = '(0|[1-9][0-9]{0,14})'

/**
 * The canonical form of most entries of version 1, names in order, so that they need not be parsed and written again: that would take
 * more time than everything else. Takes nothing that the slow way would refuse, but for what its `detail` may be.
 */
const plainEntry = new RegExp(
  [
    '^\\{"action":"[a-z.-]+"',
    '"at":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z)"(?:,"detail":(\\{[^{}]*\\}))?',
    '"device":"[0-9a-f]{64}"',
    `"elapsedMs":${plainCount}`,
    `"object":(?:null|\\{"id":${plainText},"kind":"[a-z-]+"(?:,"sha256":"[0-9a-f]{64}")?\\})`,
    '"outcome":"([a-z]+)"',
    `"reason":(?:null|${plainText})(?:,"ref":${plainCount})?`,
    `"role":(?:null|${plainText})`,
    `"seq":${plainCount}`,
    '"session":"([0-9a-z]+)"',
    `"software":${plainText}`,
    `"user":(?:null|\\{"id":"[0-9a-z]+","name":${plainText}\\})`,
    '"version":1\\}$',
  ].join(','),
)

function readPlainEntry(text: string): EntryForm | null {
  const [, at, detail, elapsedMs, outcome, ref, seq, session] = plainEntry.exec(text) ?? []
  if (at === undefined || outcome === undefined || session === undefined || !text.isWellFormed()) return null
  if (detail !== undefined && canonicalFields(detail) === null) return null
  return {
    seq: Number(seq),
    at,
    elapsedMs: Number(elapsedMs),
    session,
    outcome,
    ref: ref === undefined ? null : Number(ref),
  }
}

function readAnyEntry(text: string): EntryForm | null {
  const fields = canonicalFields(text)
  if (fields === null || fields['version'] !== 1) return null
  const { seq, at, elapsedMs, session, outcome } = fields
  const ref = fields['ref'] ?? null
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(elapsedMs)) return null
  if (typeof at !== 'string' || !moment.test(at) || typeof session !== 'string' || typeof outcome !== 'string')
    return null
  if (ref !== null && typeof ref !== 'number') return null
  return { seq: seq as number, at, elapsedMs: elapsedMs as number, session, outcome, ref }
}

/**
 * Reads of an entry's text what verification needs; null where the text is not canonical or lacks one of these. The rest of the
 * fields is not judged: a later version may log more, and whether a log was changed does not hang on it.
 */
export function readEntryForm(text: string): EntryForm | null {
  return readPlainEntry(text) ?? readAnyEntry(text)
}
