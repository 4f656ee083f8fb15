import type { ClipIndex } from '../../../../core/clips/clip-index.ts'
import { planAudio } from '../../../../core/redaction/plan-audio.ts'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import type { SoundEdits } from '../../player/index.ts'

/** What a copy changes about each sound track, by its track: what is muted, and what a tone takes the place of. */
export function copySound(decisions: readonly AudioDecision[], index: ClipIndex): ReadonlyMap<number, SoundEdits> {
  return new Map(planAudio(decisions, index).map(({ track, ranges }) => [track, ranges]))
}
