import type { OutputOf } from '../../../contract/methods/all.ts'
import { disclosureStateWords } from '../../../contract/wording/disclosure-state.ts'
import { failureSentence } from '../../ui/wording.ts'

/** A line of the register. */
export type RegisterLine = OutputOf<'disclosure.list'>['disclosures'][number]

/** What lay in the folder: one archive, or files side by side. Files in an archive have its name before theirs. */
export function filesWords({ files }: { readonly files: readonly { readonly name: string }[] }): string {
  if (files.length === 0) return 'no files'
  const inFolder = files.filter(({ name }) => !name.includes('/'))
  if (files.length > inFolder.length) return `Encrypted archive of ${files.length - inFolder.length} files`
  return `${inFolder.length} file${inFolder.length === 1 ? '' : 's'}`
}

/** How a line ended, and why it failed where that is known. */
export function endWords(line: Pick<RegisterLine, 'state' | 'files' | 'failure'>): string {
  const state = disclosureStateWords(line)
  return line.failure === null ? state : `${state}. ${failureSentence(line.failure)}`
}

/** What was held back, and why. */
export function heldBackWords({ heldBack }: Pick<RegisterLine, 'heldBack'>): string {
  if (heldBack.length === 0) return 'nothing'
  return heldBack
    .map(({ row, what, reason }) => `${what === 'ground' ? `ground of row ${row}` : `row ${row}`}: ${reason}`)
    .join('; ')
}

/** Which lines of how many are shown. */
export function pageWords(offset: number, shown: number, total: number): string {
  if (shown === 0) return `0 of ${total.toLocaleString('en-GB')}`
  const until = offset + shown
  return `${(offset + 1).toLocaleString('en-GB')} to ${until.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`
}
