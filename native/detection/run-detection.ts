import type { ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { FrameIndex } from '../../core/time.ts'
import { typescriptKernels } from '../../kernels/index.ts'
import { type Detector, openDetector } from './detector.ts'
import { GatheredRun, rangesMissed } from './gathered-run.ts'
import { type InputKernels, InputTensors } from './input-tensors.ts'
import { fitLetterbox } from './letterbox.ts'
import { looksAt } from './looks.ts'
import { type ModelEntry, modelsFor, unavailableClass } from './manifest.ts'
import type { ModelFolder } from './model-folder.ts'
import { OrderedQueue } from './ordered-queue.ts'
import type { Picture } from './picture.ts'
import { framesToExamine, passesAt, scalesOf } from './schedule.ts'

/** How detectors run. */
export type DetectionOptions = {
  readonly models: ModelFolder
  /** Threads of the inference engine; 2 when absent. The result does not depend on it. */
  readonly threads?: number
  /** The plain TypeScript ones when absent. */
  readonly kernels?: InputKernels
}

/** Inputs that are prepared or examined at a time: one in work, one waiting. */
const inputsAhead = 2

/**
 * Looks for the classes on the frames that `framesToExamine` names, which `pictures` must yield in order; frames that do
 * not come are listed as `failed`. The next picture is pulled while the last one is examined. Fails with
 * `class-unavailable`, `no-picture`, `cancelled` or what opening a model fails with; what reading pictures throws is
 * passed on.
 */
export async function runDetection(
  pictures: AsyncIterable<Picture>,
  clip: ClipIndex,
  request: DetectionRequest,
  options: DetectionOptions,
  work: Work,
): Promise<Result<DetectionRun>> {
  const { video } = clip
  if (!video) return failed({ kind: 'no-picture', what: 'clip' })
  const unavailable = unavailableClass(options.models.manifest, request.profile, request.classes)
  if (unavailable) return failed({ kind: 'class-unavailable', name: unavailable })
  const detectors = await openDetectors(options, request, displaySize(video))
  if (!detectors.ok) return detectors
  try {
    const run = new Run(video, request, detectors.value, options, work)
    const expected = framesToExamine(options.models.manifest, request, video.pts.length)
    return (await run.examine(pictures, expected))
      ? ok(describeRun(clip, video, request, expected, run))
      : failed({ kind: 'cancelled' })
  } finally {
    for (const detector of detectors.value.values()) await detector.close()
  }
}

class Run {
  readonly gathered = new GatheredRun()
  readonly seen = new Set<FrameIndex>()
  readonly #video: VideoIndex
  readonly #request: DetectionRequest
  readonly #detectors: ReadonlyMap<ModelEntry, Detector>
  readonly #tensors: InputTensors
  readonly #work: Work
  readonly #queue = new OrderedQueue(inputsAhead)

  constructor(
    video: VideoIndex,
    request: DetectionRequest,
    detectors: ReadonlyMap<ModelEntry, Detector>,
    options: DetectionOptions,
    work: Work,
  ) {
    this.#video = video
    this.#request = request
    this.#detectors = detectors
    this.#tensors = new InputTensors(options.kernels ?? typescriptKernels)
    this.#work = work
  }

  /** False when it was stopped. */
  async examine(pictures: AsyncIterable<Picture>, expected: readonly FrameIndex[]): Promise<boolean> {
    const awaited = new Set(expected)
    try {
      for await (const picture of pictures) {
        if (this.#work.signal.aborted) return false
        if (!awaited.delete(picture.frame)) throw new Error(`frame ${picture.frame} was not asked for, or came twice`)
        await this.#look(picture)
      }
      await this.#queue.finish()
      return !this.#work.signal.aborted
    } finally {
      // Nothing may run on when the detectors are closed.
      await this.#queue.idle()
    }
  }

  async #look(picture: Picture): Promise<void> {
    const { frame } = picture
    const size = displaySize(this.#video)
    const passes = passesAt([...this.#detectors.keys()], this.#request, this.#video.pts.length, frame)
    const looks = looksAt(passes, size)
    for (const look of looks) {
      const detector = this.#detectors.get(look.model)
      if (!detector) throw new Error(`no detector for ${look.model.id}`)
      await this.#queue.room()
      const tensor = this.#tensors.make(picture, look.letterbox, look.model.input, look.roi)
      this.#queue.add(async () => {
        if (this.#work.signal.aborted) return
        this.gathered.add(frame, look, await detector.examine(tensor, look.letterbox, size))
        this.#tensors.giveBack(tensor)
        if (look === looks.at(-1)) this.#done(frame)
      })
    }
  }

  #done(frame: FrameIndex): void {
    this.seen.add(frame)
    const { fromFrame, untilFrame } = this.#request
    const total = Math.min(untilFrame, this.#video.pts.length) - fromFrame
    const seconds = secondsBetween(this.#video, fromFrame, frame + 1)
    this.#work.onProgress({ stage: 'detect', done: frame + 1 - fromFrame, total, seconds })
  }
}

async function openDetectors(
  { models, threads = 2 }: DetectionOptions,
  { classes, profile }: DetectionRequest,
  picture: Size,
): Promise<Result<ReadonlyMap<ModelEntry, Detector>>> {
  const opened = new Map<ModelEntry, Detector>()
  for (const model of modelsFor(models.manifest, profile, classes)) {
    const [largest] = scalesOf(model, profile)
    if (largest === undefined) throw new Error(`${model.id} has no pass`)
    const largestInput = fitLetterbox([0, 0, picture.width, picture.height], largest, model.input.multipleOf).input
    const detector = await openDetector(models, model, { classes, threads, largestInput })
    if (!detector.ok) {
      for (const before of opened.values()) await before.close()
      return detector
    }
    opened.set(model, detector.value)
  }
  return ok(opened)
}

function describeRun(
  clip: ClipIndex,
  video: VideoIndex,
  request: DetectionRequest,
  expected: readonly FrameIndex[],
  run: Run,
): DetectionRun {
  const frames = video.pts.length
  const { examined, detections } = run.gathered.sorted()
  return {
    version: 1,
    clip: { sha256: clip.sha256, frames },
    profile: request.profile,
    classes: request.classes,
    examined,
    failed: rangesMissed(expected, run.seen, Math.min(request.untilFrame, frames)),
    detections,
  }
}

function displaySize({ displayWidth, displayHeight }: VideoIndex): Size {
  return { width: displayWidth, height: displayHeight }
}

/** How long the frames of `[from, until)` are shown. */
function secondsBetween({ pts, timeBase, lastDuration }: VideoIndex, from: number, until: number): number {
  const first = pts[from]
  const last = pts.at(-1)
  if (first === undefined || last === undefined) return 0
  const end = pts[until] ?? last + lastDuration
  return (Number(end - first) * timeBase[0]) / timeBase[1]
}
