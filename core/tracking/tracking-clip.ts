import type { ClipIndex } from '../clips/clip-index.ts'
import { clipSeconds, secondOfFrame } from '../clips/clock.ts'
import { type DetectionRun, hiddenByDefault } from '../detection/detection.ts'
import { type TrackingClip, type TrackingSettings, trackingSettings } from './tracking-settings.ts'

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

/** Settings that hide what was looked for, besides what is hidden anyway: who asks for number plates wants them covered. */
export function settingsFor(classes: DetectionRun['classes']): TrackingSettings {
  return trackingSettings({}, new Set([...hiddenByDefault, ...classes]))
}
