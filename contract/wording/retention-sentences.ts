import { auditFaultWords } from './record-words.ts'
import type { AdvisedSentences, Sentences } from './words.ts'

/** Of how long clips are kept, and of the log. */
export const retentionSentences = {
  'on-hold': ({ name, holds }) =>
    `Clip ${name} is held (${holds === 1 ? 'one hold' : `${holds} holds`}), so it stays. Release the holds first if they are no longer necessary.`,
  'second-person-needed': () =>
    'Whoever approved a deletion cannot also carry it out. Nothing was deleted; ask a second person to do it.',
  'audit-broken': ({ seq, why }) =>
    `The audit log does not hold together from entry ${seq} on: ${auditFaultWords(why)}. Nothing was exported. Keep the vault as it is, and tell whoever is responsible for security.`,
} satisfies Sentences

/** The same, where the host says what to do next. */
export const advisedRetentionSentences = {
  'no-such-hold': ({ name }, advice) => `There is no such hold on clip ${name}. Nothing was changed; ${advice}.`,
  'no-such-task': ({ name }, advice) => `There is no such open task for clip ${name}. Nothing was changed; ${advice}.`,
  'not-queued': ({ name }, advice) =>
    `Clip ${name} does not wait for that, or its period is not over yet. Nothing was changed; ${advice}.`,
  'clock-doubtful': (_, advice) =>
    `The computer's clock has leapt, so no deletion date can be trusted. Nothing was deleted. Check the clock, then ${advice}.`,
} satisfies AdvisedSentences
