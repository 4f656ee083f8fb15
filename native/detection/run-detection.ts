import type { ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import {
  blockOf,
  blocksOfRange,
  type DetectionBlock,
  framesOfBlock,
  outwardsFrom,
} from '../../core/detection/detection-blocks.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { DetectionRequest } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { typescriptKernels } from '../../kernels/index.ts'
import { type BlockTools, examineBlock } from './block-run.ts'
import { closeInput, isWholeIn } from './close-looks.ts'
import { rulesFor, withEvidence } from './derived-classes.ts'
import { type Detector, type FoundBox, openDetector } from './detector.ts'
import { type InputKernels, InputTensors } from './input-tensors.ts'
import { fitLetterbox } from './letterbox.ts'
import type { Look } from './looks.ts'
import { type ModelClass, type ModelEntry, modelsFor, unavailableClass, wantedLabels } from './manifest.ts'
import type { ModelFolder } from './model-folder.ts'
import { OrderedQueue } from './ordered-queue.ts'
import type { PictureSource } from './picture.ts'
import { scalesOf } from './schedule.ts'
import { WatchedPictures } from './watched-pictures.ts'

/** How detectors run. */
export type DetectionOptions = {
  readonly models: ModelFolder
  /** Threads of the inference engine; 2 when absent. The result does not depend on it. */
  readonly threads?: number
  /** The plain TypeScript ones when absent. */
  readonly kernels?: InputKernels
}

/** What is wanted of a clip: blocks in the order in which they are of use, without those that are there already. */
export type DetectionTask = {
  readonly request: DetectionRequest
  /** Numbers of blocks that need no examining. */
  readonly finished: ReadonlySet<number>
  /** Told of each block once it is finished. */
  readonly onBlock: (block: DetectionBlock) => void
}

/** Inputs at a time. They are made and examined on one thread, so a second one would only take memory. */
const inputsAhead = 1

/**
 * Looks for the classes in every block that holds frames of the request's range, beginning at `startAt`; answers how many
 * blocks were examined. Frames that do not decode are listed as `failed`. FFmpeg's threads decode the next pictures while one
 * is examined. Fails with `class-unavailable`, `no-picture`, `cancelled` or what opening a model fails with; what reading
 * pictures throws is passed on.
 */
export async function runDetection(
  source: PictureSource,
  clip: ClipIndex,
  task: DetectionTask,
  options: DetectionOptions,
  work: Work,
): Promise<Result<number>> {
  const { video } = clip
  if (!video) return failed({ kind: 'no-picture', what: 'clip' })
  const { manifest } = options.models
  const { profile, classes } = task.request
  const unavailable = unavailableClass(manifest, profile, classes)
  if (unavailable) return failed({ kind: 'class-unavailable', name: unavailable })
  const blocks = blocksToDo(task, video.pts.length)
  if (blocks.length === 0) return ok(0)
  const detectors = await openDetectors(options, task.request, displaySize(video))
  if (!detectors.ok) return detectors
  const pictures = new WatchedPictures(source, {
    picture: displaySize(video),
    frames: video.pts.length,
    keyframes: video.keyframes,
  })
  try {
    const progress = new RunProgress(video, task, work)
    const tools = toolsFor({ video, detectors: detectors.value, pictures }, task.request, options, work)
    for (const block of blocks) {
      const finished = await examineBlock(block, { ...tools, onFrame: (frame) => progress.at(frame) })
      if (!finished) return failed({ kind: 'cancelled' })
      task.onBlock(finished)
      progress.finish(block)
    }
    return ok(blocks.length)
  } finally {
    await pictures.close()
    for (const detector of detectors.value.values()) await detector.close()
  }
}

/** The blocks of a task, in the order in which they are examined, in a clip of so many frames. */
function blocksToDo({ request, finished }: DetectionTask, frames: number): readonly number[] {
  const { fromFrame, untilFrame, startAt } = request
  const wanted = blocksOfRange(fromFrame, Math.min(untilFrame, frames))
  return outwardsFrom(startAt ?? fromFrame, wanted).filter((block) => !finished.has(block))
}

type Subject = {
  readonly video: VideoIndex
  readonly detectors: ReadonlyMap<ModelEntry, Detector>
  readonly pictures: WatchedPictures
}

function toolsFor(
  { video, detectors, pictures }: Subject,
  { profile, classes }: DetectionRequest,
  { models, kernels }: DetectionOptions,
  work: Work,
): Omit<BlockTools, 'onFrame'> {
  const picture = displaySize(video)
  const wanted = new Map(
    [...detectors.keys()].map((model) => [model, wantedLabels(models.manifest, model, classes)] as const),
  )
  const labelOf = (found: FoundBox, model: ModelEntry): ModelClass | undefined =>
    wanted.get(model)?.find((each) => each.class === found.class && each.part === found.part)
  return {
    pictures,
    detectors,
    models: [...detectors.keys()],
    tensors: new InputTensors(kernels ?? typescriptKernels),
    queue: new OrderedQueue(inputsAhead),
    isStopped: () => work.signal.aborted,
    accept: (found: FoundBox, { model, roi }: Look) =>
      labelOf(found, model) !== undefined && (!roi || isWholeIn(found.box, roi, picture)),
    profile,
    rules: rulesFor(models.manifest.derived, classes),
    picture,
    frames: video.pts.length,
    startScore: (found, model) => labelOf(found, model)?.thresholds.start ?? 1,
  }
}

/** Counts the frames of the asked range that are done, in whatever order blocks come. */
class RunProgress {
  readonly #video: VideoIndex
  readonly #work: Work
  readonly #range: readonly [from: number, until: number]
  #frames = 0
  #seconds = 0

  constructor(video: VideoIndex, { request, finished }: DetectionTask, work: Work) {
    this.#video = video
    this.#work = work
    this.#range = [request.fromFrame, Math.min(request.untilFrame, video.pts.length)]
    for (const block of blocksOfRange(...this.#range)) if (finished.has(block)) this.finish(block)
  }

  at(frame: number): void {
    const [from, until] = this.#range
    if (frame < from || frame >= until) return
    const [start] = framesOfBlock(blockOf(frame), until)
    const begun = Math.max(from, start)
    this.#tell(this.#frames + frame + 1 - begun, this.#seconds + secondsBetween(this.#video, begun, frame + 1))
  }

  finish(block: number): void {
    const [from, until] = this.#range
    const [first, end] = framesOfBlock(block, this.#video.pts.length)
    const [begun, ended] = [Math.max(from, first), Math.min(until, end)]
    this.#frames += ended - begun
    this.#seconds += secondsBetween(this.#video, begun, ended)
  }

  #tell(done: number, seconds: number): void {
    this.#work.onProgress({ stage: 'detect', done, total: this.#range[1] - this.#range[0], seconds })
  }
}

async function openDetectors(
  { models, threads = 2 }: DetectionOptions,
  { classes, profile }: DetectionRequest,
  picture: Size,
): Promise<Result<ReadonlyMap<ModelEntry, Detector>>> {
  const opened = new Map<ModelEntry, Detector>()
  const needed = withEvidence(models.manifest.derived, classes)
  for (const model of modelsFor(models.manifest, profile, classes)) {
    const largest = scalesOf(model, profile)[0] ?? closeInput
    const largestInput = fitLetterbox([0, 0, picture.width, picture.height], largest, model.input).input
    const detector = await openDetector(models, model, { classes: needed, threads, largestInput })
    if (!detector.ok) {
      for (const before of opened.values()) await before.close()
      return detector
    }
    opened.set(model, detector.value)
  }
  return ok(opened)
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
