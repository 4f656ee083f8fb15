import type { SoundPiece } from '../../../core/redaction/copy-timing.ts'
import type { PlanAudioRange } from '../../../core/redaction/plan.ts'
import { aacFrameSamples } from '../../../core/redaction/plan-audio.ts'
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

type Range = readonly [from: number, until: number]

/**
 * Cuts what the copy holds of a track into parts that must be silent, must be a bleep, or must be the original's sound.
 * Silence is demanded over the range that was asked for, the rest only where nothing near it was changed.
 */
export function plannedSound(ranges: readonly PlanAudioRange[], pieces: readonly SoundPiece[]): readonly Stretch[] {
  const mutes = ranges.filter((range) => range.kind === 'mute')
  const bleeps = ranges.filter((range) => range.kind === 'bleep')
  const silences = pieces.flatMap((piece) => mutes.flatMap((range) => silenceInCopy(piece, range)))
  return pieces.flatMap((piece) => {
    const offset = piece.outputSample - piece.fromSample
    const stretch = (fate: Stretch['fate'], [from, until]: Range): Stretch[] =>
      from < until ? [{ fate, sourceFrom: from, copyFrom: from + offset, copyUntil: until + offset }] : []
    // At a cut, a mute of one piece also silences the end or the beginning of its neighbour.
    const muted = [...silences.map(([from, until]): Range => [from - offset, until - offset]), ...mutes.map(widened)]
    const changed = [...muted, ...bleeps.map(widened)]
    const asked = bleeps.map((range) => insetOf(heldOf(piece, range)))
    return [
      ...mutes.flatMap((range) => stretch('mute', heldOf(piece, range))),
      ...asked.flatMap(([from, until]) =>
        complementRanges(muted, from, until).flatMap((part) => stretch('bleep', part)),
      ),
      ...complementRanges(changed, piece.fromSample, piece.untilSample).flatMap((part) => stretch('audible', part)),
    ].toSorted((a, b) => a.copyFrom - b.copyFrom)
  })
}

/** What a piece holds of the range that was asked for; empty where the second number is not above the first. */
function heldOf(piece: SoundPiece, { askedFrom, askedUntil }: PlanAudioRange): Range {
  return [Math.max(askedFrom, piece.fromSample), Math.min(askedUntil, piece.untilSample)]
}

function silenceInCopy(piece: SoundPiece, range: PlanAudioRange): Range[] {
  const [from, until] = heldOf(piece, range)
  const offset = piece.outputSample - piece.fromSample
  const reach = aacFrameSamples + edge
  return from < until ? [[from + offset - reach, until + offset + reach]] : []
}

function widened({ fromSample, untilSample }: PlanAudioRange): Range {
  return [fromSample - edge, untilSample + edge]
}

/** A bleep without its coloured edges; of a short one the middle half, so that none goes unheard. */
function insetOf([from, until]: Range): Range {
  const inset = Math.max(0, Math.min(edge, Math.floor((until - from) / 4)))
  return [from + inset, until - inset]
}
