import type { ClipIndex } from '../clips/clip-index.ts'
import { planSpans } from '../redaction/plan-spans.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { fatedTracks } from '../redaction/regions-at.ts'
import { audibleSound, secondsOfSound } from './heard-sound.ts'

type Range = readonly [from: number, until: number]

/** Whether half-open ranges have something in common. */
export function meets([from, until]: Range, ranges: readonly Range[]): boolean {
  return ranges.some(([start, end]) => from < end && start < until)
}

/** Frames of a track: from its first key up to, not including, its end. */
export function framesOf({ keys, untilFrame }: Track): Range {
  return [keys[0]?.frame ?? untilFrame, untilFrame]
}

/** Whether a copy would show everything that it discloses of the picture; of clips without a picture, let everything be heard. */
export function hidesNothing(project: RedactionProject, index: ClipIndex): boolean {
  const { spans, spanSeconds } = planSpans(project, index)
  if (!index.video) {
    const disclosed = spanSeconds.reduce((sum, [from, until]) => sum + until - from, 0)
    const sampleRates = index.audio.map(({ sampleRate }) => sampleRate)
    const slack = sampleRates.length === 0 ? 0 : 2 / Math.min(...sampleRates)
    return secondsOfSound(audibleSound(project, index), index) + slack >= disclosed
  }
  if (project.inverse) return false
  if (project.blanks.some(({ from, until }) => meets([from, until], spans))) return false
  return !fatedTracks(project).some(({ track, fate }) => fate === 'hidden' && meets(framesOf(track), spans))
}
