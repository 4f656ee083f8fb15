import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OutputOf } from '../../../../contract/methods/all.ts'
import type { Failure } from '../../../../core/failure.ts'

/** Whose frames are asked for: those that whoever looks has not seen, or those that nobody has. */
export type Unseen = 'own' | 'nobody'

/** Where the review of a redaction stands. Every reading is an entry of the log: what nobody looks at is not read. */
export type ReviewState = {
  /** What everybody has still to see and hear; null: it is not known, or nobody looks at it. */
  readonly coverage: OutputOf<'redaction.coverage'> | null
  readonly gates: OutputOf<'redaction.gates'> | null
  readonly failure: Failure | null
  /** How often it had to be read anew: something was counted, or signed. */
  readonly turn: number
  /** The timeline shows a strip for each reviewer. */
  readonly isUnfolded: boolean
  /** Somebody wants to go to the next of these frames once it is known where that is. */
  readonly asked: Unseen | null
}

/** Has it read anew, where anybody looks at it. */
export function readAnew(review: StoreApi<ReviewState>): void {
  review.setState(({ turn }) => ({ turn: turn + 1 }))
}

/** The review of one redaction, as it begins. */
export function reviewWork(): StoreApi<ReviewState> {
  return createStore(() => ({
    ...{ coverage: null, gates: null, failure: null },
    ...{ turn: 0, isUnfolded: false, asked: null },
  }))
}
