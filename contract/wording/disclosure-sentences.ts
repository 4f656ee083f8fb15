import { tellingRowWords } from './schedule-words.ts'
import type { AdvisedSentences, Sentences } from './words.ts'

/** Of copies on their way out. */
export const disclosureSentences = {
  'ground-tells': ({ rows }) =>
    `Grounds of the schedule seem to name what its recipient is not told: ${rows.map(tellingRowWords).join('; ')}. Nothing was written. Hold the ground or the row back with a reason, or change it in the redaction and make the copy again.`,
  'schedule-moved': () =>
    'The schedule of this copy is not what you looked at any more: the policy names its grounds otherwise by now. Nothing was written; look at the schedule again, and at what is held back.',
  'unfit-folder': ({ name, why }) =>
    why === 'link'
      ? `${name} is a link to somewhere else, and nothing is disclosed through links. Nothing was written; give the folder itself.`
      : `${name} lies inside a vault, so nothing would have left it. Nothing was written; choose a folder elsewhere.`,
  'written-differs': ({ name }) =>
    `What was read back of ${name} is not what was written: the disk or stick is at fault. Nothing was disclosed and the unfinished files were removed; use another one.`,
  'medium-gone': ({ name, registered }) =>
    registered
      ? `${name} cannot be written to any more (a stick that was pulled out?), after the disclosure had been entered in the register. The files there are whole and end in .partial: do not hand them on. Start again; the register then shows both.`
      : `${name} cannot be written to any more (a stick that was pulled out?). Nothing was disclosed. A file there that ends in .partial is unfinished; it is removed when you start again.`,
} satisfies Sentences

/** The same, where the host says what to do next. */
export const advisedDisclosureSentences = {
  'not-approved': ({ name, why }, advice) =>
    why === 'weaker-check'
      ? `Copy ${name} was approved when the policy asked for less of a second person than it does now. Nothing was written; ${advice}.`
      : `Copy ${name} cannot be shown to have been approved for disclosure. Nothing was written; ${advice}.`,
} satisfies AdvisedSentences
