import type { Failure } from '../../core/failure.ts'
import { displayName } from '../../core/intake/display-name.ts'

/** A failure of one kind, with its facts. */
export type FailureOf<Kind extends Failure['kind']> = Extract<Failure, { readonly kind: Kind }>

/**
 * Whole sentences for kinds of failure, the same in every host: what happened, what is safe, what to do next. They speak of no
 * option, command, button or key.
 */
export type Sentences = { readonly [Kind in Failure['kind']]?: (failure: FailureOf<Kind>) => string }

/** Sentences whose last step differs between hosts; `advice` is that of the host (see HostAdvice). */
export type AdvisedSentences = {
  readonly [Kind in Failure['kind']]?: (failure: FailureOf<Kind>, advice: string) => string
}

/** What people say for a code word of a record; a word that is not known stands as it is, fit to be shown. */
export function wordIn(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : displayName(code)
}

/** A text of few words as a sentence. */
export function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}
