import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { CopyLabel } from '../core/redaction/copy-label.ts'
import {
  type HandDrawnRegion,
  keepAllSound,
  keepTracks,
  withRegions,
  withStyle,
} from '../core/redaction/new-project.ts'
import type { AudioDecision, RedactionProject, RedactionStyle } from '../core/redaction/project.ts'
import { labelMisfit } from '../core/redaction/project-misfit.ts'
import { type AskedRange, audioDecisionsOf, blanksOf, sampleSpansOf, spansOf } from '../core/redaction/ranges.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { speechMutes } from '../core/sound/mute-speech.ts'
import type { SpeechRun } from '../core/sound/speech.ts'

/**
 * What is asked of the sound. `rest` says what becomes of everything that is neither muted nor bleeped; null leaves it to the
 * rule. `mute-speech` keeps it but for what may be speech.
 */
export type AskedSound = {
  readonly rest: 'keep' | 'mute' | 'mute-speech' | null
  readonly mute: readonly AskedRange[]
  readonly bleep: readonly AskedRange[]
}

/** Decisions that are made together with a copy, on top of what the project holds. */
export type AskedDecisions = {
  /** Track ids; a person's other tracks follow. */
  readonly keep: readonly string[]
  readonly inverse: boolean
  readonly style: RedactionStyle | null
  /** Empty: what the project says. */
  readonly spans: readonly AskedRange[]
  readonly blanks: readonly AskedRange[]
  /** Absent: what the project says. */
  readonly label?: CopyLabel
  readonly sound: AskedSound
  readonly regions: readonly HandDrawnRegion[]
}

/** The reason that decisions carry when nobody gave one of their own. */
const reason = 'asked for with this copy'

function withSpans(
  project: RedactionProject,
  index: ClipIndex,
  ranges: readonly AskedRange[],
): Result<RedactionProject> {
  if (ranges.length === 0) return ok(project)
  const leftOutReason = project.leftOutReason ?? 'outside of what was asked for'
  if (!index.video) {
    const spanSamples = sampleSpansOf(ranges, index)
    return spanSamples.ok ? ok({ ...project, leftOutReason, spanSamples: spanSamples.value }) : spanSamples
  }
  const spans = spansOf(ranges, index)
  return spans.ok ? ok({ ...project, leftOutReason, spans: spans.value }) : spans
}

function withBlanks(
  project: RedactionProject,
  index: ClipIndex,
  ranges: readonly AskedRange[],
): Result<RedactionProject> {
  const blanks = blanksOf(ranges, index, reason)
  return blanks.ok ? ok({ ...project, blanks: [...project.blanks, ...blanks.value] }) : blanks
}

function decisionsFor(index: ClipIndex, kind: AudioDecision['kind'], ranges: readonly AskedRange[]) {
  return ranges.length === 0 ? ok<readonly AudioDecision[]>([]) : audioDecisionsOf(ranges, index, kind, reason)
}

/**
 * What nobody has kept is muted (DOMAIN.md A.3). So nothing asked leaves the project's decisions, of which a new project has
 * none. Whoever names what to mute or bleep has listened, hence keeps the rest, unless the project already decides about sound.
 */
function withSound(
  project: RedactionProject,
  index: ClipIndex,
  asked: AskedSound,
  heard: SpeechRun | null,
): Result<RedactionProject> {
  const mute = decisionsFor(index, 'mute', asked.mute)
  if (!mute.ok) return mute
  const bleep = decisionsFor(index, 'bleep', asked.bleep)
  if (!bleep.ok) return bleep
  const named = [...mute.value, ...bleep.value]
  const speech = asked.rest === 'mute-speech' && heard ? speechMutes(heard, index, bleep.value) : null
  const keepRest =
    asked.rest === 'keep' || speech !== null || (asked.rest === null && named.length > 0 && project.audio.length === 0)
  // Nothing heard yet is no reason to keep anything.
  const keepNone = asked.rest === 'mute' || (asked.rest === 'mute-speech' && !speech)
  const before = keepNone ? project.audio.filter(({ kind }) => kind !== 'keep') : project.audio
  const kept = keepRest ? keepAllSound(index) : []
  return ok({ ...project, audio: [...before, ...kept, ...(speech ?? []), ...named] })
}

function withLabel(
  project: RedactionProject,
  index: ClipIndex,
  label: CopyLabel | undefined,
): Result<RedactionProject> {
  if (!label) return ok(project)
  const labelled = { ...project, label }
  const misfit = labelMisfit(labelled, index)
  return misfit ? failed(misfit) : ok(labelled)
}

/**
 * Adds the asked decisions to a project. Fails on tracks, frames, times and regions that the clip does not have, and on a label that does not fit into its picture. `heard` is
 * what `mute-speech` mutes; while it is null all sound stays muted.
 */
export function applyRequest(
  project: RedactionProject,
  index: ClipIndex,
  asked: AskedDecisions,
  heard: SpeechRun | null = null,
): Result<RedactionProject> {
  const size = index.video && { width: index.video.displayWidth, height: index.video.displayHeight }
  const kept = keepTracks(project, asked.keep)
  if (!kept.ok) return kept
  const drawn = withRegions(kept.value, asked.regions, size)
  if (!drawn.ok) return drawn
  const spanned = withSpans(drawn.value, index, asked.spans)
  if (!spanned.ok) return spanned
  const blanked = withBlanks(spanned.value, index, asked.blanks)
  if (!blanked.ok) return blanked
  const sounding = withSound(blanked.value, index, asked.sound, heard)
  if (!sounding.ok) return sounding
  const labelled = withLabel(sounding.value, index, asked.label)
  if (!labelled.ok) return labelled
  const styled = asked.style ? withStyle(labelled.value, asked.style) : labelled.value
  return ok(asked.inverse ? { ...styled, inverse: true } : styled)
}
