import { boundsOf } from '../geometry/bounds.ts'
import type { Box } from '../geometry/shape.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { fateOf, type PersonDecisions, personDecisions, type TrackFate } from '../redaction/regions-at.ts'
import { firstFrameOf, outlineAt } from '../redaction/track-region.ts'
import { complementRanges, frameIndex, uniteRanges } from '../time.ts'
import { isBeside } from './decision-gates.ts'
import type { FramesRange } from './frame-signatures.ts'

/**
 * Why a place deserves a look: its cover begins with the next frame or has just ended (who is there already, or still, is not covered);
 * it was not seen for some frames, or badly; what is kept begins (who is it?); it was called no thing or is not hidden; nobody covers
 * the head of a body that was seen; the picture is damaged.
 */
export type WhyLook =
  | 'before-cover'
  | 'after-cover'
  | 'gap-filled'
  | 'low-score'
  | 'kept'
  | 'left-open'
  | 'head-open'
  | 'damaged'

/** A stretch of a track that nobody should take on trust. */
export type WeakSpot = {
  readonly track: Track
  readonly fate: TrackFate
  readonly why: WhyLook
  /** The frame that tells most of it. */
  readonly frame: number
  /** The frames that it stands for. */
  readonly stands: FramesRange
  /** Where to look at `frame`: the track's bounds there, or, where its cover begins or ends, a frame beside. Display pixels. */
  readonly place: Box
  /** 0 to 1: of two that one look settles, the greater stays. */
  readonly weight: number
}

/** Scores from which on a detection counts as sure, whatever the thoroughness (the weakest of a track are its evidence's own choice). */
const sureScore = 0.6

/**
 * How far from a frame, in frames, a look at it still tells: half a second at 30 frames a second, as the tracking takes what lies near on
 * one track (core/tracking/look-here.ts). Where a cover is misled for longer than that, another look shows it.
 */
export const settledWithin = 15

/** Gaps of this many frames count in full. */
const fullGap = 30

type Fated = { readonly track: Track; readonly fate: TrackFate; readonly first: number }
type Weak = Pick<WeakSpot, 'why' | 'frame' | 'weight'> & { readonly stands?: FramesRange; readonly placeAt?: number }

/** Pieces of a gap, none longer than a look at its middle tells. */
function gapPieces([from, until]: FramesRange): readonly FramesRange[] {
  const count = Math.ceil((until - from) / (2 * settledWithin))
  const cut = (piece: number): number => from + Math.floor((piece * (until - from)) / count)
  return Array.from({ length: Math.max(0, count) }, (_, piece): FramesRange => [cut(piece), cut(piece + 1)])
}

/** Where a track was not seen, and where it was seen badly. */
function unsureIn({ evidence }: Track): readonly Weak[] {
  if (!evidence) return []
  const gaps = evidence.gapsFilled.flatMap((gap) =>
    gapPieces(gap).map(
      (stands): Weak => ({
        why: 'gap-filled',
        frame: Math.floor((stands[0] + stands[1] - 1) / 2),
        stands,
        weight: 0.35 + 0.4 * Math.min(1, (gap[1] - gap[0]) / fullGap),
      }),
    ),
  )
  const low = evidence.weakest.filter(({ score }) => score < sureScore)
  return [
    ...gaps,
    ...low.map(({ frame, score }): Weak => ({ why: 'low-score', frame, weight: 0.2 + 0.3 * (1 - score / sureScore) })),
  ]
}

/** Just before something is covered, and just after it was: what a cover that begins too late or ends too early leaves bare. */
function edgesOf({ track, first }: Fated, { clip }: RedactionProject): readonly Weak[] {
  const last = track.untilFrame - 1
  return [
    ...(first > 0 ? [{ why: 'before-cover', frame: first - 1, placeAt: first, weight: 0.5 } as const] : []),
    ...(last + 1 < clip.frames ? [{ why: 'after-cover', frame: last + 1, placeAt: last, weight: 0.5 } as const] : []),
  ]
}

/** Where what is not covered was first and last seen. */
function seenEnds({ track: { evidence, untilFrame }, first }: Fated, why: WhyLook): readonly Weak[] {
  if (!evidence) return []
  const frames = [Math.max(first, evidence.seen[0]), Math.min(untilFrame - 1, evidence.seen[1])]
  return frames.map((frame) => ({ why, frame, weight: 0.5 }))
}

function isBody({ class: name, extent }: Track): boolean {
  return name === 'person' && extent !== 'head-and-hands'
}

function weakIn(fated: Fated, project: RedactionProject, persons: PersonDecisions): readonly Weak[] {
  const { track, fate } = fated
  if (fate === 'hidden') return [...edgesOf(fated, project), ...unsureIn(track)]
  // Around what is kept nothing is covered; that it begins as somebody else, or goes over to them, exposes them.
  if (fate === 'kept') return [...seenEnds(fated, 'kept').slice(0, 1), ...unsureIn(track)]
  if (!isBeside(track, project)) return [...seenEnds(fated, 'left-open'), ...unsureIn(track)]
  const isKept = track.person !== undefined && persons.kept.has(track.person)
  // A body that nobody asked to hide tells where a head is; other evidence of that kind hides nobody.
  if (!isBody(track) || isKept) return []
  return [...seenEnds(fated, 'head-open'), ...unsureIn(track)].map((weak) => ({ ...weak, why: 'head-open' as const }))
}

/** Frames of which a copy shows anything: disclosed, and neither blanked nor damaged. */
export function shownFrames(
  { clip, spans, blanks }: RedactionProject,
  damaged: ReadonlySet<number>,
): readonly FramesRange[] {
  const hidden = uniteRanges([
    ...blanks.map(({ from, until }): FramesRange => [from, until]),
    ...[...damaged].map((frame): FramesRange => [frame, frame + 1]),
  ])
  return uniteRanges(spans ?? [[0, clip.frames]]).flatMap(([from, until]) =>
    complementRanges(hidden, from, Math.min(until, clip.frames)),
  )
}

/** The parts of a weak stretch of which a copy shows anything, each with the frame of it that is nearest to the most telling. */
function shownParts({ frame, stands: [from, until] = [frame, frame + 1] }: Weak, shown: readonly FramesRange[]) {
  return shown
    .map(([first, last]): FramesRange => [Math.max(first, from), Math.min(last, until)])
    .filter(([first, last]) => first < last)
    .map((stands) => ({ stands, frame: Math.min(Math.max(frame, stands[0]), stands[1] - 1) }))
}

/**
 * Everywhere in what a copy shows that somebody should look because of what is known of a project's tracks. Regions that people drew
 * have no evidence and no weak spots: whoever draws looks. `shown`: see `shownFrames`. Weak spots outside of a track belong to the part that was split off.
 */
export function weakSpots(project: RedactionProject, shown: readonly FramesRange[]): readonly WeakSpot[] {
  const persons = personDecisions(project.tracks)
  return project.tracks.flatMap((track) => {
    const first = firstFrameOf(track)
    if (!track.evidence || first === null) return []
    const fate = fateOf(track, persons)
    return weakIn({ track, fate, first }, project, persons).flatMap((weak) =>
      shownParts(weak, shown).flatMap(({ stands, frame }): WeakSpot[] => {
        const outline = outlineAt(track, frameIndex(weak.placeAt ?? frame))
        const { why, weight } = weak
        return outline ? [{ track, fate, why, frame, stands, place: boundsOf(outline), weight }] : []
      }),
    )
  })
}
