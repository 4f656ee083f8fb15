import type { Failure } from '../failure.ts'
import type { ClipSource } from '../ports/clip-source.ts'
import type { Instant } from '../ports/clock.ts'
import type { StopSignal } from '../ports/work.ts'
import type { Result } from '../result.ts'
import type { ReadSidecar } from './sidecar.ts'

/** A file's name as it came, and one that may be shown. */
export type EntryName = {
  /** Verbatim; parts that are no text read as U+FFFD. Never to be printed, nor used as a path. */
  readonly text: string
  /** One line for terminals and lists: control characters and marks that turn the direction of writing are escaped. */
  readonly display: string
}

/** A clip that was handed in, open for reading until `close`. */
export type OpenCandidate = ClipSource & { close(): Promise<void> }

/** A file that may be a clip. Nothing of it has been read yet. */
export type Candidate = {
  readonly kind: 'candidate'
  /** As given or, inside of a folder, the given path with what follows. */
  readonly path: EntryName
  /** The last part of the path. */
  readonly name: EntryName
  readonly size: number
  /** Time of the last change in ticks of the file system: tells whether a file is still the same one, after a restart too. */
  readonly modified: string
  /** The same as a moment. A hint for people: copying changes it, so it is never the time of recording. */
  readonly modifiedOn: Instant
  /** What lay beside it, kept to the byte and read where possible. Its own files come before tables about many clips. */
  readonly sidecars: readonly ReadSidecar[]
  /** What was wrong with files beside it (`bad-sidecar`). The clip is imported all the same, marked as incomplete. */
  readonly sidecarFailures: readonly Failure[]
  /**
   * Opens it for reading only. Fails with `file-missing`, `file-unreadable`, `not-stable` where it was written to since it was
   * looked at, and `hostile-entry` where another thing now stands in its place.
   */
  open(): Promise<Result<OpenCandidate>>
}

/** Something that was handed in and is not taken, and why. */
export type Refusal = { readonly kind: 'refusal'; readonly path: EntryName; readonly failure: Failure }

/**
 * Finds what may be clips in files and folders: a line for each, in a fixed order, one at a time as they are asked for.
 * Nothing is changed. Ends early when it is stopped.
 */
export type Intake = (paths: readonly string[], signal: StopSignal) => AsyncIterable<Candidate | Refusal>
