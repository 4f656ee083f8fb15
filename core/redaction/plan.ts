import type { Sha256 } from '../clips/clip-index.ts'
import type { Shape } from '../geometry/shape.ts'
import type { FrameIndex, SampleIndex } from '../time.ts'
import type { PlanLabel } from './copy-label.ts'
import type { RedactionStyle, Span } from './project.ts'

/** One region of one frame, margins applied, in display-oriented source pixels. */
export type PlanRegion = Shape & {
  readonly track: string
  readonly style: RedactionStyle
  /** At least 1 (see Track.strength). */
  readonly strength: number
}

/**
 * What happens to one frame. `hide`: the regions are covered. `inverse`: the regions are what stays visible, less
 * `hidden`. `blank`: all of it is covered. `omit`: outside the spans, not in the copy.
 */
export type PlanFrame = {
  readonly frame: FrameIndex
  readonly mode: 'hide' | 'inverse' | 'blank' | 'omit'
  readonly regions: readonly PlanRegion[]
  /** Only in `inverse`: regions that are covered although a kept one overlaps them (hidden wins). */
  readonly hidden?: readonly PlanRegion[]
}

/** What happens to a range of one audio track, on the source's absolute clock. */
export type PlanAudioRange = {
  readonly kind: 'mute' | 'bleep'
  /** The range that is changed: the asked one, widened outwards by one AAC frame where it is a mute. */
  readonly fromSample: SampleIndex
  readonly untilSample: SampleIndex
  /** The range that was asked for: verification demands silence (or the bleep) over it. */
  readonly askedFrom: SampleIndex
  readonly askedUntil: SampleIndex
}

/** Operations on one audio track of the copy. Ranges are sorted and, as asked, disjoint. */
export type PlanAudioTrack = {
  /** Position among the clip's audio tracks. */
  readonly track: number
  readonly ranges: readonly PlanAudioRange[]
}

/**
 * The waist of the hourglass: everything that render and verify need, and nothing else. Compiled from a project and an
 * index; bound to both.
 */
export type RedactionPlan = {
  readonly clip: { readonly sha256: Sha256; readonly frames: number }
  /** One entry per frame of the clip, in order; empty for audio-only clips. */
  readonly frames: readonly PlanFrame[]
  /** Disclosed parts as frames, sorted and disjoint; the whole clip is one span. Empty for audio-only clips: see `spanSeconds`. */
  readonly spans: readonly Span[]
  /**
   * Disclosed parts in seconds from second 0, one for each of `spans`: from its first frame's presentation to the end of
   * its last frame's. A project without spans discloses all of the clip, `[0, end of the last track]`: also sound before
   * the first frame and after the last. Audio-only clips: from whole samples of the first audio track.
   */
  readonly spanSeconds: readonly (readonly [from: number, until: number])[]
  readonly audio: readonly PlanAudioTrack[]
  /** Drawn over every frame of the copy, after all that covers. Absent: nothing is. */
  readonly label?: PlanLabel
  /** Keys the noise of pixelated cells. */
  readonly secret: string
  readonly output: { readonly crf: number; readonly preset: 'veryfast' }
}
