import type { Failure } from '../../core/failure.ts'
import { certificateSentences } from './certificate-sentences.ts'
import { advisedDisclosureSentences, disclosureSentences } from './disclosure-sentences.ts'
import { advisedFileSentences, fileSentences } from './file-sentences.ts'
import { keySentences } from './key-sentences.ts'
import { mediaSentences } from './media-sentences.ts'
import { advisedModelSentences } from './model-sentences.ts'
import { advisedPeopleSentences, peopleSentences } from './people-sentences.ts'
import { plainLine } from './plain-line.ts'
import { advisedRetentionSentences, retentionSentences } from './retention-sentences.ts'
import { reviewSentences } from './review-sentences.ts'
import { advisedVaultSentences, vaultSentences } from './vault-sentences.ts'
import { advisedWireSentences, wireSentences } from './wire-sentences.ts'
import type { FailureOf } from './words.ts'

const advised = {
  ...advisedDisclosureSentences,
  ...advisedFileSentences,
  ...advisedModelSentences,
  ...advisedPeopleSentences,
  ...advisedRetentionSentences,
  ...advisedVaultSentences,
  ...advisedWireSentences,
}

/** Every kind of failure: one without words here does not compile. */
const sentences: { readonly [Kind in Failure['kind']]: (failure: FailureOf<Kind>, advice: string) => string } = {
  ...fileSentences,
  ...mediaSentences,
  ...certificateSentences,
  ...keySentences,
  ...vaultSentences,
  ...peopleSentences,
  ...retentionSentences,
  ...reviewSentences,
  ...wireSentences,
  ...disclosureSentences,
  ...advised,
}

/**
 * What to do next, for exactly the kinds where that differs between hosts: the end of a sentence, from a small letter on and
 * without its full stop. A kind that a host forgets does not compile.
 */
export type HostAdvice = { readonly [Kind in keyof typeof advised]: (failure: FailureOf<Kind>) => string }

/**
 * The sentences of a host: one clear sentence or two about a failure, which say what happened, what is safe, and what to do next.
 * One line that does nothing but stand there, whatever names are in it.
 */
export function wordingWith(advice: HostAdvice): (failure: Failure) => string {
  const advices = advice as { readonly [kind: string]: ((failure: never) => string) | undefined }
  return (failure) => {
    const sentence = sentences[failure.kind] as (failure: Failure, advice: string) => string
    const advise = advices[failure.kind] as ((failure: Failure) => string) | undefined
    return plainLine(sentence(failure, advise?.(failure) ?? ''))
  }
}
