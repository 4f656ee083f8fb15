/** Columns of the full-text tables by the name of the filter that looks into them. */
const columns = {
  officer: 'officer',
  device: 'device',
  category: 'category',
  incident: 'incident',
  place: 'place',
  ownerForce: 'owner_force',
} as const

/** Names of the filters that are words. */
export const wordFields: readonly string[] = ['text', ...Object.keys(columns)]

/** Texts that a search looks for; `text` in any of its columns. */
export type AskedWords = { readonly [Field in keyof typeof columns | 'text']?: string | undefined }

/** Where `text` is looked for. */
const anywhere = '{name officer device category incident place}'

/**
 * A word as a phrase of FTS5 that matches its beginnings. Between quotes nothing has a meaning but the quote itself, and a NUL, which
 * would end the text: it separates words, like every space.
 */
function phrasesOf(asked: string): readonly string[] {
  const words = asked.split(/[\s\0]+/u).filter((word) => word !== '')
  return [...new Set(words)].map((word) => `"${word.replaceAll('"', '""')}"*`)
}

/** Letters and digits: what the full-text index is made of. Without any, an expression would hold for nothing or for everything. */
const indexed = /[\p{L}\p{N}\p{Co}]/u

/** What to ask the full-text index: no words were asked for; what was asked is in no clip; or an expression of FTS5. */
export type WordQuery =
  | { readonly kind: 'any' }
  | { readonly kind: 'none' }
  | { readonly kind: 'match'; readonly expression: string }

/**
 * The FTS5 expression (SQLite FTS5, 3) for what was asked: every word has to be the beginning of one, in any case and with or without
 * accents. What has no letter or digit (a dash, a picture) is not in the index and asks for nothing beside others; a text of nothing else
 * is in no clip.
 */
export function wordQuery(asked: AskedWords): WordQuery {
  const parts: string[] = []
  for (const field of ['text', ...Object.keys(columns)] as (keyof AskedWords)[]) {
    const text = asked[field]
    if (text === undefined) continue
    const phrases = phrasesOf(text).filter((phrase) => indexed.test(phrase))
    if (phrases.length === 0) return { kind: 'none' }
    const where = field === 'text' ? anywhere : columns[field]
    parts.push(...phrases.map((phrase) => `${where} : ${phrase}`))
  }
  return parts.length === 0 ? { kind: 'any' } : { kind: 'match', expression: parts.join(' AND ') }
}
