import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import {
  blocksOfRange,
  type DetectionBlock,
  detectionRunOf,
  framesOfBlock,
} from '../../core/detection/detection-blocks.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DetectionRequest, DetectionWork } from '../../core/ports/media-engine.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { uniteRanges } from '../../core/time.ts'
import type { EngineProcesses } from './engine-process.ts'
import type { Answers, EngineSettings } from './messages.ts'

/** What is to be detected in which clip. */
export type DetectionSubject = {
  readonly source: ByteSource
  readonly index: ClipIndex
  readonly request: DetectionRequest
}

/** One start, and one more when the first process dies. */
const mostStarts = 2

/**
 * Detects in a process of its own. Blocks are kept as they come, so a process that dies costs the block in work: a new one
 * takes what is left, once. When that dies too, `engine-died` names the frames of the range that no block covers.
 * `mayStart` says whether a process may still be started.
 */
export async function detectInProcesses(
  { processes, settings }: { readonly processes: EngineProcesses; readonly settings: EngineSettings },
  { source, index, request }: DetectionSubject,
  work: DetectionWork,
  mayStart: () => boolean,
): Promise<Result<DetectionRun>> {
  const { finished: before = [], ...asked } = request
  const blocks = new Map(before.map((block) => [block.block, block]))
  const watched: DetectionWork = {
    ...work,
    onBlock: (block) => {
      blocks.set(block.block, block)
      work.onBlock?.(block)
    },
  }
  const bytes = { clip: source, copy: null, sink: null }
  let answer: Result<Answers['detect']> = failed({ kind: 'cancelled' })
  for (let start = 1; start <= mostStarts; start += 1) {
    const job = { kind: 'detect', index, request: asked, finished: [...blocks.keys()] } as const
    answer = await processes.run(job, settings, bytes, watched)
    if (answer.ok) {
      const { thresholds, models } = answer.value
      return ok({ ...detectionRunOf(index, request, thresholds, [...blocks.values()]), models })
    }
    if (answer.failure.kind !== 'engine-died' || !mayStart()) break
  }
  if (answer.failure.kind !== 'engine-died') return answer
  return failed({ ...answer.failure, uncovered: uncoveredRanges(index, request, blocks) })
}

/** The frames of the request that no block covers. */
function uncoveredRanges(
  index: ClipIndex,
  { fromFrame, untilFrame }: DetectionRequest,
  blocks: ReadonlyMap<number, DetectionBlock>,
): readonly (readonly [number, number])[] {
  const frames = index.video?.pts.length ?? 0
  const until = Math.min(untilFrame, frames)
  const missing = blocksOfRange(fromFrame, until).filter((block) => !blocks.has(block))
  return uniteRanges(
    missing.map((block): [number, number] => {
      const [first, end] = framesOfBlock(block, frames)
      return [Math.max(first, fromFrame), Math.min(end, until)]
    }),
  )
}
