import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { ByteSink, ByteSource } from '../../core/ports/bytes.ts'
import { keepAllSound } from '../../core/redaction/new-project.ts'
import { compiledKernels } from '../../native/media/compiled-kernels.ts'
import { silenceFfmpeg } from '../../native/media/ffmpeg.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { renderCopy } from '../../native/media/render/render-copy.ts'
import { verifyCopy } from '../../native/media/verify/verify-copy.ts'
import { indexFault } from './index-fault.ts'
import { movingTrack, planOf, unwatched } from './redact-file.ts'

/**
 * A process in which the engine itself works on hostile bytes, so that a crash of native code ends it and not the test.
 * Takes trials as messages, one at a time, and answers each with what came of it.
 */

/** `copy`: also render a copy and check it. */
export type Trial = { readonly bytes: Uint8Array; readonly copy: boolean }

/**
 * `good`, `partial`, `verified`, `unverified` or a failure's kind; `threw` for what must never happen, with `detail`.
 * `peakMebibytes`: most memory that the process ever held.
 */
export type TrialAnswer = { readonly outcome: string; readonly detail: string; readonly peakMebibytes: number }

type Verdict = Pick<TrialAnswer, 'outcome' | 'detail'>

function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) }
}

/** Keeps what is written, in memory. */
function memorySink(): { readonly sink: ByteSink; readonly content: () => Uint8Array } {
  let [bytes, end] = [new Uint8Array(1 << 20), 0]
  const write = async (offset: number, part: Uint8Array): Promise<void> => {
    end = Math.max(end, offset + part.length)
    if (end > bytes.length) {
      const larger = new Uint8Array(end * 2)
      larger.set(bytes)
      bytes = larger
    }
    bytes.set(part, offset)
  }
  return { sink: { write }, content: () => bytes.slice(0, end) }
}

async function indexed(bytes: Uint8Array): Promise<Verdict & { readonly index: ClipIndex | null }> {
  const read = await indexMedia(sourceOf(bytes), 'clip', true, unwatched)
  if (!read.ok) return { outcome: read.failure.kind, detail: '', index: null }
  const index = { sha256: 'a'.repeat(64) as ClipIndex['sha256'], ...read.value }
  const fault = indexFault(index)
  if (fault) return { outcome: 'threw', detail: `an index that cannot be: ${fault}`, index: null }
  const lost = (index.video?.missingFrames ?? 0) + (index.video?.damagedFrames?.length ?? 0)
  return { outcome: lost > 0 ? 'partial' : 'good', detail: '', index }
}

async function copied(bytes: Uint8Array, index: ClipIndex): Promise<Verdict> {
  const [source, kernels] = [sourceOf(bytes), await compiledKernels()]
  const decided = { tracks: index.video ? [movingTrack(index)] : [], audio: keepAllSound(index) }
  const plan = planOf(index, () => decided)
  const { sink, content } = memorySink()
  const report = await renderCopy(source, index, plan, { sink, kernels }, unwatched)
  if (!report.ok) return { outcome: report.failure.kind, detail: 'render' }
  const { frameMap, damagedFrames } = report.value
  // What only rendering found to be damaged is blanked in the plan, as the service does.
  const blanks = damagedFrames.map((from) => ({ from, until: (from + 1) as typeof from, reason: 'damaged' }))
  const covered = planOf(index, () => ({ ...decided, blanks }))
  const original = { source, index }
  const checks = await verifyCopy({ copy: sourceOf(content()), original, plan: covered, frameMap, kernels }, unwatched)
  if (!checks.ok) return { outcome: checks.failure.kind, detail: 'verify' }
  const wrong = checks.value.filter(({ outcome }) => outcome === 'failed' || outcome === 'could-not-run')
  const detail = wrong.map(({ check, failures }) => `${check}: ${failures[0]?.detail}`).join('; ')
  return { outcome: wrong.length > 0 ? 'unverified' : 'verified', detail }
}

async function tried({ bytes, copy }: Trial): Promise<Verdict> {
  try {
    const { index, ...verdict } = await indexed(bytes)
    return copy && index ? await copied(bytes, index) : verdict
  } catch (error) {
    return { outcome: 'threw', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

silenceFfmpeg()
process.on('message', (trial: Trial) => {
  void tried(trial).then((verdict) => {
    const answer: TrialAnswer = { ...verdict, peakMebibytes: Math.round(process.resourceUsage().maxRSS / 1024) }
    process.send?.(answer)
  })
})
