import { longestText } from './clip-metadata.ts'

/** Controls and separators of lines and words, in any number. */
const gaps = /[\p{Cc}\p{Z}]+/gu

/** Marks that turn or isolate the direction of writing, so that a text reads other than it is stored. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g

/** A text of a sidecar as one line of at most `longestText` units; `cut` where it was longer. Empty where nothing is left. */
export function oneLine(text: string): { readonly text: string; readonly cut: boolean } {
  const line = text.toWellFormed().replaceAll(turning, '').replaceAll(gaps, ' ').trim()
  if (line.length <= longestText) return { text: line, cut: false }
  // A cut through a pair of surrogates leaves half of one, which must not stay.
  const half = /[\ud800-\udbff]$/.test(line.slice(0, longestText))
  return { text: line.slice(0, longestText - (half ? 1 : 0)).trimEnd(), cut: true }
}
