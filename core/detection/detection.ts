import type { Sha256 } from '../clips/clip-index.ts'
import type { Box } from '../geometry/shape.ts'
import type { FrameIndex } from '../time.ts'
import type { Appearance } from './appearance.ts'

/** Everything that detectors may find, in the order of FORMATS.md. */
export const detectionClasses = [
  'face',
  'head',
  'person',
  'screen',
  'document',
  'card',
  'text',
  'plate',
  'vehicle',
  'overlay',
] as const

/** What a box shows. */
export type DetectionClass = (typeof detectionClasses)[number]

/** Classes whose tracks are hidden unless a person decides otherwise; the rest is evidence, hidden only when asked. */
export const hiddenByDefault: ReadonlySet<DetectionClass> = new Set<DetectionClass>([
  'face',
  'head',
  'screen',
  'document',
  'card',
  'plate',
])

/** How thoroughly frames are examined. */
export const detectionProfiles = ['fast', 'balanced', 'thorough'] as const

/** One of the three profiles. */
export type DetectionProfile = (typeof detectionProfiles)[number]

/** A part of a person that is found, tracked and covered apart from the person. */
export type BodyPart = 'hand'

/** How much of a person is hidden, from least to most; each includes those before it. */
export const personExtents = ['face', 'head', 'head-and-hands', 'body'] as const

/** One of the four extents. */
export type PersonExtent = (typeof personExtents)[number]

/** One box in one frame. */
export type Detection = {
  readonly frame: FrameIndex
  readonly class: DetectionClass
  /** A part of somebody that counts on its own: with `hand` the class is `person`. Absent: all of it. */
  readonly part?: BodyPart
  /** Made from boxes of this class, not seen itself: the place is a guess. */
  readonly derivedFrom?: DetectionClass
  readonly box: Box
  /** 0 to 1, as the model gives it. */
  readonly score: number
  /** Id of the model in the manifest; of derived boxes, the one that saw what they are derived from. */
  readonly model: string
  /** What the person wears, for faces, heads and persons; absent where too little of it is in the picture. */
  readonly appearance?: Appearance
}

/**
 * How the whole picture's content moved from the frame before to this one, in display-oriented source pixels, and by how
 * much it turned about the picture's middle (radians, clockwise; absent: not at all).
 */
export type CameraMove = readonly [frame: FrameIndex, dx: number, dy: number, turn?: number]

/** Lowest scores that count for a class, or for a part of a person: from `start` on a box may begin a track, from `continue` on carry it on. */
export type ClassThresholds = {
  readonly class: DetectionClass
  readonly part?: BodyPart
  readonly start: number
  readonly continue: number
}

/** A frame that a model has looked at, with the long side of its input in pixels and the part examined (all of it when absent). */
export type Examined = {
  readonly frame: FrameIndex
  readonly model: string
  readonly scale: number
  readonly roi?: Box
}

/** The file of a model that computed; a model may have one for floats and one for bytes. */
export type UsedModel = { readonly id: string; readonly sha256: Sha256 }

/** What is looked for in a clip, how closely, and how much of a person is to be hidden. */
export type Search = {
  readonly profile: DetectionProfile
  readonly classes: readonly DetectionClass[]
  /** Absent: what the classes say. */
  readonly extent?: PersonExtent
}

/** The result of one detection run over a clip (the detections file of FORMATS.md). */
export type DetectionRun = {
  readonly version: 1
  readonly clip: { readonly sha256: Sha256; readonly frames: number }
  readonly profile: DetectionProfile
  /** What was asked for. Boxes of other classes are evidence: what the asked ones are derived from. */
  readonly classes: readonly DetectionClass[]
  /** How much of a person is to be hidden. Absent: what the classes say. */
  readonly extent?: PersonExtent
  /** The models' thresholds, by class. Absent: the usual ones. */
  readonly thresholds?: readonly ClassThresholds[]
  /** The model files that computed, by the models' ids. Absent where nobody said. */
  readonly models?: readonly UsedModel[]
  readonly examined: readonly Examined[]
  /** Half-open frame ranges that could not be examined: never to be read as "nothing there". */
  readonly failed: readonly (readonly [from: number, until: number])[]
  readonly detections: readonly Detection[]
  /** First frames of new scenes, the clip's own first one not among them. Absent where nobody looked for any. */
  readonly cuts?: readonly FrameIndex[]
  /** How the camera moved: an entry for each frame where that is known and not 0, in order. Absent where nobody looked. */
  readonly camera?: readonly CameraMove[]
}
