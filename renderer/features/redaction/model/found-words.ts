import { leakThing } from '../../../../contract/wording/leak-words.ts'
import type { LeakFinding } from '../../../../core/verification/leak-findings.ts'

function counted(number: number): string {
  return number.toLocaleString('en-GB')
}

/** What was found, and in which frames: `A face, frames 1840 to 1852`. */
export function findingWords(finding: Pick<LeakFinding, 'class' | 'part' | 'span'>): string {
  const thing = leakThing(finding)
  const [from, until] = finding.span
  const frames = until - from === 1 ? `frame ${from}` : `frames ${from} to ${until - 1}`
  return `${thing.charAt(0).toUpperCase()}${thing.slice(1)}, ${frames}`
}

/** How many things were found in a copy that should be hidden. */
export function foundWords(findings: number): string {
  return findings === 1
    ? 'One thing that should be hidden was found in the copy'
    : `${counted(findings)} things that should be hidden were found in the copy`
}

/** What is left of what was found, once some of it is hidden or decided about. */
export function openWords(open: number, findings: number): string {
  if (open === 0) return 'Nothing of it would show any more.'
  return open === findings ? '' : `${counted(open)} of ${counted(findings)} would still show.`
}

/** That so many people and things were hidden because they were found in a copy. */
export function hidFoundWords(things: number): string {
  return things === 1
    ? 'hid a thing that was found in the copy'
    : `hid ${counted(things)} things that were found in the copy`
}
