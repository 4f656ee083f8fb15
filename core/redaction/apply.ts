import { nothing, type PlacedTrack, type ProjectCommand, type TrackChanges } from './commands.ts'
import { isSameLabel, labelFault } from './copy-label.ts'
import { changedTrack, mergeTracks, splitTrack, withKey } from './edit-track.ts'
import type { Blank, RedactionProject, RegionKey, Track } from './project.ts'
import { firstFrameOf } from './track-region.ts'

/** A project after a command, and the command that brings the one before back. */
export type Applied = { readonly project: RedactionProject; readonly inverse: ProjectCommand }

type Of<Kind extends ProjectCommand['kind']> = Extract<ProjectCommand, { kind: Kind }>

function unchanged(project: RedactionProject): Applied {
  return { project, inverse: nothing }
}

function trackCalled(project: RedactionProject, id: string): PlacedTrack | null {
  const at = project.tracks.findIndex((track) => track.id === id)
  const track = project.tracks[at]
  return track ? { at, track } : null
}

function withTrackAt(project: RedactionProject, at: number, track: Track): RedactionProject {
  return { ...project, tracks: project.tracks.with(at, track) }
}

function endFits(project: RedactionProject, track: Track, { untilFrame }: TrackChanges): boolean {
  if (untilFrame === undefined) return true
  const first = firstFrameOf(track)
  return first !== null && first < untilFrame && untilFrame <= project.clip.frames
}

function editTrack(project: RedactionProject, command: Of<'edit-track'>): Applied {
  const found = trackCalled(project, command.track)
  if (!found || !endFits(project, found.track, command.changes)) return unchanged(project)
  const { track, back } = changedTrack(found.track, command.changes)
  return {
    project: withTrackAt(project, found.at, track),
    inverse: { kind: 'edit-track', track: command.track, changes: back },
  }
}

function keyFits(project: RedactionProject, track: Track, key: RegionKey): boolean {
  return key.frame < project.clip.frames && 'points' in key === (track.shape === 'polygon')
}

function setKey(project: RedactionProject, { track: id, key }: Of<'set-key'>): Applied {
  const found = trackCalled(project, id)
  if (!found || !keyFits(project, found.track, key)) return unchanged(project)
  const old = found.track.keys.find(({ frame }) => frame === key.frame)
  return {
    project: withTrackAt(project, found.at, withKey(found.track, key)),
    inverse: old ? { kind: 'set-key', track: id, key: old } : { kind: 'remove-key', track: id, frame: key.frame },
  }
}

function removeKey(project: RedactionProject, { track: id, frame }: Of<'remove-key'>): Applied {
  const found = trackCalled(project, id)
  const old = found?.track.keys.find((key) => key.frame === frame)
  if (!found || !old) return unchanged(project)
  const keys = found.track.keys.filter((key) => key !== old)
  const first = keys[0]
  if (!first || first.frame >= found.track.untilFrame) return unchanged(project)
  return {
    project: withTrackAt(project, found.at, { ...found.track, keys }),
    inverse: { kind: 'set-key', track: id, key: old },
  }
}

function placeIn<T>(values: readonly T[], value: T, at: number): T[] {
  return values.toSpliced(Math.max(0, Math.min(at, values.length)), 0, value)
}

/** Tracks taken out of the list, each with the place from which putting them back in order restores it. */
function removedTracks(project: RedactionProject, ids: ReadonlySet<string>): readonly PlacedTrack[] {
  return project.tracks.flatMap((track, at) => (ids.has(track.id) ? [{ at, track }] : []))
}

function replaceTracks(project: RedactionProject, { remove, put }: Of<'replace-tracks'>): Applied {
  const leaving = new Set(remove)
  const removed = removedTracks(project, leaving)
  const coming = new Set(put.map(({ track }) => track.id))
  const left = project.tracks.filter((track) => !leaving.has(track.id))
  const clashes = coming.size !== put.length || left.some((track) => coming.has(track.id))
  if (clashes || removed.length !== leaving.size) return unchanged(project)
  const tracks = put.reduce((list, { at, track }) => placeIn(list, track, at), left)
  return { project: { ...project, tracks }, inverse: { kind: 'replace-tracks', remove: [...coming], put: removed } }
}

function splitInTwo(project: RedactionProject, { track: id, frame, newTrack }: Of<'split-track'>): Applied {
  const found = trackCalled(project, id)
  const parts = found ? splitTrack(found.track, frame, newTrack) : null
  if (!found || !parts) return unchanged(project)
  const put = parts.map((track, part) => ({ at: found.at + part, track }))
  return replaceTracks(project, { kind: 'replace-tracks', remove: [id], put })
}

function merge(project: RedactionProject, command: Of<'merge-tracks'>): Applied {
  const [into, from] = [trackCalled(project, command.into), trackCalled(project, command.from)]
  const track = into && from ? mergeTracks(into.track, from.track) : null
  if (!into || !from || !track) return unchanged(project)
  const at = into.at - (from.at < into.at ? 1 : 0)
  return replaceTracks(project, { kind: 'replace-tracks', remove: [command.into, command.from], put: [{ at, track }] })
}

function addBlank(project: RedactionProject, command: Of<'add-blank'>): Applied {
  const at = Math.max(0, Math.min(command.at ?? project.blanks.length, project.blanks.length))
  return {
    project: { ...project, blanks: placeIn(project.blanks, command.blank, at) },
    inverse: { kind: 'remove-blank', at, blank: command.blank },
  }
}

function isSameBlank(one: Blank, other: Blank): boolean {
  return one.from === other.from && one.until === other.until && one.reason === other.reason
}

function removeBlank(project: RedactionProject, { at, blank: meant }: Of<'remove-blank'>): Applied {
  const blank = project.blanks[at]
  if (!blank || !isSameBlank(blank, meant)) return unchanged(project)
  return {
    project: { ...project, blanks: project.blanks.toSpliced(at, 1) },
    inverse: { kind: 'add-blank', blank, at },
  }
}

function spansOf(source: RedactionProject | Of<'set-spans'>): Omit<Of<'set-spans'>, 'kind'> {
  return {
    spans: source.spans,
    ...(source.spanSamples === undefined ? {} : { spanSamples: source.spanSamples }),
    ...(source.leftOutReason === undefined ? {} : { leftOutReason: source.leftOutReason }),
  }
}

function setSpans(project: RedactionProject, command: Of<'set-spans'>): Applied {
  const { spans: _spans, spanSamples: _samples, leftOutReason: _reason, ...rest } = project
  return { project: { ...rest, ...spansOf(command) }, inverse: { kind: 'set-spans', ...spansOf(project) } }
}

function setFindings(project: RedactionProject, { proposals, search }: Of<'set-findings'>): Applied {
  const { proposals: before, search: searched, ...rest } = project
  return {
    project: { ...rest, ...(proposals.length > 0 ? { proposals } : {}), ...(search ? { search } : {}) },
    inverse: { kind: 'set-findings', proposals: before ?? [], search: searched ?? null },
  }
}

function setLabel(project: RedactionProject, { label }: Of<'set-label'>): Applied {
  const { label: before, ...rest } = project
  if (isSameLabel(before, label ?? undefined) || (label && labelFault(label.text))) return unchanged(project)
  const inverse: ProjectCommand = { kind: 'set-label', label: before ?? null }
  return { project: label ? { ...rest, label } : rest, inverse }
}

function setRequester(project: RedactionProject, { requester }: Of<'set-requester'>): Applied {
  const { requester: before, ...rest } = project
  const inverse: ProjectCommand = { kind: 'set-requester', requester: before ?? null }
  return { project: requester ? { ...rest, requester } : rest, inverse }
}

function applyAll(project: RedactionProject, { commands }: Of<'batch'>): Applied {
  let now = project
  const inverses: ProjectCommand[] = []
  for (const command of commands) {
    const applied = apply(now, command)
    if (applied.project === now) continue
    now = applied.project
    inverses.unshift(applied.inverse)
  }
  return { project: now, inverse: inverses.length === 0 ? nothing : { kind: 'batch', commands: inverses } }
}

/**
 * Carries out a command. Pure and total: a command that does not fit the project (an unknown track, a key of another
 * shape, a place that is taken or not there) changes nothing: it gives back the *same* project object and `nothing` as its
 * inverse, so that whoever records history can leave it out. Applying the inverse gives a project deeply equal to the
 * one before.
 */
export function apply(project: RedactionProject, command: ProjectCommand): Applied {
  switch (command.kind) {
    case 'edit-track':
      return editTrack(project, command)
    case 'set-key':
      return setKey(project, command)
    case 'remove-key':
      return removeKey(project, command)
    case 'add-track':
      return replaceTracks(project, {
        kind: 'replace-tracks',
        remove: [],
        put: [{ at: command.at ?? project.tracks.length, track: command.track }],
      })
    case 'remove-track':
      return replaceTracks(project, { kind: 'replace-tracks', remove: [command.track], put: [] })
    case 'split-track':
      return splitInTwo(project, command)
    case 'merge-tracks':
      return merge(project, command)
    case 'replace-tracks':
      return replaceTracks(project, command)
    case 'add-blank':
      return addBlank(project, command)
    case 'remove-blank':
      return removeBlank(project, command)
    case 'set-audio':
      return { project: { ...project, audio: command.audio }, inverse: { kind: 'set-audio', audio: project.audio } }
    case 'set-spans':
      return setSpans(project, command)
    case 'set-inverse':
      return {
        project: { ...project, inverse: command.inverse },
        inverse: { kind: 'set-inverse', inverse: project.inverse },
      }
    case 'set-label':
      return setLabel(project, command)
    case 'set-requester':
      return setRequester(project, command)
    case 'set-findings':
      return setFindings(project, command)
    case 'batch':
      return applyAll(project, command)
  }
}
