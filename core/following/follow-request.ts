import type { Box, Shape } from '../geometry/shape.ts'
import type { FrameIndex } from '../time.ts'

/** Which way a region is followed through a clip. */
export type FollowDirection = 'forward' | 'backward'

/** One way of following one region: from the frame in which its outline is known to a last frame, both included. */
export type FollowTask = {
  readonly direction: FollowDirection
  readonly startFrame: FrameIndex
  /** Display oriented. */
  readonly outline: Shape
  /** The last frame that is asked for: after `startFrame` forward, before it backward. */
  readonly lastFrame: FrameIndex
  /** True where `lastFrame` is the clip's own first or last frame. */
  readonly toClipEnd: boolean
}

/**
 * Why following ended: the asked frame or the clip's end is reached; the thing went out of the picture; it could not be
 * told with enough certainty where it is; the scene changed; frames do not decode.
 */
export type StopReason = 'asked-end' | 'clip-end' | 'left-picture' | 'lost' | 'scene-cut' | 'undecodable'

/** Where the thing is in one frame. */
export type FollowStep = {
  readonly frame: FrameIndex
  /** Upright box around the outline, display oriented; grown by what is uncertain. */
  readonly box: Box
  /** 0 to 1. Frames between two sure ones in which the thing was not seen for certain have 0. */
  readonly confidence: number
}

/** What came of one task. */
export type FollowedPath = {
  readonly direction: FollowDirection
  /** In the order of following, from the frame after the start (forward) or before it (backward); without holes. */
  readonly steps: readonly FollowStep[]
  readonly reason: StopReason
}
