import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, type Result } from '../../core/result.ts'
import { openModelFolder, shippedModels } from '../detection/model-folder.ts'
import { runDetection } from '../detection/run-detection.ts'
import { framesToExamine } from '../detection/schedule.ts'
import { compiledKernels } from '../media/compiled-kernels.ts'
import { FrameReader } from '../media/frame-reader.ts'
import { picturesOf } from '../media/pictures.ts'
import type { EngineSettings } from './messages.ts'

/** Joins decoding and detection: frames that the schedule names go from the one to the other, one at a time. */
export async function detectIn(
  source: ByteSource,
  index: ClipIndex,
  request: DetectionRequest,
  settings: EngineSettings,
  work: Work,
): Promise<Result<DetectionRun>> {
  const { video } = index
  if (!video) return failed({ kind: 'no-picture', what: 'clip' })
  const models = await openModelFolder(settings.modelsFolder ?? shippedModels())
  if (!models.ok) return models
  const reader = await FrameReader.open(source, video)
  if (!reader.ok) return reader
  try {
    const wanted = framesToExamine(models.value.manifest, request, video.pts.length)
    const pictures = picturesOf(reader.value, video, wanted, work.signal)
    const options = { models: models.value, threads: settings.threads, kernels: await compiledKernels() }
    return await runDetection(pictures, index, request, options, work)
  } finally {
    await reader.value.close()
  }
}
