import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { regionsAt } from '../../../../core/redaction/regions-at.ts'
import { coversFrame, outlineAt } from '../../../../core/redaction/track-region.ts'
import { signatureOf } from '../../../../core/review/frame-signatures.ts'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'

/** How a place is shown: of which project, which frames are damaged, and as the copy will show it or as recorded with outlines. */
type ShownPlace = {
  readonly project: RedactionProject
  readonly damaged: ReadonlySet<number>
  readonly isCovered: boolean
}

/** Names the picture of a place: the same for as long as the place looks the same. */
export function lookName({ frame, about }: ReviewLook, { project, damaged, isCovered }: ShownPlace): string {
  const looksLike = signatureOf(regionsAt(project, frame, damaged), project.label)
  // Outlines tell what is decided, and are there also where nothing is hidden; a cover is the same for whoever is hidden.
  const outlined = project.tracks.filter((track) => !isCovered && coversFrame(track, frame))
  const decided = outlined.map((track) => [track.id, track.action, track.person, track.class, outlineAt(track, frame)])
  return JSON.stringify([frame, ...(about?.place ?? []).map(Math.round), isCovered, looksLike, ...decided])
}
