import type { ClipIndex } from '../clips/clip-index.ts'
import { clipSeconds, secondOfFrame } from '../clips/clock.ts'
import { type DetectionClass, type DetectionRun, hiddenByDefault } from '../detection/detection.ts'
import { classesOfExtent, extentOfClasses } from '../detection/extent.ts'
import {
  type TrackingClip,
  type TrackingOverrides,
  type TrackingSettings,
  trackingSettings,
} from './tracking-settings.ts'

/** What tracking needs of a clip's index; null for sound. */
export function trackingClipOf(index: ClipIndex): TrackingClip | null {
  const { video, originSeconds } = index
  if (!video || video.pts.length === 0) return null
  const frames = video.pts.length
  const [ticks, perSecond] = [
    Number((video.pts.at(-1) ?? 0n) - (video.pts[0] ?? 0n) + video.lastDuration),
    video.timeBase,
  ]
  const length = (ticks * perSecond[0]) / perSecond[1]
  const clip = { frames, width: video.displayWidth, height: video.displayHeight }
  const framesPerSecond = frames / (length > 0 ? length : clipSeconds(index))
  return video.variableRate
    ? { ...clip, framesPerSecond, secondOf: (frame) => secondOfFrame(video, originSeconds, frame) }
    : { ...clip, framesPerSecond }
}

/** Classes that show a person or part of one. */
const personal: ReadonlySet<DetectionClass> = new Set<DetectionClass>(['face', 'head', 'person'])

/** The thresholds of a run, by class: of several models the lowest, so that no model's box is lost. */
function overridesOf({ thresholds = [] }: Pick<DetectionRun, 'thresholds'>): TrackingOverrides {
  const lowest: { [Name in DetectionClass | 'hand']?: { readonly start: number; readonly continue: number } } = {}
  for (const { class: of, part, start, continue: goOn } of thresholds) {
    const known = lowest[part ?? of] ?? { start, continue: goOn }
    lowest[part ?? of] = { start: Math.min(known.start, start), continue: Math.min(known.continue, goOn) }
  }
  return lowest
}

/**
 * Settings that hide what was asked for, besides what is hidden anyway: who asks for number plates wants them covered. Of
 * persons as much is hidden as the run's extent says. Thresholds are the run's.
 */
export function settingsFor(run: Pick<DetectionRun, 'classes' | 'extent' | 'thresholds'>): TrackingSettings {
  const extent = run.extent ?? extentOfClasses(run.classes)
  const things = [...hiddenByDefault, ...run.classes].filter((name) => !personal.has(name))
  const persons = classesOfExtent(extent).filter((name) => name !== 'person' || extent === 'body')
  return trackingSettings(overridesOf(run), new Set([...things, ...persons]), extent)
}
