import type { FrameIndex } from '../time.ts'

/** Why a track exists and where a person should look first. */
export type TrackEvidence = {
  readonly source: 'detected' | 'leak'
  /** Frames in which a detector saw it. */
  readonly detections: number
  /** Highest and mean score of its detections. */
  readonly topScore: number
  readonly meanScore: number
  /** The detection of the highest score, because of which it is a track. Absent in projects of earlier versions. */
  readonly strongest?: { readonly frame: FrameIndex; readonly score: number }
  /** First and last frame in which a detector saw it; the rest of the track is lead-in, lead-out or hold. */
  readonly seen: readonly [first: FrameIndex, last: FrameIndex]
  /** Half-open ranges without a detection that were bridged although a detector looked there. */
  readonly gapsFilled: readonly (readonly [from: number, until: number])[]
  /** Frames of lead-in, hold and bridged gaps: where it is by guess. Absent in projects of earlier versions. */
  readonly guessed?: number
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
    | 'cut'
  /** 0 to 1, the most telling highest: the order in which to look. Absent in files of earlier versions. */
  readonly weight?: number
}
