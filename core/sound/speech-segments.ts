import { sampleIndex } from '../time.ts'
import type { SpeechSegment } from './speech.ts'
import type { SegmentSettings } from './speech-settings.ts'
import type { WindowSegment } from './speech-windows.ts'

/**
 * Where windows lie on a track's clock: window 0 begins at `firstSample`, each is `windowLength` samples of `windowRate` a
 * second long. Segments stay within `[fromSample, untilSample)`.
 */
export type WindowClock = {
  readonly firstSample: number
  readonly sampleRate: number
  readonly windowLength: number
  readonly windowRate: number
  readonly fromSample: number
  readonly untilSample: number
}

/** Segments of windows as ranges of samples: rounded and widened outwards, kept within the track, united where they meet. */
export function speechSegments(
  segments: readonly WindowSegment[],
  clock: WindowClock,
  settings: SegmentSettings,
): readonly SpeechSegment[] {
  const samplesOf = (windows: number) =>
    clock.firstSample + (windows * clock.windowLength * clock.sampleRate) / clock.windowRate
  const joined: (SpeechSegment & { readonly heard: number })[] = []
  for (const segment of segments) {
    const from = Math.floor(samplesOf(segment.fromWindow) - settings.before * clock.sampleRate)
    const until = Math.ceil(samplesOf(segment.untilWindow) + settings.after * clock.sampleRate)
    const fromSample = sampleIndex(Math.max(clock.fromSample, from))
    const untilSample = sampleIndex(Math.min(clock.untilSample, until))
    if (untilSample <= fromSample) continue
    const { kind, probability, highest, heard } = segment
    const next = { fromSample, untilSample, kind, probability, highest, heard }
    const last = joined.at(-1)
    if (last && fromSample <= last.untilSample) joined[joined.length - 1] = united(last, next)
    else joined.push(next)
  }
  return joined.map(({ heard: _, probability, highest, ...rest }) => ({
    ...rest,
    probability: rounded(probability),
    highest: rounded(highest),
  }))
}

type Joined = SpeechSegment & { readonly heard: number }

/** Two segments that meet: of different kinds, they are speech. */
function united(a: Joined, b: Joined): Joined {
  const heard = a.heard + b.heard
  return {
    fromSample: a.fromSample,
    untilSample: sampleIndex(Math.max(a.untilSample, b.untilSample)),
    kind: a.kind === b.kind ? a.kind : 'speech',
    probability: (a.probability * a.heard + b.probability * b.heard) / heard,
    highest: Math.max(a.highest, b.highest),
    heard,
  }
}

/** Four places: what differs between processors lies far below. */
function rounded(probability: number): number {
  return Math.round(probability * 1e4) / 1e4
}
