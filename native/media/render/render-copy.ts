import { getFFmpegInfo } from 'node-av/lib'
import type { ClipIndex, VideoIndex } from '../../../core/clips/clip-index.ts'
import type { ByteSink, ByteSource } from '../../../core/ports/bytes.ts'
import type { RenderReport } from '../../../core/ports/media-engine.ts'
import type { Work } from '../../../core/ports/work.ts'
import { type CopyTiming, copyTiming } from '../../../core/redaction/copy-timing.ts'
import type { PlanFrame, RedactionPlan } from '../../../core/redaction/plan.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { FrameIndex } from '../../../core/time.ts'
import { frameMapOfSpans, outputFramesOf } from '../../../core/verification/frame-map.ts'
import type { Kernels } from '../../../kernels/index.ts'
import { FrameReader, type ReadFrame } from '../frame-reader.ts'
import { CopyMuxer } from './copy-muxer.ts'
import { codedRedaction, FrameRedactor } from './frame-redactor.ts'
import { LabelWriter } from './label-writer.ts'
import { PictureEncoder } from './picture-encoder.ts'
import { aacFrame, aacRates } from './sound-encoder.ts'
import { CopySound } from './sound-track.ts'
import { WorkingPictures } from './working-picture.ts'

type Rendering = {
  readonly index: ClipIndex
  readonly plan: RedactionPlan
  readonly timing: CopyTiming
  readonly muxer: CopyMuxer
  readonly kernels: Kernels
}

/** Writes the redacted copy into `sink`: one pass of decoding, covering and encoding; sound alongside. */
export async function renderCopy(
  source: ByteSource,
  index: ClipIndex,
  plan: RedactionPlan,
  target: { readonly sink: ByteSink; readonly kernels: Kernels },
  work: Work,
): Promise<Result<RenderReport>> {
  const odd = plan.audio.find(({ track }) => !aacRates.includes(rateOf(index, track)))
  if (odd) {
    const found = String(rateOf(index, odd.track))
    return failed({ kind: 'unsupported-media', name: 'clip', what: 'sample-rate', found })
  }
  const timing = copyTiming(plan, index)
  const muxer = new CopyMuxer(target.sink)
  const rendering = { index, plan, timing, muxer, kernels: target.kernels }
  try {
    return await renderInto(source, rendering, work)
  } finally {
    muxer.close()
  }
}

function rateOf(index: ClipIndex, track: number): number {
  return index.audio.find((audio) => audio.track === track)?.sampleRate ?? 0
}

async function renderInto(source: ByteSource, rendering: Rendering, work: Work): Promise<Result<RenderReport>> {
  const { index, plan, timing, muxer } = rendering
  const picture = index.video ? await CopyPicture.open(source, index.video, rendering) : null
  if (picture && !picture.ok) return picture
  const sound = await CopySound.open(source, index, plan, { muxer, timing })
  if (!sound.ok) return sound
  try {
    const { video } = index
    await muxer.begin(packetsOf(rendering), video ? video.timeBase[1] : null)
    await picture?.value.run(sound.value, work)
    await sound.value?.finish(work.signal)
    const bytes = await muxer.finish()
    return ok(reportOf(rendering, bytes, picture?.value.damaged ?? [], sound.value))
  } finally {
    await picture?.value.close()
    await sound.value?.close()
  }
}

function packetsOf({ index, plan, timing }: Rendering): number {
  const frames = plan.frames.filter((frame) => frame.mode !== 'omit').length
  const chunks = plan.audio.map(({ track }) => Math.ceil((timing.seconds * rateOf(index, track)) / aacFrame) + 8)
  return frames + chunks.reduce((sum, count) => sum + count, 0)
}

function reportOf(
  { plan }: Rendering,
  bytes: number,
  damagedFrames: readonly FrameIndex[],
  sound: CopySound | null,
): RenderReport {
  const frameMap = frameMapOfSpans(plan.spans)
  const { version, libraries } = getFFmpegInfo()
  return {
    bytes,
    frames: outputFramesOf(frameMap),
    frameMap,
    damagedFrames,
    audioSamples: sound?.samples ?? [],
    versions: { ffmpeg: version, libavcodec: libraries.avcodec, libavformat: libraries.avformat },
  }
}

/** The picture of a copy. */
class CopyPicture {
  /** Source frames that did not decode cleanly and were covered wholly. */
  readonly damaged: FrameIndex[] = []
  readonly #reader: FrameReader
  readonly #video: VideoIndex
  readonly #rendering: Rendering
  readonly #pictures: WorkingPictures
  readonly #encoder: PictureEncoder
  readonly #redactor: FrameRedactor
  readonly #label: LabelWriter

  private constructor(reader: FrameReader, video: VideoIndex, rendering: Rendering, encoder: PictureEncoder) {
    this.#reader = reader
    this.#video = video
    this.#rendering = rendering
    this.#encoder = encoder
    this.#pictures = new WorkingPictures(video)
    this.#redactor = new FrameRedactor(rendering.kernels, rendering.plan.secret, this.#pictures.solid())
    this.#label = new LabelWriter(rendering.plan, video, this.#pictures.layout.fullRange)
  }

  static async open(source: ByteSource, video: VideoIndex, rendering: Rendering): Promise<Result<CopyPicture>> {
    const reader = await FrameReader.open(source, video)
    if (!reader.ok) return reader
    const pictures = new WorkingPictures(video)
    const { muxer, plan } = rendering
    const encoder = await PictureEncoder.open(reader.value.stream, video, pictures.layout, {
      muxer,
      output: plan.output,
    })
    return ok(new CopyPicture(reader.value, video, rendering, encoder))
  }

  async run(sound: CopySound | null, work: Work): Promise<void> {
    const { plan, timing } = this.#rendering
    const total = plan.frames.filter((frame) => frame.mode !== 'omit').length
    let done = 0
    for (const [from, until] of plan.spans) {
      for await (const read of this.#reader.frames(from, until, work.signal)) {
        const planned = plan.frames[read.frame]
        if (!planned) throw new Error(`the plan has no frame ${read.frame}`)
        await this.#write(read, planned)
        await sound?.advanceTo(this.#secondsOf(read.frame), work.signal)
        if (++done % 8 === 0) {
          work.onProgress({ stage: 'render', done, total, seconds: (timing.seconds * done) / total })
        }
      }
    }
    await this.#encoder.finish()
  }

  async close(): Promise<void> {
    this.#encoder.close()
    this.#pictures.close()
    await this.#reader.close()
  }

  async #write(read: ReadFrame, planned: PlanFrame): Promise<void> {
    const intact = read.picture && !read.damaged
    if (!intact) this.damaged.push(read.frame)
    const frame = intact && read.picture ? this.#pictures.editable(read.picture) : this.#pictures.black()
    const planes = this.#pictures.planesOf(frame)
    if (intact) this.#redactor.redact(planes, codedRedaction(planned, this.#video))
    this.#label.write(planes)
    const pts = this.#rendering.timing.pts[read.frame]
    if (pts === null || pts === undefined) throw new Error(`frame ${read.frame} has no place in the copy`)
    await this.#encoder.encode(frame, pts, this.#durationOf(read.frame))
  }

  #durationOf(frame: FrameIndex): bigint {
    const { pts, lastDuration } = this.#video
    const [at, next] = [pts[frame], pts[frame + 1]]
    return at === undefined || next === undefined ? lastDuration : next - at
  }

  #secondsOf(frame: FrameIndex): number {
    const [num, den] = this.#video.timeBase
    return (Number(this.#rendering.timing.pts[frame] ?? 0n) * num) / den
  }
}
