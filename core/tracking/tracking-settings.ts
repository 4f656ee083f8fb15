import { type DetectionClass, detectionClasses, hiddenByDefault, type PersonExtent } from '../detection/detection.ts'
import { extentIncludes, type Shown } from '../detection/extent.ts'
import type { FrameIndex } from '../time.ts'

/** What tracking needs to know of a clip. */
export type TrackingClip = {
  readonly frames: number
  /** Display-oriented size in pixels. */
  readonly width: number
  readonly height: number
  /** Mean frame rate; above 0. */
  readonly framesPerSecond: number
  /** When a frame is shown, in seconds, never falling; absent for clips of constant rate. */
  readonly secondOf?: (frame: FrameIndex) => number
}

/** How one class is tracked. Scores are the models'; seconds are of the clip's own time. */
export type ClassTracking = {
  /** A track begins at a detection of at least this score. */
  readonly start: number
  /** A track goes on, forwards and backwards, through detections of at least this score. */
  readonly continue: number
  /** Share of the box's size that the mask adds on each side (Track.margin). */
  readonly margin: number
  /** How long before its first sighting a track is hidden already. */
  readonly leadSeconds: number
  /** How long after its last sighting a track stays hidden. */
  readonly holdSeconds: number
  /** Lead and hold of a track that was seen once or twice without a high score. */
  readonly briefSeconds: number
  /** Longest time without a sighting after which a track is still the same. */
  readonly memorySeconds: number
}

/** How detections become tracks. */
export type TrackingSettings = {
  readonly classes: Readonly<Record<DetectionClass, ClassTracking>>
  /** Hands: boxes of class `person` with the part `hand`. */
  readonly hand: ClassTracking
  /** Classes whose tracks are hidden; other classes are evidence and ignored, the overlay is left undecided. */
  readonly hide: ReadonlySet<DetectionClass>
  /** How much of a person is hidden; `hide` holds the classes that it stands for. Hands are hidden by it alone. */
  readonly extent: PersonExtent
}

const base: ClassTracking = {
  start: 0.3,
  continue: 0.15,
  margin: 0.1,
  leadSeconds: 0.5,
  holdSeconds: 0.5,
  briefSeconds: 0.15,
  memorySeconds: 1,
}

/** Things do not come and go as people turn: what was seen of them is believed for longer. */
const thing: Partial<ClassTracking> = { leadSeconds: 1, holdSeconds: 1, briefSeconds: 0.3, memorySeconds: 2 }

/** What differs from the base. Margins of faces and heads are those with which leak rates are measured (DESIGN.md 7). */
const own: Readonly<Record<DetectionClass | 'hand', Partial<ClassTracking>>> = {
  face: { margin: 0.3 },
  head: { margin: 0.3 },
  // Large: whatever is hidden longer costs much of the picture.
  person: {},
  // A hand's box is drawn around its wrist, and it moves faster than anything else.
  hand: { margin: 0.25, memorySeconds: 0.5 },
  screen: thing,
  document: thing,
  card: thing,
  // A few pixels high.
  text: { ...thing, margin: 0.2 },
  plate: { ...thing, margin: 0.2 },
  vehicle: {},
  // Its zone holds all that was ever seen of it.
  overlay: { margin: 0.05 },
}

/** Tracking per class, and of hands. */
export type TrackingOverrides = Readonly<Partial<Record<DetectionClass | 'hand', Partial<ClassTracking>>>>

/**
 * Settings from per-class overrides (a model's thresholds from the manifest), the classes to hide and how much of a
 * person. Margins: 30 % for face and head, 25 % for hands, 20 % for text and plates, 10 % for the rest.
 */
export function trackingSettings(
  overrides: TrackingOverrides = {},
  hide: ReadonlySet<DetectionClass> = hiddenByDefault,
  extent: PersonExtent = hide.has('person') ? 'body' : 'head',
): TrackingSettings {
  const tracking = (name: DetectionClass | 'hand'): ClassTracking => ({ ...base, ...own[name], ...overrides[name] })
  const classes = Object.fromEntries(detectionClasses.map((name) => [name, tracking(name)])) as Record<
    DetectionClass,
    ClassTracking
  >
  return { classes, hand: tracking('hand'), hide, extent }
}

/** How a class, or a part of a person, is tracked. */
export function trackingOf(settings: TrackingSettings, shown: Shown): ClassTracking {
  return shown.part === 'hand' ? settings.hand : settings.classes[shown.class]
}

/** Whether tracks of a class, or of a part of a person, are hidden until somebody decides otherwise. */
export function isHidden(settings: TrackingSettings, { class: name, part }: Shown): boolean {
  return part === 'hand' ? extentIncludes(settings.extent, 'head-and-hands') : settings.hide.has(name)
}

/** The settings that nobody has changed. */
export const defaultTrackingSettings: TrackingSettings = trackingSettings()
