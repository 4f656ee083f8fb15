import type { ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSink, ByteSource } from '../../core/ports/bytes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { FrameDesk } from '../media/show-frames.ts'
import type { SoundDesk } from '../media/show-sound.ts'
import type { Answers, EngineSettings, Job, JobWork } from './messages.ts'

/** A job's bytes inside the engine process. */
export type WorkerBytes = {
  readonly clip: ByteSource | null
  readonly copy: ByteSource | null
  readonly sink: ByteSink
  /** Questions of a `frames` job. */
  readonly frames: FrameDesk
  /** Questions of a `sound` job. */
  readonly sound: SoundDesk
}

/**
 * Does one job. Expected failures are answers; storage faults, stops and bugs throw. What a job takes is loaded for it alone: all of
 * it would take a process longer to start than an index of a short clip takes it.
 */
export async function runJob(
  job: Job,
  settings: EngineSettings,
  bytes: WorkerBytes,
  work: JobWork,
): Promise<Result<Answers[keyof Answers]>> {
  switch (job.kind) {
    case 'index': {
      const { indexMedia } = await import('../media/index-clip.ts')
      return indexMedia(needed(bytes.clip), job.name, job.deep, work)
    }
    case 'look': {
      const { lookAt } = await import('../media/first-look.ts')
      return lookAt(needed(bytes.clip), job, work)
    }
    case 'still': {
      const { stillOf } = await import('../media/pictures.ts')
      return withPicture(job.index, 'frame', (video) => stillOf(needed(bytes.clip), video, job.wanted, work.signal))
    }
    case 'frames': {
      const { showFrames } = await import('../media/show-frames.ts')
      return withPicture(job.index, 'frame', (video) =>
        showFrames(needed(bytes.clip), video, bytes.frames, work.signal),
      )
    }
    case 'sound': {
      const { showSound } = await import('../media/show-sound.ts')
      return showSound(needed(bytes.clip), job.index, bytes.sound, work.signal)
    }
    case 'follow': {
      const { followRegions } = await import('../following/follow-regions.ts')
      return withPicture(job.index, 'following', (video) => followRegions(needed(bytes.clip), video, job.tasks, work))
    }
    case 'link':
      return linked(job)
    case 'render':
      return rendered(job, bytes, work)
    case 'detect': {
      const { detectBlocks } = await import('./detect-job.ts')
      return detectBlocks(needed(bytes.clip), job, settings, work)
    }
    case 'arithmetic': {
      const { arithmeticOf } = await import('./detect-job.ts')
      return arithmeticOf(settings)
    }
    case 'listen': {
      const { listenTo } = await import('../speech/listen.ts')
      return listenTo(needed(bytes.clip), job.index, settings.modelsFolder, work)
    }
    case 'verify':
      return verified(job, bytes, work)
  }
}

async function linked({ run, index }: Extract<Job, { kind: 'link' }>): Promise<Result<Answers['link']>> {
  const { settingsFor, trackingClipOf } = await import('../../core/tracking/tracking-clip.ts')
  const { linkDetections } = await import('../../core/tracking/link-detections.ts')
  const clip = trackingClipOf(index)
  return clip ? ok(linkDetections(run, clip, settingsFor(run))) : failed({ kind: 'no-picture', what: 'tracking' })
}

async function rendered(
  { index, plan, appendOnly }: Extract<Job, { kind: 'render' }>,
  bytes: WorkerBytes,
  work: JobWork,
): Promise<Result<Answers['render']>> {
  const { renderCopy } = await import('../media/render/render-copy.ts')
  const { compiledKernels } = await import('../media/compiled-kernels.ts')
  const sink: ByteSink = appendOnly ? { ...bytes.sink, appendOnly: true } : bytes.sink
  return renderCopy(needed(bytes.clip), index, plan, { sink, kernels: await compiledKernels() }, work)
}

async function verified(
  { index, plan, frameMap }: Extract<Job, { kind: 'verify' }>,
  bytes: WorkerBytes,
  work: JobWork,
): Promise<Result<Answers['verify']>> {
  const { verifyCopy } = await import('../media/verify/verify-copy.ts')
  const { compiledKernels } = await import('../media/compiled-kernels.ts')
  const original = index && bytes.clip ? { source: bytes.clip, index } : null
  const kernels = await compiledKernels()
  return verifyCopy({ copy: needed(bytes.copy), original, plan, frameMap, kernels }, work)
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
