import type { PersonExtent } from '../../../../core/detection/detection.ts'
import { extentIncludes } from '../../../../core/detection/extent.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { fateOf, personDecisions } from '../../../../core/redaction/regions-at.ts'
import { settingsFor } from '../../../../core/tracking/tracking-clip.ts'
import { defaultTrackingSettings, type TrackingSettings } from '../../../../core/tracking/tracking-settings.ts'
import { needsDecision } from '../../../../core/verification/shown-on-purpose.ts'
import type { Subject } from './subjects.ts'

type Searched = Pick<RedactionProject, 'search'>

function settingsOf({ search }: Searched): TrackingSettings {
  return search ? settingsFor(search) : defaultTrackingSettings
}

/** How much of everybody is hidden unasked: nobody is ever hidden less far. */
export function leastExtent(project: Searched): PersonExtent {
  return settingsOf(project).extent
}

/** Whether hands were looked for: elsewhere the body has to stand for them. */
export function looksForHands({ search }: Searched): boolean {
  return search?.classes.includes('person') ?? false
}

/** Whether a track was found beside what is hidden (a body beside its head), and is by itself hidden by nobody. */
export function isFoundBeside(track: Track, project: Searched): boolean {
  return track.evidence !== undefined && !needsDecision(track, settingsOf(project))
}

/**
 * How much of somebody is hidden, as one step; null where that is so already. As much as everybody is hidden unasked takes what was asked
 * for back. What is hidden with the rest from then on has their ground, what is not has none.
 */
export function hideTo(
  { tracks, reason }: Pick<Subject, 'tracks' | 'reason'>,
  extent: PersonExtent,
  project: Searched,
): ProjectCommand | null {
  const asked = extentIncludes(leastExtent(project), extent) ? null : extent
  const after = tracks.map(({ personExtent: _before, ...track }): Track => {
    return asked === null ? track : { ...track, personExtent: asked }
  })
  const [then, now] = [personDecisions(tracks), personDecisions(after)]
  const commands = tracks.flatMap((track, at): ProjectCommand[] => {
    const [was, is] = [fateOf(track, then), fateOf(after[at] ?? track, now)]
    if ((track.personExtent ?? null) === asked && was === is) return []
    const ground = track.action === 'ignore' && was !== is ? { reason: is === 'hidden' ? reason : null } : {}
    return [{ kind: 'edit-track', track: track.id, changes: { personExtent: asked, ...ground } }]
  })
  return commands.length === 0 ? null : { kind: 'batch', commands }
}
