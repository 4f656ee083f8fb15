import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import type { Result } from '../core/result.ts'
import type { SpeechRun } from '../core/sound/speech.ts'
import { namedFailure } from './named-failure.ts'
import { withFaults } from './storage-faults.ts'

/** Finds where somebody may be speaking, in every audio track; a clip without sound has no tracks. */
export async function listenClip(
  engine: Pick<MediaEngine, 'listen'>,
  clip: ClipSource,
  index: ClipIndex,
  work: Work,
): Promise<Result<SpeechRun>> {
  const run = await withFaults([clip], work.signal, () => engine.listen(clip.bytes, index, work))
  return namedFailure(run, clip.name)
}
