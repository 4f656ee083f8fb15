import { sha256 as asSha256, type ClipIndex } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import { type DetectionBlock, detectionRunOf } from '../../core/detection/detection-blocks.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { chooseArithmetic, modelsInBytes } from '../detection/choose-arithmetic.ts'
import { describeModels, thresholdsFor } from '../detection/manifest.ts'
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
  const opened = await openModels(settings.modelsFolder)
  if (!opened.ok) return opened
  const models = await chooseArithmetic(opened.value, request.profile, settings.arithmetic)
  if (!models.ok) return models
  const pictures = await ClipPictures.open(source, index.video, work.signal)
  if (!pictures.ok) return pictures
  try {
    const task = { request, finished: new Set(finished), onBlock: work.onBlock }
    const options = { models: models.value, threads: settings.threads, kernels: await compiledKernels() }
    const run = await runDetection(pictures.value, index, task, options, work)
    if (!run.ok) return run
    const { manifest } = models.value
    const { profile, classes } = request
    return ok({
      thresholds: thresholdsFor(manifest, profile, classes),
      models: describeModels(manifest, profile, classes).map(({ id, sha256 }) => ({ id, sha256: asSha256(sha256) })),
    })
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
  if (!done.ok) return done
  const { thresholds, models } = done.value
  return ok({ ...detectionRunOf(index, request, thresholds, blocks), models })
}

/** Ids of the models that this processor can run with bytes; none where that is not wanted. */
export async function arithmeticOf({ modelsFolder, arithmetic }: EngineSettings): Promise<Result<readonly string[]>> {
  const models = await openModels(modelsFolder)
  if (!models.ok || arithmetic === 'float') return models.ok ? ok([]) : models
  return modelsInBytes(models.value)
}
