import type { FrameIndex } from '../time.ts'

/** Why a track exists and where a person should look first. */
export type TrackEvidence = {
  readonly source: 'detected' | 'leak'
  /** Frames in which a detector saw it. */
  readonly detections: number
  /** Highest and mean score of its detections. */
  readonly topScore: number
  readonly meanScore: number
  /** First and last frame in which a detector saw it; the rest of the track is lead-in, lead-out or hold. */
  readonly seen: readonly [first: FrameIndex, last: FrameIndex]
  /** Half-open ranges without a detection that were bridged although a detector looked there. */
  readonly gapsFilled: readonly (readonly [from: number, until: number])[]
  /** Up to five detections with the lowest scores. */
  readonly weakest: readonly { readonly frame: FrameIndex; readonly score: number }[]
}

/** A frame that a person should see, with the reason. */
export type LookHere = {
  readonly frame: FrameIndex
  readonly track?: string
  readonly why:
    | 'birth'
    | 'death'
    | 'low-score'
    | 'gap-filled'
    | 'size-jump'
    | 'untracked-detection'
    | 'weak-leak'
    | 'damaged'
}
