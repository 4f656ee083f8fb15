import type { SoundPiece } from '../../../core/redaction/copy-timing.ts'
import type { PlanAudioRange } from '../../../core/redaction/plan.ts'
import { complementRanges } from '../../../core/time.ts'

/** A part of one sound track with one fate, in samples of the source's clock and of the copy's. */
export type Stretch = {
  readonly fate: 'mute' | 'bleep' | 'audible'
  readonly sourceFrom: number
  readonly copyFrom: number
  readonly copyUntil: number
}

/** Edges of a bleep and of audible parts are silenced or coloured by their neighbours for two AAC frames. */
const edge = 2048

/**
 * Cuts what the copy holds of a track into parts that must be silent, must be a bleep, or must be the original's sound.
 * Silence is demanded over the range that was asked for, the rest only where nothing near it was changed.
 */
export function plannedSound(ranges: readonly PlanAudioRange[], pieces: readonly SoundPiece[]): readonly Stretch[] {
  return pieces.flatMap((piece) => {
    const within = (from: number, until: number, fate: Stretch['fate']): Stretch[] => {
      const start = Math.max(from, piece.fromSample)
      const end = Math.min(until, piece.untilSample)
      if (end <= start) return []
      const copyFrom = piece.outputSample + start - piece.fromSample
      return [{ fate, sourceFrom: start, copyFrom, copyUntil: copyFrom + end - start }]
    }
    const mutes = ranges.filter((range) => range.kind === 'mute')
    const bleeps = ranges.filter((range) => range.kind === 'bleep')
    const changed = ranges.map((range): [number, number] => [range.fromSample - edge, range.untilSample + edge])
    const muted = mutes.map((range): [number, number] => [range.fromSample - edge, range.untilSample + edge])
    return [
      ...mutes.flatMap((range) => within(range.askedFrom, range.askedUntil, 'mute')),
      ...bleeps.flatMap((range) =>
        complementRanges(muted, range.askedFrom + edge, range.askedUntil - edge).flatMap(([from, until]) =>
          within(from, until, 'bleep'),
        ),
      ),
      ...complementRanges(changed, piece.fromSample, piece.untilSample).flatMap(([from, until]) =>
        within(from, until, 'audible'),
      ),
    ].toSorted((a, b) => a.copyFrom - b.copyFrom)
  })
}
