import { displayName } from '../intake/display-name.ts'

/** What the standard fonts of a PDF have no sign for: anything beyond printable ASCII and Latin-1. */
const beyondLatin = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff]/gu

/** A text as one line for a sheet of paper: at most `longest` characters, each of which every PDF font has (Latin-1). */
export function latinLine(text: string, longest: number): string {
  const line = displayName(text).replaceAll(beyondLatin, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
  return line.length <= longest ? line : `${line.slice(0, longest - 3)}...`
}
