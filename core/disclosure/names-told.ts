/** What is known of a clip and leaves with no copy: who and what recorded it, and what it is called. */
export type ClipNames = {
  readonly officer: string | null
  readonly device: string | null
  /** Its file's name as it came in. */
  readonly name: string
}

/** Everything beside that that a text could give away. */
export type KnownNames = ClipNames & {
  readonly incident: string | null
  readonly place: string | null
  /** Of the clip, its copy and their evidence, here and in the store of record. */
  readonly ids: readonly string[]
  /** Names of whoever works with the vault, and what cameras know them by. */
  readonly people: readonly string[]
}

/** What a text can name of a clip. */
export const nameKinds = ['officer', 'device', 'file', 'incident', 'place', 'id', 'person'] as const

/** One of them. */
export type NameKind = (typeof nameKinds)[number]

/** Shorter parts of names are parts of many words. */
const leastPart = 4

/** As it is compared: neither case, nor widths of letters, nor what nobody sees tells two spellings apart. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLocaleLowerCase('en-GB')
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

/** Parts that are a number, or have one in them along with letters: those of cameras and files, and no words or years. */
function isMark(part: string): boolean {
  return /\p{N}/u.test(part) && (/\p{L}/u.test(part) || part.length > leastPart)
}

/** Words and, of those that a number is stuck to (`PC4711`), the number. */
function saidIn(text: string): ReadonlySet<string> {
  return new Set([...wordsOf(text), ...(text.match(/\p{N}+/gu) ?? [])])
}

/** Whether a text has a name as it is, however it is spaced; of a short one, only where it stands as words of its own and is no word. */
function hasWhole(text: string, name: string): boolean {
  const [words, sought] = [wordsOf(text), wordsOf(name)]
  const squeezed = sought.join('')
  if (squeezed === '') return false
  if (squeezed.length >= leastPart) return words.join('').includes(squeezed)
  return /\p{N}/u.test(squeezed) && ` ${words.join(' ')} `.includes(` ${sought.join(' ')} `)
}

function tells(text: string, name: string | null, parts: (part: string) => boolean): boolean {
  if (name === null) return false
  const [inText, sought] = [folded(text), folded(name)]
  const said = saidIn(inText)
  const squeezed = wordsOf(inText).join('')
  const isSaid = (part: string): boolean => said.has(part) || (isMark(part) && squeezed.includes(part))
  return (
    hasWhole(inText, sought) || wordsOf(sought).some((part) => part.length >= leastPart && parts(part) && isSaid(part))
  )
}

/**
 * Whether a text names a person: by the whole name, a number of theirs, or a part of the name that is written as names are. `white` in
 * `the white van` is nobody.
 */
function tellsPerson(text: string, name: string): boolean {
  const sought = wordsOf(folded(name))
  const isWord = sought.length === 1 && !/\p{N}/u.test(name)
  if (!isWord && ` ${wordsOf(folded(text)).join(' ')} `.includes(` ${sought.join(' ')} `)) return sought.length > 0
  const capitals = new Set(
    wordsOf(text)
      .filter((word) => /^\p{Lu}/u.test(word))
      .map(folded),
  )
  return sought.some((part) => (part.length >= leastPart || isWord) && capitals.has(part))
}

/** What a text tells of a clip that nobody outside is told: who and what recorded it, and what it is called. */
export function clipNamesTold(
  text: string,
  { officer, device, name }: ClipNames,
): readonly ('officer' | 'device' | 'file')[] {
  return [
    ...(tells(text, officer, () => true) ? (['officer'] as const) : []),
    ...(tells(text, device, isMark) ? (['device'] as const) : []),
    ...(tells(text, name.replace(/\.[^.]*$/u, ''), isMark) ? (['file'] as const) : []),
  ]
}

/** What a text tells that no recipient of a copy is told. Errs on the side of telling: whoever is asked can hold the text back. */
export function namesTold(text: string, known: KnownNames): readonly NameKind[] {
  const { incident, place, ids, people } = known
  return [
    ...clipNamesTold(text, known),
    ...(tells(text, incident, isMark) ? (['incident'] as const) : []),
    ...(tells(text, place, isMark) ? (['place'] as const) : []),
    ...(ids.some((id) => tells(text, id, isMark)) ? (['id'] as const) : []),
    ...(people.some((name) => tellsPerson(text, name)) ? (['person'] as const) : []),
  ]
}
