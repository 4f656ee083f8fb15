import type { Sha256 } from '../clips/clip-index.ts'
import type { DetectionClass, PersonExtent, Search } from '../detection/detection.ts'
import type { Box, Point } from '../geometry/shape.ts'
import type { FrameIndex, SampleIndex } from '../time.ts'
import type { TrackEvidence } from '../tracking/evidence.ts'
import type { PersonProposal } from '../tracking/proposals.ts'
import type { CopyLabel } from './copy-label.ts'

/** What happens to a track's region. `undecided` is hidden like `hide`; `ignore` is no subject at all (a false box). */
export type TrackAction = 'hide' | 'keep' | 'ignore' | 'undecided'

/** How a region is made unreadable. */
export type RedactionStyle = 'solid' | 'pixelate' | 'blur'

/** A region's outline at one frame; between keys it is interpolated linearly. */
export type RegionKey =
  | { readonly frame: FrameIndex; readonly box: Box; readonly angle?: number }
  | { readonly frame: FrameIndex; readonly points: readonly Point[] }

/** Somebody or something over a range of frames: from its first key's frame up to, not including, `untilFrame`. */
export type Track = {
  /** `t1`, `t2` ... by first frame, then x. */
  readonly id: string
  readonly class: DetectionClass
  /** Tracks of one person carry the same name; `keep` holds for all of them. */
  readonly person?: string
  readonly action: TrackAction
  /** How much of a person the track covers; `head-and-hands` with class `person` is a hand. Absent on what is no person. */
  readonly extent?: PersonExtent
  /**
   * How much of the track's person is to be hidden, where that is more than the classes ask for. The greatest that any track of the
   * person names holds for all of them; it only ever adds to what is hidden.
   */
  readonly personExtent?: PersonExtent
  readonly shape: 'rect' | 'ellipse' | 'polygon'
  /** Turn in degrees clockwise for keys that have none of their own. */
  readonly angle?: number
  /** Sorted by frame, at least one, each frame once. */
  readonly keys: readonly RegionKey[]
  /** Explicit end, half-open, after the first key's frame. Keys at or after it only steer the interpolation up to it. */
  readonly untilFrame: FrameIndex
  readonly style?: RedactionStyle
  /** 1 is the weakest allowed; 2 hides twice as much (half the cells, twice the blur). Below 1 counts as 1. */
  readonly strength?: number
  /**
   * Share of the box's width and height that is added on each side. Absent: the margin of its class; hand-drawn regions
   * carry 0. A kept track that inverse mode leaves visible grows only by a margin that stands here.
   */
  readonly margin?: number
  readonly reason?: string
  /** Why the track exists and where it is weak; absent on hand-drawn regions. */
  readonly evidence?: TrackEvidence
}

/** Frames that are covered wholly, with the reason. */
export type Blank = {
  readonly from: FrameIndex
  readonly until: FrameIndex
  readonly reason: string
}

/** A decision about sound. What nobody has kept is muted; mute and bleep win over keep, mute over bleep. */
export type AudioDecision = {
  readonly kind: 'mute' | 'bleep' | 'keep'
  readonly fromSample: SampleIndex
  readonly untilSample: SampleIndex
  readonly audioTrack: number
  readonly reason?: string
}

/** Part of the clip's picture that is disclosed, half-open. Audio-only clips have `SampleSpan` instead. */
export type Span = readonly [from: FrameIndex, until: FrameIndex]

/** Part of an audio-only clip that is disclosed, half-open, on the absolute clock of its first audio track. */
export type SampleSpan = readonly [from: SampleIndex, until: SampleIndex]

/** Who asks, for those who have to find them in the clip; decides nothing. */
export type RequesterNote = {
  /** What they say of how they look, where and when they were there. */
  readonly description?: string
  /** Where the clip shows them: cut out and shown beside the cards. */
  readonly picture?: { readonly frame: FrameIndex; readonly box: Box }
  /** A small photograph that they sent: JPEG in base64. */
  readonly photo?: string
}

/** All decisions about one clip for one purpose (the project file of FORMATS.md; never disclosed). */
export type RedactionProject = {
  readonly version: 1
  readonly clip: { readonly sha256: Sha256; readonly frames: number }
  /** The case or screening for which the clip is redacted. */
  readonly purpose: string
  /** Sorted, disjoint; null means all of the clip. */
  readonly spans: readonly Span[] | null
  /** Only for audio-only clips, where `spans` is null; absent means all of the clip. */
  readonly spanSamples?: readonly SampleSpan[]
  /** Why the rest is left out. */
  readonly leftOutReason?: string
  readonly defaultAction: 'hide'
  /** True: everything is hidden but the kept tracks. */
  readonly inverse: boolean
  /** 256 random bits in hex, put in from outside: keys the noise of pixelated cells. */
  readonly secret: string
  readonly tracks: readonly Track[]
  readonly blanks: readonly Blank[]
  readonly audio: readonly AudioDecision[]
  /** Written into every frame of the copy. Absent: nothing is. */
  readonly label?: CopyLabel
  readonly requester?: RequesterNote
  /** Who may be somebody seen before: for people to confirm. Decides nothing. */
  readonly proposals?: readonly PersonProposal[]
  /** What its tracks were found by, and copies are checked for. Absent where nothing was looked for, and in older projects. */
  readonly search?: Search
}
