import type { ClipIndex } from '../../../../core/clips/clip-index.ts'
import { samplesWithin } from '../../../../core/clips/clock.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { AudioDecision, RedactionProject } from '../../../../core/redaction/project.ts'
import { seconds } from '../../../../core/time.ts'

/** Part of a clip in its seconds, half-open. */
export type SecondsRange = readonly [from: number, until: number]

/** The same decision about a part of every sound track: what is kept is narrowed to whole samples, what is covered widened. */
export function decideSound(
  project: RedactionProject,
  index: ClipIndex,
  kind: AudioDecision['kind'],
  [from, until]: SecondsRange,
): ProjectCommand {
  const decisions = index.audio.map((audio): AudioDecision => {
    const way = kind === 'keep' ? 'inwards' : 'outwards'
    return { kind, ...samplesWithin(audio, seconds(from), seconds(until), way), audioTrack: audio.track }
  })
  const fitting = decisions.filter(({ fromSample, untilSample }) => fromSample < untilSample)
  return { kind: 'set-audio', audio: [...project.audio, ...fitting] }
}

/** All of these decisions but those at the named places. */
export function withoutSound(project: RedactionProject, places: ReadonlySet<number>): ProjectCommand {
  return { kind: 'set-audio', audio: project.audio.filter((_, at) => !places.has(at)) }
}

/** Says why something of the sound is decided so. */
export function reasonForSound(project: RedactionProject, places: ReadonlySet<number>, reason: string): ProjectCommand {
  const audio = project.audio.map((decision, at): AudioDecision => {
    if (!places.has(at)) return decision
    const { reason: _old, ...rest } = decision
    return reason === '' ? rest : { ...rest, reason }
  })
  return { kind: 'set-audio', audio }
}

/** One line for people: the same decision about the same part of every sound track. */
export type SoundLine = {
  readonly kind: AudioDecision['kind']
  readonly from: number
  readonly until: number
  readonly reason: string | null
  /** Places in the project's list. */
  readonly places: readonly number[]
}

/** The decisions about sound as lines, in the order of the clip; those that differ only by their track are one. */
export function soundLines({ audio }: RedactionProject, index: ClipIndex): readonly SoundLine[] {
  const lines = new Map<string, SoundLine>()
  for (const [at, { kind, fromSample, untilSample, audioTrack, reason }] of audio.entries()) {
    const rate = index.audio.find(({ track }) => track === audioTrack)?.sampleRate ?? 1
    const [from, until] = [fromSample / rate, untilSample / rate]
    // Tracks of other rates end at other samples of the same moment.
    const name = [kind, from.toFixed(2), until.toFixed(2), reason ?? ''].join(' ')
    const before = lines.get(name)
    lines.set(name, { kind, from, until, reason: reason ?? null, places: [...(before?.places ?? []), at] })
  }
  return [...lines.values()].sort((a, b) => a.from - b.from || a.until - b.until)
}
