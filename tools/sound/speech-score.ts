import type { SpeechSegment } from '../../core/sound/speech.ts'
import { spokenRate } from './espeak.ts'
import { framesPerSecond, type SpeechScene } from './speech-scene.ts'

/** Seconds of a scene, by what they are and whether they are muted. */
export type SpeechScore = {
  readonly speech: number
  readonly leaked: number
  /** Neither speech nor a pause between words. */
  readonly other: number
  readonly otherMuted: number
  /** More than a second from the nearest word. */
  readonly far: number
  readonly farMuted: number
}

/** Nothing counted. */
export const noScore: SpeechScore = { speech: 0, leaked: 0, other: 0, otherMuted: 0, far: 0, farMuted: 0 }

/** What suggestions are worth on a scene; a frame counts as muted where all of it is. */
export function scoreOf({ frames }: SpeechScene, segments: readonly SpeechSegment[]): SpeechScore {
  const length = spokenRate / framesPerSecond
  const muted = frames.map((_, frame) =>
    segments.some(({ fromSample, untilSample }) => fromSample <= frame * length && (frame + 1) * length <= untilSample),
  )
  const near = frames.map((_, frame) =>
    frames.slice(Math.max(0, frame - framesPerSecond), frame + framesPerSecond + 1).some((kind) => kind !== 'other'),
  )
  const count = (counts: (frame: number) => boolean) =>
    frames.reduce((sum, _, frame) => sum + (counts(frame) ? 1 : 0), 0) / framesPerSecond
  const is = (kind: SpeechScene['frames'][number]) => (frame: number) => frames[frame] === kind
  const far = (frame: number) => !near[frame]
  return {
    speech: count(is('speech')),
    leaked: count((frame) => is('speech')(frame) && !muted[frame]),
    other: count(is('other')),
    otherMuted: count((frame) => is('other')(frame) && muted[frame] === true),
    far: count(far),
    farMuted: count((frame) => far(frame) && muted[frame] === true),
  }
}

/** Both together. */
export function scoresTogether(a: SpeechScore, b: SpeechScore): SpeechScore {
  return {
    speech: a.speech + b.speech,
    leaked: a.leaked + b.leaked,
    other: a.other + b.other,
    otherMuted: a.otherMuted + b.otherMuted,
    far: a.far + b.far,
    farMuted: a.farMuted + b.farMuted,
  }
}
