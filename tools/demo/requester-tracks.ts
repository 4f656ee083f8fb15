import type { Box } from '../../core/geometry/shape.ts'
import type { Track } from '../../core/redaction/project.ts'
import type { FaceTruth } from '../face-truth.ts'

/** Faces of which less is to be seen say nothing about whose track it is. */
const leastVisible = 0.25

/**
 * Ids of the tracks that follow the person to be kept: at seven of ten of a track's keys at which somebody's face is
 * where the track is, it is theirs. A track that wanders from one person to another is nobody's: it stays hidden.
 */
export function requesterTracks(truth: FaceTruth, tracks: readonly Track[]): string[] {
  return tracks.filter((track) => follows(truth, track)).map((track) => track.id)
}

function follows(truth: FaceTruth, track: Track): boolean {
  const people = track.keys.flatMap((key) => ('box' in key ? (personAt(truth, key.frame, key.box) ?? []) : []))
  const own = people.filter((person) => person === truth.requester)
  return people.length > 0 && own.length >= 0.7 * people.length
}

/** Whose face a box shows best; null when it shows nobody's. */
function personAt(truth: FaceTruth, frame: number, box: Box): string | null {
  const faces = (truth.frames[frame] ?? []).filter((face) => face.visible >= leastVisible)
  const scored = faces.map((face) => ({ person: face.person, overlap: overlapOf(face.box, box) }))
  const best = scored.toSorted((a, b) => b.overlap - a.overlap)[0]
  return best && best.overlap >= 0.3 ? best.person : null
}

/** Intersection over union. */
function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (a[2] * a[3] + b[2] * b[3] - width * height)
}
