import type { ClipIndex } from '../clips/clip-index.ts'
import { isGroundFor, type RedactionPolicy } from '../policy/redaction-policy.ts'
import { planSpans } from '../redaction/plan-spans.ts'
import type { AudioDecision, RedactionProject, RedactionStyle, Track } from '../redaction/project.ts'
import { fateOf, personDecisions } from '../redaction/regions-at.ts'
import { defaultMargin } from '../redaction/track-region.ts'
import { settingsFor } from '../tracking/tracking-clip.ts'
import { defaultTrackingSettings } from '../tracking/tracking-settings.ts'
import { needsDecision } from '../verification/shown-on-purpose.ts'
import type { FramesRange } from './frame-signatures.ts'
import { audibleSound, type TrackSound } from './heard-sound.ts'
import { framesOf, meets } from './hides-nothing.ts'

/** The person whose own data are asked for: the only one who is kept without a ground. */
export const requester = 'requester'

/** What decisions lack, by gate: places to put it right. */
type Lacking = {
  readonly kind:
    | 'kept-grounds'
    | 'ignored-grounds'
    | 'sound-grounds'
    | 'weaker-grounds'
    | 'region-reasons'
    | 'mute-reasons'
  readonly tracks?: readonly string[]
  readonly frames?: readonly FramesRange[]
  readonly sound?: readonly TrackSound[]
}

type Decided = {
  readonly project: RedactionProject
  readonly index: ClipIndex
  readonly policy: RedactionPolicy
}

/** How well styles hide, the best last. */
const styles: readonly RedactionStyle[] = ['blur', 'pixelate', 'solid']

function isBlank(text: string | undefined): boolean {
  return (text ?? '').trim() === ''
}

/** A keep holds for all tracks of a person, and so does its ground. */
function keepsWithoutGround(tracks: readonly Track[], { project, policy }: Decided): readonly Track[] {
  const persons = personDecisions(project.tracks)
  const hasGround = (track: Track) => isGroundFor(policy, track.reason, 'keep')
  const grounded = new Set(
    project.tracks.filter((each) => each.action === 'keep' && hasGround(each)).map((each) => each.person),
  )
  return tracks.filter((track) => {
    if (fateOf(track, persons) !== 'kept' || track.person === requester) return false
    return track.action === 'keep' ? !hasGround(track) : !grounded.has(track.person)
  })
}

/**
 * Found beside what the project's own search hides (a body beside its head), and left as the tracking made it: nobody has called it a
 * false find. Bodies that were to be hidden are decided about like everything else.
 */
export function isBeside(track: Track, { search }: RedactionProject): boolean {
  const settings = search ? settingsFor(search) : defaultTrackingSettings
  return track.evidence !== undefined && track.reason === undefined && !needsDecision(track, settings)
}

/**
 * Whether a track hides less well than its class asks: by its style, by its strength, or, where it was found, by less of a margin than
 * that with which everything of its class is found.
 */
export function isWeaker(track: Track, { classStyles }: Pick<RedactionPolicy, 'classStyles'>): boolean {
  const { class: name, style = 'solid', strength = 1, margin, evidence } = track
  if (evidence && margin !== undefined && margin < defaultMargin(name)) return true
  return strength < 1 || styles.indexOf(style) < styles.indexOf(classStyles[name] ?? 'solid')
}

function pictureLacks(decided: Decided): readonly Lacking[] {
  const { project, index, policy } = decided
  const { spans } = planSpans(project, index)
  const persons = personDecisions(project.tracks)
  const disclosed = project.tracks.filter((track) => meets(framesOf(track), spans))
  const hidden = disclosed.filter((track) => fateOf(track, persons) === 'hidden')
  const ids = (tracks: readonly Track[]) => tracks.map(({ id }) => id)
  const ignored = disclosed.filter(
    (each) =>
      fateOf(each, persons) === 'ignored' && !isBeside(each, project) && !isGroundFor(policy, each.reason, 'ignore'),
  )
  const weaker = hidden.filter((each) => isWeaker(each, policy) && !isGroundFor(policy, each.reason, 'weaker'))
  const noReason = hidden.filter((each) => isBlank(each.reason) && !policy.classReasons[each.class])
  const blanks = project.blanks
    .filter(({ from, until, reason }) => isBlank(reason) && meets([from, until], spans))
    .map(({ from, until }): FramesRange => [from, until])
  return [
    { kind: 'kept-grounds', tracks: ids(keepsWithoutGround(disclosed, decided)) },
    { kind: 'ignored-grounds', tracks: ids(ignored) },
    { kind: 'weaker-grounds', tracks: ids(weaker) },
    { kind: 'region-reasons', tracks: ids(noReason), frames: blanks },
  ]
}

function asSound(decisions: readonly AudioDecision[]): readonly TrackSound[] {
  return decisions.map(({ audioTrack, fromSample, untilSample }) => ({
    audioTrack,
    ranges: [[fromSample, untilSample]],
  }))
}

function soundLacks({ project, index, policy }: Decided): readonly Lacking[] {
  const audible = audibleSound(project, index)
  const isHeard = ({ audioTrack, fromSample, untilSample }: AudioDecision) =>
    audible.some((each) => each.audioTrack === audioTrack && meets([fromSample, untilSample], each.ranges))
  const kept = project.audio.filter(({ kind }) => kind === 'keep')
  const changed = project.audio.filter(({ kind }) => kind !== 'keep')
  return [
    {
      kind: 'sound-grounds',
      sound: asSound(kept.filter((each) => isHeard(each) && !isGroundFor(policy, each.reason, 'keep'))),
    },
    {
      kind: 'mute-reasons',
      sound: policy.soundReason ? [] : asSound(changed.filter(({ reason }) => isBlank(reason))),
    },
  ]
}

/**
 * What decisions lack in grounds and reasons. Keeping anybody but the requester, calling something no thing, keeping sound and hiding
 * less well than the class asks each need a ground of the profile's list; what is hidden or muted needs a reason, its class's counts.
 */
export function decisionGates(decided: Decided): readonly Lacking[] {
  return [...pictureLacks(decided), ...soundLacks(decided)]
}
