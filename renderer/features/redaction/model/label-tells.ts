/** What is known of a clip and leaves with no copy: who and what recorded it, and what it is called. */
export type ClipNames = {
  readonly officer: string | null
  readonly device: string | null
  /** Its file's name as it came in. */
  readonly name: string
}

/** Shorter parts of names are parts of many words. */
const leastPart = 4

function partsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length >= leastPart)
}

/** Parts that are a number, or have one in them along with letters: those of cameras and files, and no words or years. */
function isMark(part: string): boolean {
  return /\p{N}/u.test(part) && (/\p{L}/u.test(part) || part.length > leastPart)
}

function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('en-GB')
}

function tells(label: string, name: string | null, parts: (part: string) => boolean): boolean {
  if (name === null || name.trim() === '') return false
  const said = new Set(partsOf(label))
  const whole = folded(name).trim()
  return (
    (whole.length >= leastPart && label.includes(whole)) || partsOf(whole).some((part) => parts(part) && said.has(part))
  )
}

/** What a label's text would tell of the clip that nobody outside is told, for people; nothing where it tells none of it. */
export function labelTells(text: string, { officer, device, name }: ClipNames): readonly string[] {
  const label = folded(text)
  return [
    ...(tells(label, officer, () => true) ? ['the officer'] : []),
    ...(tells(label, device, isMark) ? ['the camera'] : []),
    ...(tells(label, name.replace(/\.[^.]*$/u, ''), isMark) ? ['the recording’s own name'] : []),
  ]
}
