import type { MappedField } from './mapping.ts'

/** Why something that a sidecar says about a field was not taken, or not as it stands. */
export type NoteReason =
  /** Could mean two days, or falls into the hour that autumn has twice. */
  | 'ambiguous-date'
  /** A day or time that does not exist, or lies before 2000 or after 2099. */
  | 'impossible-date'
  | 'not-a-date'
  /** A day without a time, where a moment is needed. */
  | 'no-time'
  /** Ends before it begins. */
  | 'reversed'
  | 'not-seconds'
  /** Longer than is kept; cut. */
  | 'cut'
  /** One sidecar says several different things. */
  | 'several'
  /** A later sidecar says something else than the one that was taken. */
  | 'contradicted'
  /** More categories than are kept. */
  | 'too-many'
  /** The sidecar has more fields, or deeper ones, than are looked at. */
  | 'not-all-read'

/** A remark on a field of a sidecar. It never holds what the field said: that may name a person. */
export type SidecarNote = {
  /** Name of the sidecar, safe to show. */
  readonly document: string
  /** Null where the sidecar as a whole is meant. */
  readonly field: MappedField | null
  readonly why: NoteReason
}
