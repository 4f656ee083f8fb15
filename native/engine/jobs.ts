import type { ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSink, ByteSource } from '../../core/ports/bytes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { linkDetections } from '../../core/tracking/link-detections.ts'
import { settingsFor, trackingClipOf } from '../../core/tracking/tracking-clip.ts'
import { followRegions } from '../following/follow-regions.ts'
import { compiledKernels } from '../media/compiled-kernels.ts'
import { indexMedia } from '../media/index-clip.ts'
import { stillOf } from '../media/pictures.ts'
import { renderCopy } from '../media/render/render-copy.ts'
import { type FrameDesk, showFrames } from '../media/show-frames.ts'
import { verifyCopy } from '../media/verify/verify-copy.ts'
import { listenTo } from '../speech/listen.ts'
import { arithmeticOf, detectBlocks } from './detect-job.ts'
import type { Answers, EngineSettings, Job, JobWork } from './messages.ts'

/** A job's bytes inside the engine process. */
export type WorkerBytes = {
  readonly clip: ByteSource | null
  readonly copy: ByteSource | null
  readonly sink: ByteSink
  /** Questions of a `frames` job. */
  readonly frames: FrameDesk
}

/** Does one job. Expected failures are answers; storage faults, stops and bugs throw. */
export async function runJob(
  job: Job,
  settings: EngineSettings,
  bytes: WorkerBytes,
  work: JobWork,
): Promise<Result<Answers[keyof Answers]>> {
  switch (job.kind) {
    case 'index':
      return indexMedia(needed(bytes.clip), job.name, job.deep, work)
    case 'still':
      return withPicture(job.index, 'frame', (video) => stillOf(needed(bytes.clip), video, job.wanted, work.signal))
    case 'frames':
      return withPicture(job.index, 'frame', (video) =>
        showFrames(needed(bytes.clip), video, bytes.frames, work.signal),
      )
    case 'follow':
      return withPicture(job.index, 'following', (video) => followRegions(needed(bytes.clip), video, job.tasks, work))
    case 'link': {
      const clip = trackingClipOf(job.index)
      if (!clip) return failed({ kind: 'no-picture', what: 'tracking' })
      return ok(linkDetections(job.run, clip, settingsFor(job.run)))
    }
    case 'render': {
      const sink: ByteSink = job.appendOnly ? { ...bytes.sink, appendOnly: true } : bytes.sink
      const target = { sink, kernels: await compiledKernels() }
      return renderCopy(needed(bytes.clip), job.index, job.plan, target, work)
    }
    case 'detect':
      return detectBlocks(needed(bytes.clip), job, settings, work)
    case 'arithmetic':
      return arithmeticOf(settings)
    case 'listen':
      return listenTo(needed(bytes.clip), job.index, settings.modelsFolder, work)
    case 'verify':
      return verifyCopy(
        {
          copy: needed(bytes.copy),
          original: job.index && bytes.clip ? { source: bytes.clip, index: job.index } : null,
          plan: job.plan,
          frameMap: job.frameMap,
          kernels: await compiledKernels(),
        },
        work,
      )
  }
}

/** Runs something that needs a picture. */
async function withPicture<T>(
  { video }: ClipIndex,
  what: string,
  run: (video: VideoIndex) => Promise<Result<T>>,
): Promise<Result<T>> {
  return video ? run(video) : failed({ kind: 'no-picture', what })
}

function needed(source: ByteSource | null): ByteSource {
  if (!source) throw new Error('the job was given no clip')
  return source
}
