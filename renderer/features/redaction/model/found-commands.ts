import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import type { TrackingClip } from '../../../../core/tracking/tracking-settings.ts'
import { tracksFromLeaks } from '../../../../core/verification/leak-tracks.ts'
import type { Leak } from '../../../../core/verification/report.ts'

/** Above the number of every track: cards are called by their number, and two of one name would be a puzzle. */
function nextNumber(tracks: readonly Track[]): number {
  return tracks.reduce((last, { id }) => Math.max(last, Number(/^[a-z](\d{1,9})$/.exec(id)?.[1] ?? 0)), 0) + 1
}

/** Hides leaks of a copy as one step: hidden tracks of all of them, with ids that the detection never gives. Null where there are none. */
export function hideLeaks(
  leaks: readonly Leak[],
  project: RedactionProject,
  clip: TrackingClip,
): Extract<ProjectCommand, { readonly kind: 'replace-tracks' }> | null {
  const first = nextNumber(project.tracks)
  const put = tracksFromLeaks(leaks, project, clip).map((track, place) => ({
    at: project.tracks.length + place,
    track: { ...track, id: `d${first + place}` },
  }))
  return put.length === 0 ? null : { kind: 'replace-tracks', remove: [], put }
}

/** How many tracks a command makes of what was found in a copy; 0 for any other command. */
export function leaksHidden(command: ProjectCommand): number {
  if (command.kind !== 'replace-tracks' || command.remove.length > 0) return 0
  return command.put.every(({ track }) => track.evidence?.source === 'leak') ? command.put.length : 0
}
