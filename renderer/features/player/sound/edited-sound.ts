import type { PlanAudioRange } from '../../../../core/redaction/plan.ts'
import { editSound } from '../../../../core/sound/edit-sound.ts'
import type { SoundBlock, SoundRun } from './sound-block.ts'

/** What a copy changes about one sound track, in samples of its absolute clock. */
export type SoundEdits = readonly PlanAudioRange[]

/** Pauses and repeats shorter than this are rounding of the container's clock, not real (seconds). */
const clockTolerance = 0.005

/** The same sound as a copy has it: muted, or with a tone. It takes as long as before, and the clock goes on. */
export function editedSound(run: SoundRun, edits: SoundEdits): SoundRun {
  if (edits.length === 0) return run
  return async function* (from, signal) {
    let expected: number | null = null
    for await (const block of run(from, signal)) {
      const start = startOf(block, expected)
      const length = block.planes[0]?.length ?? 0
      expected = start + length
      // A decoder may keep what it handed out.
      const planes = block.planes.map((plane) => plane.slice())
      editSound({ start, length, planes }, edits, block.sampleRate)
      yield { ...block, planes }
    }
  }
}

/** Where a block begins, in samples: where the one before ended, unless it really lies elsewhere. So a tone goes on without a click. */
function startOf({ clipSeconds, sampleRate }: SoundBlock, expected: number | null): number {
  const start = Math.round(clipSeconds * sampleRate)
  return expected !== null && Math.abs(start - expected) < clockTolerance * sampleRate ? expected : start
}
