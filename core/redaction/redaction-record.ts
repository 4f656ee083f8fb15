import type { Brand } from '../brand.ts'
import type { Instant } from '../ports/clock.ts'
import { type ClipId, isId, type UserId } from '../vault/ids.ts'
import type { ProjectCommand } from './commands.ts'

/** The work on one clip for one purpose, as the vault keeps it. */
export type RedactionId = Brand<string, 'RedactionId'>

/** Makes a redaction's id; throws on anything that is none (text from outside is checked with `isId` first). */
export function redactionId(text: string): RedactionId {
  if (!isId(text)) throw new RangeError('not an id')
  return text as RedactionId
}

/** What one step does. `propose` is the detection's: it is in nobody's undo stack. */
export type RedactionEdit =
  /** `joins`: goes on with the keyed frame that the last command put down, and is taken back with it (a held key). */
  | { readonly kind: 'do'; readonly command: ProjectCommand; readonly joins?: true }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'propose'; readonly command: ProjectCommand }

/** One line of a redaction's history; it never changes again. */
export type RedactionStep = {
  /** From 1, without gaps. */
  readonly revision: number
  readonly at: Instant
  /** Null: the detection. */
  readonly by: UserId | null
  readonly step: RedactionEdit
}

/** A redaction as the vault keeps it: where it began, and how far it has come. Its steps lie beside it. */
export type RedactionRecord = {
  readonly id: RedactionId
  readonly clip: ClipId
  readonly purpose: string
  readonly createdAt: Instant
  readonly createdBy: UserId
  /** The project before its first step: JSON text (FORMATS.md, Project). */
  readonly base: string
  /** How many steps there are. */
  readonly revision: number
  /** Tracks that nobody has decided about, after the last step. */
  readonly undecided: number
  /** Frames that the detection has finished; what was found in them need not be in the project yet. */
  readonly examined: number
  /** Of those, the frames of which everything that was found was in the project at the last proposals. */
  readonly proposed: number
}
