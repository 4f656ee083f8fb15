import { type Detection, type DetectionClass, type DetectionRun, detectionClasses } from '../detection/detection.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { linkDetections } from '../tracking/link-detections.ts'
import { type ClassTracking, type TrackingClip, trackingSettings } from '../tracking/tracking-settings.ts'
import type { Leak } from './report.ts'

/** A leak of a class that nobody knows is treated as the gravest. */
export function leakClass(leak: Leak): DetectionClass {
  return detectionClasses.find((name) => name === leak.class) ?? 'face'
}

/** Every leak begins or continues a track, and all are held as long as well-seen ones. */
const everyLeakCounts: Partial<ClassTracking> = { start: 0, continue: 0, briefSeconds: 0.5 }

function lastNumber(tracks: readonly Track[]): number {
  return tracks.reduce((last, track) => Math.max(last, Number(/^t(\d+)$/.exec(track.id)?.[1] ?? 0)), 0)
}

/**
 * Makes hidden tracks of leaks, for a second render: linked over neighbouring frames, with lead-in and lead-out, their
 * ids numbered on from the project's, `evidence.source` `leak`. Without `personOf` they are of no person: a name that linking gives would be
 * somebody else's in the project. It answers a name that nobody has.
 */
export function tracksFromLeaks(
  leaks: readonly Leak[],
  project: RedactionProject,
  clip: TrackingClip,
  personOf?: (linked: string) => string,
): readonly Track[] {
  const model = 'leak'
  const detections: Detection[] = leaks.map((leak) => ({
    frame: leak.frame,
    class: leakClass(leak),
    ...(leak.part ? { part: leak.part } : {}),
    box: leak.box,
    score: leak.score,
    model,
  }))
  const run: DetectionRun = {
    version: 1,
    clip: project.clip,
    profile: 'thorough',
    classes: [...new Set(detections.map((detection) => detection.class))],
    examined: [],
    failed: [],
    detections,
  }
  const overrides = Object.fromEntries([...detectionClasses, 'hand'].map((name) => [name, everyLeakCounts]))
  const { tracks } = linkDetections(run, clip, trackingSettings(overrides, new Set(detectionClasses), 'body'))
  const before = lastNumber(project.tracks)
  return tracks.map(({ person, ...track }, position) => ({
    ...track,
    ...(personOf && person !== undefined ? { person: personOf(person) } : {}),
    id: `t${before + position + 1}`,
    // Also what is otherwise left to people: nobody is to find again what was found here.
    action: 'hide' as const,
    ...(track.evidence && { evidence: { ...track.evidence, source: 'leak' as const } }),
  }))
}
