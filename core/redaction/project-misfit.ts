import type { ClipIndex } from '../clips/clip-index.ts'
import { clipSeconds } from '../clips/clock.ts'
import type { Failure } from '../failure.ts'
import { displaySize, labelFault, layLabel } from './copy-label.ts'
import type { AudioDecision, RedactionProject, Track } from './project.ts'

function outOfRange(what: 'frame' | 'seconds' | 'audio track', asked: string, last: string): Failure {
  return { kind: 'out-of-range', what, asked, last }
}

/** Why a range of frames is none of a clip of so many; null where it is. */
export function badRange([from, until]: readonly [number, number], frames: number): Failure | null {
  if (from >= 0 && from < until && until <= frames) return null
  return outOfRange('frame', `f${from}-f${until}`, String(frames - 1))
}

/** Why a track does not lie in a clip of so many frames; null where it does. */
export function badTrack(track: Track, frames: number): Failure | null {
  const first = track.keys[0]?.frame
  const last = track.keys.at(-1)?.frame
  if (first === undefined || last === undefined) return outOfRange('frame', track.id, String(frames - 1))
  if (last >= frames) return outOfRange('frame', `f${last}`, String(frames - 1))
  return badRange([first, track.untilFrame], frames)
}

function badSound(decision: AudioDecision, index: ClipIndex, length: number): Failure | null {
  const { audioTrack, fromSample, untilSample } = decision
  const audio = index.audio.find(({ track }) => track === audioTrack)
  if (!audio) return outOfRange('audio track', String(audioTrack), String(index.audio.length - 1))
  const end = Math.ceil(length * audio.sampleRate)
  if (fromSample >= 0 && fromSample < untilSample && untilSample <= end) return null
  const { sampleRate } = audio
  return outOfRange('seconds', `${fromSample / sampleRate}-${untilSample / sampleRate}`, String(length))
}

function badPicture(project: RedactionProject, index: ClipIndex): Failure | null {
  const { frames } = project.clip
  if (index.video) {
    const ranges = [...(project.spans ?? []), ...project.blanks.map(({ from, until }) => [from, until] as const)]
    return (
      firstOf(ranges, (range) => badRange(range, frames)) ?? firstOf(project.tracks, (track) => badTrack(track, frames))
    )
  }
  const what = project.tracks[0]?.id ?? (project.blanks.length > 0 ? 'blank' : project.spans ? 'spans' : null)
  return what === null ? null : { kind: 'no-picture', what }
}

function badSpanSamples(project: RedactionProject, index: ClipIndex, length: number): Failure | null {
  if (!project.spanSamples) return null
  const audio = index.audio[0]
  if (index.video || !audio) return { kind: 'usage', detail: 'spans in samples are for audio-only clips' }
  const end = Math.ceil(length * audio.sampleRate)
  return firstOf(project.spanSamples, ([from, until]) => {
    if (from >= 0 && from < until && until <= end) return null
    return outOfRange('seconds', `${from / audio.sampleRate}-${until / audio.sampleRate}`, String(length))
  })
}

function firstOf<T>(values: readonly T[], problem: (value: T) => Failure | null): Failure | null {
  for (const value of values) {
    const found = problem(value)
    if (found) return found
  }
  return null
}

/** Why a project's label cannot be written into a clip's picture; null where it can, and where there is none. */
export function labelMisfit({ label }: RedactionProject, { video }: ClipIndex): Failure | null {
  if (!label) return null
  if (!video) return { kind: 'no-picture', what: 'label' }
  const fault = labelFault(label.text)
  if (fault) return fault
  return layLabel(label, displaySize(video)) ? null : { kind: 'label-unfit', why: 'no-room' }
}

/** Why a project cannot be carried out on a clip; null where it fits. See `compilePlan` for the failures. */
export function projectMisfit(project: RedactionProject, index: ClipIndex): Failure | null {
  const frames = index.video?.pts.length ?? 0
  if (project.clip.sha256 !== index.sha256 || project.clip.frames !== frames)
    return { kind: 'other-clip', name: 'project' }
  if ((project.spans ?? project.spanSamples)?.length === 0)
    return { kind: 'usage', detail: 'a project whose list of spans is empty discloses nothing' }
  const length = clipSeconds(index)
  return (
    badPicture(project, index) ??
    labelMisfit(project, index) ??
    badSpanSamples(project, index, length) ??
    firstOf(project.audio, (decision) => badSound(decision, index, length))
  )
}
