import type { LabelCorner } from '../../core/redaction/copy-label.ts'
import type { FailureOf } from './words.ts'

/** Corners of the picture, for people. */
export const cornerWords: Readonly<Record<LabelCorner, string>> = {
  'top-left': 'top left',
  'top-right': 'top right',
  'bottom-left': 'bottom left',
  'bottom-right': 'bottom right',
}

/** What is wrong with a label, as the end of a sentence. */
export function labelFaultWords({ why, most, sign }: FailureOf<'label-unfit'>): string {
  switch (why) {
    case 'empty':
      return 'it has no text'
    case 'too-long':
      return `it has more than ${most ?? 0} signs; say less`
    case 'sign':
      return `there is no letter for “${sign ?? ''}”; use plain Latin letters, digits and signs`
    case 'blanks':
      return 'it has blanks at an end, two of them together, or another line; write it as one line'
    case 'no-room':
      return 'the picture is too small for so much text in letters 13 pixels high; say less'
  }
}
