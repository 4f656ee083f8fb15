import type { Box } from '../../core/geometry/shape.ts'
import type { FaceTruth, TruthFace } from '../face-truth.ts'

/** Which half of the people a clip shows: one to tune on, one that is only ever measured. */
export const halves = ['tuning', 'held-out'] as const

/** One of the two halves. */
export type Half = (typeof halves)[number]

/** Something that is not a person, in one frame. */
export type TruthObject = {
  readonly id: string
  readonly class: 'screen' | 'document' | 'plate'
  readonly box: Box
  /** Share of the box that is in the picture and in front of everything else. */
  readonly visible: number
}

/** What makes a frame hard, for telling leaks apart by cause. */
export type FrameFacts = {
  /** How far the picture's content is smeared by the camera's movement, in pixels. */
  readonly blur: number
  /** True in the first frame of a new scene. */
  readonly cut: boolean
}

/** Everything that is known of a clip of the bench. Nobody in it is to be kept: `requester` is empty. */
export type ClipTruth = FaceTruth & {
  readonly clip: string
  readonly half: Half
  /** Heads of everybody, seen from whichever side, in the shape of faces: hair to chin, in `box`. */
  readonly heads: readonly (readonly TruthFace[])[]
  readonly objects: readonly (readonly TruthObject[])[]
  readonly facts: readonly FrameFacts[]
  /** Share of the light of a bright day, 0 to 1. */
  readonly light: number
}
