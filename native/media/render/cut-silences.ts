import type { SoundPiece } from '../../../core/redaction/copy-timing.ts'
import type { PlanAudioRange } from '../../../core/redaction/plan.ts'
import { aacFrameSamples } from '../../../core/redaction/plan-audio.ts'
import { windowReach } from '../../../core/sound/edit-sound.ts'
import { uniteRanges } from '../../../core/time.ts'

/**
 * What must be silent in the copy, on the copy's clock: every mute as far as the pieces hold it, and as far on either
 * side as AAC's windows reach. Widening in the source is not enough: at a cut, other sound lies next to a mute.
 */
export function silencesOf(
  ranges: readonly PlanAudioRange[],
  pieces: readonly SoundPiece[],
): readonly (readonly [from: number, until: number])[] {
  const reach = aacFrameSamples + windowReach
  const mutes = ranges.filter((range) => range.kind === 'mute')
  return uniteRanges(
    pieces.flatMap(({ fromSample, untilSample, outputSample }) =>
      mutes.flatMap(({ askedFrom, askedUntil }) => {
        const [from, until] = [Math.max(askedFrom, fromSample), Math.min(askedUntil, untilSample)]
        const at = outputSample - fromSample
        return from < until ? [[from + at - reach, until + at + reach] as const] : []
      }),
    ),
  )
}

/** Silences, in place, what of these planes lies in the silences; their first sample lies at `position` of the copy. */
export function silence(
  planes: readonly Float32Array[],
  position: number,
  silences: readonly (readonly [number, number])[],
): void {
  for (const plane of planes) {
    for (const [from, until] of silences) {
      if (until > position && from < position + plane.length) {
        plane.fill(0, Math.max(0, from - position), Math.min(plane.length, until - position))
      }
    }
  }
}
