import type { PersonExtent, Search } from '../detection/detection.ts'
import type { FrameIndex } from '../time.ts'
import type { PersonProposal } from '../tracking/proposals.ts'
import type { CopyLabel } from './copy-label.ts'
import type {
  AudioDecision,
  Blank,
  RedactionStyle,
  RegionKey,
  RequesterNote,
  SampleSpan,
  Span,
  Track,
  TrackAction,
} from './project.ts'

/** New values for a track's own fields; null takes a field away. Fields that are not named stay. */
export type TrackChanges = {
  readonly action?: TrackAction
  /** Trims or lengthens the track; must lie after the first key's frame and not past the clip. */
  readonly untilFrame?: FrameIndex
  readonly reason?: string | null
  readonly style?: RedactionStyle | null
  readonly strength?: number | null
  readonly margin?: number | null
  readonly person?: string | null
  readonly extent?: PersonExtent | null
  readonly personExtent?: PersonExtent | null
  readonly angle?: number | null
}

/** A track with the place where it goes in the list. */
export type PlacedTrack = { readonly at: number; readonly track: Track }

/**
 * One edit of a project: plain data, so that history can be saved, replayed and read as the audit of edits. A drag or a
 * decision about many tracks is one `batch`.
 */
export type ProjectCommand =
  | { readonly kind: 'edit-track'; readonly track: string; readonly changes: TrackChanges }
  /** Adds a key, or moves and resizes the one at that frame. A key before the first lets the track begin earlier. */
  | { readonly kind: 'set-key'; readonly track: string; readonly key: RegionKey }
  /** Never the last one: a track without keys is removed as a track. */
  | { readonly kind: 'remove-key'; readonly track: string; readonly frame: FrameIndex }
  /** At the end unless `at` says where. */
  | { readonly kind: 'add-track'; readonly track: Track; readonly at?: number }
  | { readonly kind: 'remove-track'; readonly track: string }
  /** From `frame` on it is another track, with the same decisions. */
  | { readonly kind: 'split-track'; readonly track: string; readonly frame: FrameIndex; readonly newTrack: string }
  /** `from` becomes part of `into` and takes over its decisions. They share a shape and no frame; what lies between is covered too. */
  | { readonly kind: 'merge-tracks'; readonly into: string; readonly from: string }
  /** Takes tracks out, then puts tracks in, in order: how splits and merges are undone. */
  | { readonly kind: 'replace-tracks'; readonly remove: readonly string[]; readonly put: readonly PlacedTrack[] }
  | { readonly kind: 'add-blank'; readonly blank: Blank; readonly at?: number }
  /** The one in this place, and only if it is the one that was meant: another may have come there since. */
  | { readonly kind: 'remove-blank'; readonly at: number; readonly blank: Blank }
  | { readonly kind: 'set-audio'; readonly audio: readonly AudioDecision[] }
  | {
      readonly kind: 'set-spans'
      readonly spans: readonly Span[] | null
      readonly spanSamples?: readonly SampleSpan[]
      readonly leftOutReason?: string
    }
  | { readonly kind: 'set-inverse'; readonly inverse: boolean }
  /** Null: nothing is written into the copy. */
  | { readonly kind: 'set-label'; readonly label: CopyLabel | null }
  /** Null takes all of it away. */
  | { readonly kind: 'set-requester'; readonly requester: RequesterNote | null }
  /** What was looked for, and who may be one person: the detection's alone, no person's step. */
  | { readonly kind: 'set-findings'; readonly proposals: readonly PersonProposal[]; readonly search: Search | null }
  | { readonly kind: 'batch'; readonly commands: readonly ProjectCommand[] }

/** The command that changes nothing, and is its own inverse. */
export const nothing: ProjectCommand = { kind: 'batch', commands: [] }
