import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import { type DetectionBlock, detectionRunOf } from '../../core/detection/detection-blocks.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { thresholdsFor } from '../detection/manifest.ts'
import { openModels } from '../detection/model-folder.ts'
import { runDetection } from '../detection/run-detection.ts'
import { compiledKernels } from '../media/compiled-kernels.ts'
import { ClipPictures } from '../media/pictures.ts'
import type { Answers, EngineSettings, Job, JobWork } from './messages.ts'

/** Joins decoding and detection: examines the blocks that are not finished yet and tells each of them. */
export async function detectBlocks(
  source: ByteSource,
  { index, request, finished }: Extract<Job, { kind: 'detect' }>,
  settings: EngineSettings,
  work: JobWork,
): Promise<Result<Answers['detect']>> {
  if (!index.video) return failed({ kind: 'no-picture', what: 'clip' })
  const models = await openModels(settings.modelsFolder)
  if (!models.ok) return models
  const pictures = await ClipPictures.open(source, index.video, work.signal)
  if (!pictures.ok) return pictures
  try {
    const task = { request, finished: new Set(finished), onBlock: work.onBlock }
    const options = { models: models.value, threads: settings.threads, kernels: await compiledKernels() }
    const run = await runDetection(pictures.value, index, task, options, work)
    if (!run.ok) return run
    return ok({ thresholds: thresholdsFor(models.value.manifest, request.profile, request.classes) })
  } finally {
    await pictures.value.close()
  }
}

/** A whole run in this process, for benches and tests. */
export async function detectIn(
  source: ByteSource,
  index: ClipIndex,
  request: DetectionRequest,
  settings: EngineSettings,
  work: Work,
): Promise<Result<DetectionRun>> {
  const blocks: DetectionBlock[] = []
  const job = { kind: 'detect', index, request, finished: [] } as const
  const done = await detectBlocks(source, job, settings, { ...work, onBlock: (block) => void blocks.push(block) })
  return done.ok ? ok(detectionRunOf(index, request, done.value.thresholds, blocks)) : done
}
