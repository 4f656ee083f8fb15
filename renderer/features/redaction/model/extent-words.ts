import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { looksForHands } from './extent-commands.ts'
import { extentName, type Subject } from './subjects.ts'

/** `1 frame`, `1,204 frames`. */
export function frameCount(frames: number): string {
  return frames === 1 ? '1 frame' : `${frames.toLocaleString('en-GB')} frames`
}

/** A line's words, begun with a capital. */
export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

function handsWords({ missing, wider }: NonNullable<Subject['asked']>, isLookedFor: boolean): string | null {
  const nothing = missing > 0 ? `neither both hands nor the body found in ${frameCount(missing)}` : ''
  if (!isLookedFor) return `Hands were not looked for: the whole body is hidden${nothing ? `; ${nothing}` : ''}`
  const whole = wider > 0 ? `not both hands found in ${frameCount(wider)}: the whole body is hidden there` : ''
  const words = [whole, nothing].filter((one) => one !== '').join('; ')
  return words === '' ? null : capital(words)
}

/** What hiding somebody as far as was asked for does not come to, or comes to beyond; null where it is just that. */
export function extentWords(
  { asked, frames }: Pick<Subject, 'asked' | 'frames'>,
  project: Pick<RedactionProject, 'search'>,
): string | null {
  if (!asked) return null
  if (asked.extent === 'head-and-hands') return handsWords(asked, looksForHands(project))
  if (asked.missing === 0) return null
  const where = asked.missing < frames ? `in ${frameCount(asked.missing)}` : 'in any frame'
  return `${capital(extentName(asked.extent))}: not found ${where}`
}
