import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import type { TrackingClip } from '../../../../core/tracking/tracking-settings.ts'
import { tracksFromLeaks } from '../../../../core/verification/leak-tracks.ts'
import type { Leak } from '../../../../core/verification/report.ts'
import { freshPerson } from './decisions.ts'
import { subjectKeyOf } from './subjects.ts'

/** Above the number of every track: cards are called by their number, and two of one name would be a puzzle. */
function nextNumber(tracks: readonly Track[]): number {
  return tracks.reduce((last, { id }) => Math.max(last, Number(/^[a-z](\d{1,9})$/.exec(id)?.[1] ?? 0)), 0) + 1
}

/** Hides leaks of a copy as one step: hidden tracks of all of them, with ids and persons that the detection never names. Null where there are none. */
export function hideLeaks(
  leaks: readonly Leak[],
  project: RedactionProject,
  clip: TrackingClip,
): Extract<ProjectCommand, { readonly kind: 'replace-tracks' }> | null {
  const first = nextNumber(project.tracks)
  const person = Number(freshPerson(project.tracks).slice(1))
  const persons = new Map<string, string>()
  const personOf = (linked: string): string => {
    const name = persons.get(linked) ?? `a${person + persons.size}`
    persons.set(linked, name)
    return name
  }
  const put = tracksFromLeaks(leaks, project, clip, personOf).map((track, place) => ({
    at: project.tracks.length + place,
    track: { ...track, id: `d${first + place}` },
  }))
  return put.length === 0 ? null : { kind: 'replace-tracks', remove: [], put }
}

/** Of how many people and things a command makes tracks because they were found in a copy; 0 for any other command. */
export function leaksHidden(command: ProjectCommand): number {
  if (command.kind !== 'replace-tracks' || command.remove.length > 0) return 0
  if (command.put.some(({ track }) => track.evidence?.source !== 'leak')) return 0
  return new Set(command.put.map(({ track }) => subjectKeyOf(track))).size
}
