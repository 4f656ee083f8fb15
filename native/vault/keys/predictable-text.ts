/** Shortest known word and shortest run that count as one piece. */
const [shortestWord, shortestRun, longestWord] = [4, 4, 32]

/** Rows of a keyboard that are typed along, both ways. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop', '1234567890', '1qaz2wsx3edc4rfv5tgb']
const bothWays = rows.flatMap((row) => [row, [...row].toReversed().join('')])

/** Up to this many digits in a row (a year, a day) are worth one character. */
const shortNumber = 4

/** Length of the run of equal, rising or falling characters from `at`. */
function runLength(text: readonly string[], at: number): number {
  const code = (index: number) => text[index]?.codePointAt(0) ?? Number.NaN
  const step = code(at + 1) - code(at)
  if (Math.abs(step) > 1 || Number.isNaN(step)) return 1
  let length = 2
  while (code(at + length) - code(at + length - 1) === step) length++
  return length
}

function rowLength(text: string): number {
  for (let length = Math.min(20, text.length); length >= shortestRun; length--)
    if (bothWays.some((row) => row.includes(text.slice(0, length)))) return length
  return 0
}

function wordLength(text: string, isKnown: (word: string) => boolean): number {
  for (let length = Math.min(longestWord, text.length); length >= shortestWord; length--)
    if (isKnown(text.slice(0, length))) return length
  return 0
}

/** What a text is made of: distinct known words and runs, and how many characters are neither. */
export type Pieces = { readonly known: ReadonlySet<string>; readonly other: number }

/**
 * Takes a text apart, from the left and longest first, into known words, runs (`aaaa`, `4567`, `dcba`) and rows of keys. What
 * is neither letter nor digit counts as nothing: it is what people put between and after words.
 */
export function piecesOf(text: string, isKnown: (word: string) => boolean): Pieces {
  const letters = [...text.toLowerCase()].filter((character) => /[\p{L}\p{N}\p{M}]/u.test(character))
  const known = new Set<string>()
  let other = 0
  let at = 0
  while (at < letters.length) {
    const rest = letters.slice(at, at + longestWord).join('')
    const run = runLength(letters, at)
    const found = Math.max(run >= shortestRun ? run : 0, rowLength(rest), wordLength(rest, isKnown))
    const digits = /^\d*/.exec(rest)?.[0].length ?? 0
    if (found > 0) known.add(letters.slice(at, at + found).join(''))
    else other += 1
    at += found > 0 ? found : digits > 0 && digits <= shortNumber ? digits : 1
  }
  return { known, other }
}

/** The shortest text that gives `text` when repeated: `text` itself when it repeats nothing. */
export function repeatedUnit(text: string): string {
  const again = (text + text).indexOf(text, 1)
  return text.slice(0, again)
}
