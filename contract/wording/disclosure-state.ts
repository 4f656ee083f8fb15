import type { DisclosureState } from '../../core/disclosure/disclosure-record.ts'

/** What of a line of the register says how it ended: its state, and the files that were entered as leaving. */
export type EndedLine = { readonly state: DisclosureState; readonly files: readonly unknown[] }

const words: Readonly<Record<DisclosureState, readonly [entered: string, notEntered: string]>> = {
  running: ['Being written out now', 'Being written out now'],
  completed: ['Completed', 'Completed'],
  failed: ['Failed after it was entered: unfinished files may lie there', 'Failed: nothing was handed over'],
  unknown: [
    'Unknown: no end was written down; finished files may lie there',
    'Unknown: no end was written down; at most unfinished files lie there',
  ],
}

/** How a line of the register ended. What was entered as leaving may lie there; what was not has no finished file. */
export function disclosureStateWords({ state, files }: EndedLine): string {
  const [entered, notEntered] = words[state]
  return files.length > 0 ? entered : notEntered
}
