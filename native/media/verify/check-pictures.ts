import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { Work } from '../../../core/ports/work.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import { ok, type Result } from '../../../core/result.ts'
import { type FrameIndex, frameIndex } from '../../../core/time.ts'
import { frameMapOfSpans, outputFramesOf } from '../../../core/verification/frame-map.ts'
import type { CheckResult } from '../../../core/verification/report.ts'
import {
  chromaSpans,
  coveredSpans,
  type DifferenceSummary,
  type Kernels,
  type Layer,
  layersOf,
  type PlanarPicture,
  psnr,
  type Spans,
  summariseDifferences,
  uniteSpans,
} from '../../../kernels/index.ts'
import { FrameReader, type ReadFrame } from '../frame-reader.ts'
import { codedRedaction, FrameRedactor } from '../render/frame-redactor.ts'
import { LabelWriter } from '../render/label-writer.ts'
import { WorkingPictures } from '../render/working-picture.ts'
import { checkLabel } from './check-label.ts'
import { checkLayers, type LayerTallies } from './check-layers.ts'
import { FrameOrder } from './frame-order.ts'
import { checkFrameSideData } from './frame-side-data.ts'
import { KeptPicture } from './kept-picture.ts'
import type { PictureSides } from './plane-region.ts'
import { Tally } from './tally.ts'

/** Picture outside of regions may lose what x264 at crf 20 takes, not more: decibels over a frame's luma and chroma. */
const leastPsnr = 28

/** A block of 16 x 16 that compression changed differs by less than this on average; a shifted or foreign one by more. */
const worstBlockMeanSquare = 600

/** Blocks with fewer samples outside of regions say little. */
const leastBlockSamples = 64

/** What picture checks are about. */
export type PictureCheck = {
  readonly original: { readonly source: ByteSource; readonly video: VideoIndex }
  readonly copy: { readonly source: ByteSource; readonly video: VideoIndex }
  readonly plan: RedactionPlan
  readonly kernels: Kernels
  /** Gathers what rides on frames. */
  readonly metadata: Tally
}

/** Compares the written pictures with the original and the plan, frame by frame. */
export async function checkPictures(check: PictureCheck, work: Work): Promise<Result<readonly CheckResult[]>> {
  const original = await FrameReader.open(check.original.source, check.original.video)
  if (!original.ok) return original
  const copy = await FrameReader.open(check.copy.source, check.copy.video)
  if (!copy.ok) {
    await original.value.close()
    return copy
  }
  const comparison = new Comparison(check)
  try {
    await comparison.run(original.value, copy.value, work)
    return ok(comparison.results())
  } finally {
    comparison.close()
    await original.value.close()
    await copy.value.close()
  }
}

/** The source frames that the copy shows, in its order. */
async function* disclosedFrames(reader: FrameReader, plan: RedactionPlan, work: Work): AsyncGenerator<ReadFrame> {
  for (const [from, until] of plan.spans) yield* reader.frames(from, until, work.signal)
}

/** What the copy should show of one source frame. */
type Expected = {
  readonly blank: boolean
  readonly layers: readonly Layer[]
  /** Luma pixels that some layer covers, or the label. */
  readonly covered: Spans
  /** The source, where it is covered. */
  readonly original: PlanarPicture
  /** The source, covered again, with its label. */
  readonly expected: PlanarPicture
}

class Comparison {
  readonly #check: PictureCheck
  readonly #frames = new Tally('frames')
  readonly #outside = new Tally('outside')
  readonly #labelled = new Tally('label')
  readonly #layers: LayerTallies = {
    solid: new Tally('solid'),
    pixelate: new Tally('pixelate'),
    blur: new Tally('blur'),
    blank: new Tally('blank'),
  }
  readonly #pictures: WorkingPictures
  readonly #copyPictures: WorkingPictures
  readonly #redactor: FrameRedactor
  readonly #label: LabelWriter
  readonly #uncovered = new KeptPicture()
  readonly #order = new FrameOrder()

  constructor(check: PictureCheck) {
    this.#check = check
    this.#pictures = new WorkingPictures(check.original.video)
    this.#copyPictures = new WorkingPictures({ ...check.original.video, pixelFormat: check.copy.video.pixelFormat })
    this.#redactor = new FrameRedactor(check.kernels, check.plan.secret, this.#pictures.solid())
    this.#label = new LabelWriter(check.plan, check.original.video, this.#pictures.layout.fullRange)
  }

  /** Walks both files side by side. The plan has an entry for every frame that the original's index has. */
  async run(original: FrameReader, copy: FrameReader, work: Work): Promise<void> {
    const { plan, copy: written } = this.#check
    const total = outputFramesOf(frameMapOfSpans(plan.spans))
    const copied = copy.frames(0, written.video.pts.length, work.signal)
    let done = 0
    for await (const source of disclosedFrames(original, plan, work)) {
      const next = await copied.next()
      if (next.done) this.#frames.fail('the copy ends before this frame', source.frame)
      else this.#compare(source, next.value)
      if (++done % 8 === 0) this.#report(work, done, total)
    }
    const extra = written.video.pts.length - done
    this.#frames.most('framesExpected', total)
    this.#frames.most('framesFound', written.video.pts.length)
    if (extra > 0) this.#frames.fail(`the copy has ${extra} frames too many`)
  }

  results(): CheckResult[] {
    const { solid, pixelate, blur, blank } = this.#layers
    return [this.#frames, solid, pixelate, blur, blank, this.#outside, this.#labelled].map((tally) => tally.result())
  }

  close(): void {
    this.#pictures.close()
    this.#copyPictures.close()
  }

  #report(work: Work, done: number, total: number): void {
    const { video } = this.#check.original
    const [first, last] = [video.pts[0] ?? 0n, video.pts.at(-1) ?? 0n]
    const seconds = (Number(last - first + video.lastDuration) * video.timeBase[0]) / video.timeBase[1]
    work.onProgress({ stage: 'verify', done, total, seconds: (seconds * done) / Math.max(1, video.pts.length) })
  }

  #compare(source: ReadFrame, copied: ReadFrame): void {
    this.#frames.looked()
    if (!copied.picture || copied.damaged) {
      this.#frames.fail('the copy does not decode cleanly here', source.frame)
      return
    }
    const { width, height } = this.#check.original.video
    if (copied.picture.width !== width || copied.picture.height !== height) {
      this.#frames.fail(`the picture is ${copied.picture.width}x${copied.picture.height}`, source.frame)
      return
    }
    checkFrameSideData(copied.picture, source.frame, this.#check.metadata)
    const found = this.#copyPictures.planesOf(this.#copyPictures.readable(copied.picture))
    this.#judge(frameIndex(source.frame), this.#expect(source), found)
  }

  /** Luma pixels that the label is written over. */
  get #written(): Spans {
    return this.#label.stamp?.box ?? new Int32Array(0)
  }

  /** A source frame, and what the copy should show of it: the original, covered again. */
  #expect(source: ReadFrame): Expected {
    const { plan, original } = this.#check
    const planned = plan.frames[source.frame]
    if (!planned) throw new Error(`the plan has no frame ${source.frame}`)
    if (!source.picture || source.damaged) {
      const { width, height } = original.video
      const layers = layersOf({ frame: source.frame, mode: 'blank', regions: [] }, width, height)
      const black = this.#pictures.planesOf(this.#pictures.black())
      this.#label.write(black)
      return { blank: true, layers, covered: coveredSpans(layers), original: black, expected: black }
    }
    const redaction = codedRedaction(planned, original.video)
    const expected = this.#pictures.planesOf(this.#pictures.editable(source.picture))
    const layers = layersOf(redaction, original.video.width, original.video.height)
    const covered = uniteSpans(coveredSpans(layers), this.#written)
    const uncovered = this.#uncovered.keep(expected, covered)
    this.#redactor.redact(expected, redaction)
    this.#label.write(expected)
    return { blank: redaction.mode === 'blank', layers, covered, original: uncovered, expected }
  }

  #judge(frame: FrameIndex, { blank, layers, covered, original, expected }: Expected, found: PlanarPicture): void {
    const sides = { original, expected, found }
    checkLayers(
      { frame, blank, layers, label: this.#written, held: this.#redactor.held, ...sides },
      { solid: this.#pictures.solid(), tallies: this.#layers },
    )
    const { stamp } = this.#label
    if (stamp) checkLabel({ frame, stamp, ...sides }, this.#check.kernels, this.#labelled)
    if (blank) {
      this.#order.restart()
      return
    }
    this.#checkOutside(frame, covered, sides)
    this.#checkOrder(frame, covered, sides)
  }

  /** A frame must show its own source frame, not a neighbour. */
  #checkOrder(frame: FrameIndex, covered: Spans, { expected, found }: PictureSides): void {
    const [a, b] = [expected.planes[0], found.planes[0]]
    const misplaced = a && b ? this.#order.take(a, b, covered) : null
    if (!misplaced) return
    const position = misplaced.position === 'this' ? frame : frameIndex(Math.max(0, frame - 1))
    this.#frames.fail(`shows ${misplaced.shows}`, position)
  }

  /** What neither a region nor the label covers must be the source, less what compression takes. */
  #checkOutside(frame: FrameIndex, covered: Spans, { expected, found }: PictureSides): void {
    for (const [index, a] of expected.planes.entries()) {
      const [b, subsampling] = [found.planes[index], found.subsampling[index]]
      if (!b || !subsampling) throw new Error('a picture has too few planes')
      const hidden = chromaSpans(covered, subsampling.shiftX, subsampling.shiftY)
      const blocks = this.#check.kernels.blockDifferences(a, b, hidden)
      this.#judgeOutside(frame, summariseDifferences(blocks, leastBlockSamples), index === 0 ? 'Luma' : 'Chroma')
    }
  }

  #judgeOutside(frame: FrameIndex, { squared, samples, worst }: DifferenceSummary, plane: 'Luma' | 'Chroma'): void {
    if (samples === 0) return
    if (plane === 'Luma') this.#outside.looked()
    const quality = psnr(squared, samples)
    this.#outside.least(`least${plane}PsnrDecibels`, quality)
    if (quality < leastPsnr) this.#outside.fail(`only ${quality.toFixed(1)} dB outside of regions`, frame)
    if (!worst) return
    this.#outside.most(`worst${plane}BlockMeanSquare`, worst.meanSquare)
    if (worst.meanSquare > worstBlockMeanSquare) {
      this.#outside.fail(`the block at ${worst.x},${worst.y} is not the source's`, frame)
    }
  }
}
