import type { AdvisedSentences, Sentences } from './words.ts'

/** Of the wire between processes. */
export const wireSentences = {
  'connection-lost': () =>
    'The program that holds the vault has ended or hung up, so it cannot be told whether this was done. What the vault had confirmed is safe; look in the vault first, then try again if it was not done.',
  'other-version': ({ ours, theirs }) =>
    `The program that holds the vault is another version of Occlude (it speaks version ${theirs}, this one ${ours}). Nothing was done; close it, or use the same version.`,
  'off-contract': ({ method, at }) =>
    `What was asked or answered does not fit the contract (${method}: ${at}). It was not used. This is a fault of Occlude: report it.`,
  'too-many-calls': ({ most }) =>
    `There are ${most} things being done at once already, which is the most. Nothing was begun; wait until one is done.`,
} satisfies Sentences

/** The same, where the host says what to do next. */
export const advisedWireSentences = {
  internal: ({ id }, advice) =>
    `Something went wrong in the program that holds the vault (${id}). The original is untouched; look in the vault before you try again, and ${advice}.`,
} satisfies AdvisedSentences
