import type { AudioIndex, ClipIndex } from '../../../../core/clips/clip-index.ts'
import { endSampleOf } from '../../../../core/clips/clock.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { AudioDecision, RedactionProject } from '../../../../core/redaction/project.ts'
import type { HeardTrack, SoundKind } from '../../../../core/sound/speech.ts'
import { sampleIndex } from '../../../../core/time.ts'

/** Samples `[from, until)` of one sound track, on its absolute clock. */
export type SoundPlace = {
  readonly audioTrack: number
  readonly fromSample: number
  readonly untilSample: number
}

/** A stretch of one sound track that people decide about. */
export type Stretch = SoundPlace & {
  /** What may be heard there; `unknown`: nobody could listen to it; null: nothing was suggested, a person marked it. */
  readonly heard: SoundKind | 'unknown' | null
  /** What somebody decided about exactly this stretch; null: nothing, so that it is muted unless it lies within what is kept. */
  readonly decision: AudioDecision['kind'] | null
  readonly reason: string | null
  /** The decision's place in the project's list. */
  readonly at: number | null
}

/** So much of both together has to be shared for a decision to be the one about a suggestion. */
const sameShare = 0.5

type Suggestion = SoundPlace & Pick<Stretch, 'heard'>

function suggestionsOf({ audioTrack, segments, failed }: HeardTrack): readonly Suggestion[] {
  return [
    ...segments.map(({ fromSample, untilSample, kind }) => ({ audioTrack, fromSample, untilSample, heard: kind })),
    ...failed.map(([fromSample, untilSample]) => ({ audioTrack, fromSample, untilSample, heard: 'unknown' as const })),
  ]
}

/** How much two places share of what they cover together: 0 for those apart, 1 for the same. */
function sharedOf(one: SoundPlace, other: SoundPlace): number {
  if (one.audioTrack !== other.audioTrack) return 0
  const both = Math.min(one.untilSample, other.untilSample) - Math.max(one.fromSample, other.fromSample)
  const either = Math.max(one.untilSample, other.untilSample) - Math.min(one.fromSample, other.fromSample)
  return both <= 0 ? 0 : both / either
}

/** Finds which places meet another, without looking at all of them: an hour of talk has thousands. */
function meetingOf<T extends SoundPlace>(places: readonly T[]): (place: SoundPlace) => readonly T[] {
  const rising = places.toSorted((a, b) => a.fromSample - b.fromSample)
  const longest = Math.max(0, ...places.map(({ fromSample, untilSample }) => untilSample - fromSample))
  return (place) => {
    const found: T[] = []
    for (let at = firstFrom(rising, place.fromSample - longest); at < rising.length; at++) {
      const one = rising[at]
      if (!one || one.fromSample >= place.untilSample) break
      if (one.audioTrack === place.audioTrack && one.untilSample > place.fromSample) found.push(one)
    }
    return found
  }
}

/** The first of rising places that begins at a sample or later. */
function firstFrom(rising: readonly SoundPlace[], sample: number): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle]?.fromSample ?? 0) < sample) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * What there is to decide about in a clip's sound, in its order: what somebody decided, and suggestions that no decision is about. A
 * decision that was moved or trimmed a little stays the one about its suggestion.
 */
export function stretchesOf(
  { audio }: Pick<RedactionProject, 'audio'>,
  heard: readonly HeardTrack[],
  index: Pick<ClipIndex, 'audio'>,
): readonly Stretch[] {
  const suggestions = heard.flatMap(suggestionsOf)
  const near = meetingOf(suggestions)
  const settled = new Set<Suggestion>()
  const decided = audio.map((decision, at): Stretch => {
    const { audioTrack, fromSample, untilSample, kind, reason } = decision
    const about = near(decision).filter((each) => sharedOf(decision, each) >= sameShare)
    for (const suggestion of about) settled.add(suggestion)
    const [suggestion] = about
    return {
      ...{ audioTrack, fromSample, untilSample, at },
      ...{ heard: suggestion?.heard ?? null, decision: kind, reason: reason ?? null },
    }
  })
  const open = suggestions
    .filter((suggestion) => !settled.has(suggestion))
    .map((suggestion): Stretch => ({ ...suggestion, decision: null, reason: null, at: null }))
  const rates = new Map(index.audio.map(({ track, sampleRate }) => [track, sampleRate]))
  const begins = ({ audioTrack, fromSample }: SoundPlace) => fromSample / (rates.get(audioTrack) ?? 1)
  return [...decided, ...open].toSorted((a, b) => begins(a) - begins(b) || a.untilSample - b.untilSample)
}

/** The stretch that is at a place, or most nearly so: edits move stretches, and undoing takes decisions away. */
export function stretchAt(stretches: readonly Stretch[], place: SoundPlace | null): Stretch | null {
  if (!place) return null
  let best: { readonly stretch: Stretch; readonly shared: number } | null = null
  for (const stretch of stretches) {
    const shared = sharedOf(stretch, place)
    if (shared > 0 && shared > (best?.shared ?? 0)) best = { stretch, shared }
  }
  return best?.stretch ?? null
}

/** Decides about a stretch; with a null `kind` nobody has decided any more. Null where that changes nothing. */
export function decideStretch(
  { audio }: Pick<RedactionProject, 'audio'>,
  stretch: Stretch,
  kind: AudioDecision['kind'] | null,
  reason: string | null,
): ProjectCommand | null {
  const { audioTrack, at } = stretch
  const [fromSample, untilSample] = [sampleIndex(stretch.fromSample), sampleIndex(stretch.untilSample)]
  if (kind === null) return at === null ? null : { kind: 'set-audio', audio: audio.filter((_, place) => place !== at) }
  if (kind === stretch.decision && reason === stretch.reason) return null
  const why = reason === null ? {} : { reason }
  const decision: AudioDecision = { kind, fromSample, untilSample, audioTrack, ...why }
  const others = audio.map((each, place) => (place === at ? decision : each))
  return { kind: 'set-audio', audio: at === null ? [...others, decision] : others }
}

/**
 * Mutes all radio traffic that nobody has decided about, by the ground that the profile has for it. Only what hides is done to several at
 * once: each that is kept has to be heard. Null where there is none.
 */
export function muteRadio(
  { audio }: Pick<RedactionProject, 'audio'>,
  stretches: readonly Stretch[],
  reason: string,
): ProjectCommand | null {
  const mutes = stretches
    .filter(({ heard, decision }) => heard === 'radio' && decision === null)
    .map(({ audioTrack, fromSample, untilSample }): AudioDecision => {
      const range = { fromSample: sampleIndex(fromSample), untilSample: sampleIndex(untilSample) }
      return { kind: 'mute', ...range, audioTrack, reason }
    })
  return mutes.length > 0 ? { kind: 'set-audio', audio: [...audio, ...mutes] } : null
}

/** A stretch that somebody decided about, over other samples: within its track, and never empty. Null where that changes nothing. */
export function moveStretch(
  { audio }: Pick<RedactionProject, 'audio'>,
  stretch: Stretch,
  [from, until]: readonly [from: number, until: number],
  track: AudioIndex,
): ProjectCommand | null {
  const before = stretch.at === null ? undefined : audio[stretch.at]
  if (!before) return null
  const [fromSample, untilSample] = rangeWithin([from, until], track)
  if (fromSample === before.fromSample && untilSample === before.untilSample) return null
  const moved: AudioDecision = {
    ...before,
    fromSample: sampleIndex(fromSample),
    untilSample: sampleIndex(untilSample),
  }
  return { kind: 'set-audio', audio: audio.map((each, at) => (at === stretch.at ? moved : each)) }
}

/** Whole samples of a track, at least one. */
export function rangeWithin(
  [from, until]: readonly [from: number, until: number],
  track: AudioIndex,
): readonly [from: number, until: number] {
  const [first, end] = [track.firstSample, endSampleOf(track)]
  const begins = Math.min(end - 1, Math.max(first, Math.round(from)))
  return [begins, Math.max(begins + 1, Math.min(end, Math.round(until)))]
}
