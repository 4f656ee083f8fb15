import type { Role } from '../access/roles.ts'
import type { Search } from '../detection/detection.ts'
import type { Failure } from '../failure.ts'
import type { Instant } from '../ports/clock.ts'
import type { UserId } from '../vault/ids.ts'
import type { RedactionId, RedactionRecord } from './redaction-record.ts'

/** A redaction whose clip is to be gone through without anybody looking on, in the name and for the reason of whoever asked for it. */
export type QueuedRedaction = {
  readonly redaction: RedactionId
  /** When it was put in; those that wait are taken in this order, then by id. */
  readonly at: Instant
  readonly by: UserId
  /** The role that they asked in, and the session: the log names both. */
  readonly role: Role
  readonly session: string
  readonly reason: string
  readonly search: Search
  /** Null while it waits; else why it could not be done. It is not tried again before somebody asks for that. */
  readonly failure: Failure | null
}

/** How a redaction stands. `unfinished`: not all frames are examined and proposed, and nobody is at it. */
export const redactionStates = ['waiting', 'examining', 'failed', 'unfinished', 'ready', 'approved'] as const

/** One of them. */
export type RedactionState = (typeof redactionStates)[number]

/** A redaction as lists take it: told from its row alone, without a step of it. */
export type ListedRedaction = Omit<RedactionRecord, 'base'> & {
  /** Frames to look at first; null: not counted yet. */
  readonly lookHere: number | null
  /** What whoever had come furthest at that revision had not seen; null: nobody has looked. */
  readonly looked: { readonly revision: number; readonly unseen: number } | null
  /** It is signed by everybody that was asked about, as it is now. */
  readonly isSigned: boolean
  /** Its place in the queue; null: it is in none. */
  readonly queued: Pick<QueuedRedaction, 'failure'> | null
}

/** What a redaction's state is told from. */
export type StateFacts = Pick<ListedRedaction, 'proposed' | 'isSigned' | 'queued'> & {
  readonly frames: number
  /** Its clip is being gone through at this moment. */
  readonly isExamined: boolean
}

/** How a redaction stands. */
export function redactionState({ proposed, frames, isSigned, queued, isExamined }: StateFacts): RedactionState {
  if (isExamined) return 'examining'
  if (queued) return queued.failure ? 'failed' : 'waiting'
  if (isSigned) return 'approved'
  return proposed >= frames ? 'ready' : 'unfinished'
}
