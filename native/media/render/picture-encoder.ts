import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_FRAME_DURATION,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVCOL_RANGE_MPEG,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import { Codec, CodecContext, Dictionary, type Frame, Packet, Rational, type Stream } from 'node-av/lib'
import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import { isDrained, must } from '../ffmpeg.ts'
import type { CopyMuxer } from './copy-muxer.ts'
import type { PictureLayout } from './working-picture.ts'

/** Frames between two keyframes at most: two seconds at 30 frames a second, so that players can seek. */
export const keyframeInterval = 60

/** H.264 of the copy's picture track: same clock, size, shape of pixels, colour tags and rotation as the source. */
export class PictureEncoder {
  readonly #encoder: CodecContext
  readonly #muxer: CopyMuxer
  readonly #track: Stream
  readonly #packet = new Packet()

  private constructor(encoder: CodecContext, muxer: CopyMuxer, track: Stream) {
    this.#encoder = encoder
    this.#muxer = muxer
    this.#track = track
    this.#packet.alloc()
  }

  static async open(
    source: Stream,
    video: VideoIndex,
    layout: PictureLayout,
    copy: { readonly muxer: CopyMuxer; readonly output: RedactionPlan['output'] },
  ): Promise<PictureEncoder> {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
    if (!codec) throw new Error('this build of FFmpeg has no H.264 encoder')
    const encoder = new CodecContext()
    encoder.allocContext3(codec)
    describe(encoder, source, video, layout)
    const { preset, crf } = copy.output
    // Captions that ride on frames (A/53) are text about people: they stay out.
    must(
      await encoder.open2(codec, Dictionary.fromObject({ preset, crf: String(crf), a53cc: '0' })),
      'open H.264 encoder',
    )
    const track = copy.muxer.addTrack(encoder)
    track.sampleAspectRatio = encoder.sampleAspectRatio
    const matrix = video.rotation === 0 ? null : source.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
    if (matrix) must(track.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, matrix), 'keep rotation')
    return new PictureEncoder(encoder, copy.muxer, track)
  }

  /** Encodes one frame; times are in the source's ticks. */
  async encode(frame: Frame, pts: bigint, duration: bigint): Promise<void> {
    frame.pts = pts
    frame.duration = duration
    frame.pictType = AV_PICTURE_TYPE_NONE
    must(this.#encoder.sendFrameSync(frame), 'encode frame')
    await this.#drain()
  }

  async finish(): Promise<void> {
    must(this.#encoder.sendFrameSync(null), 'finish picture')
    await this.#drain()
  }

  close(): void {
    this.#packet.free()
    this.#encoder.freeContext()
  }

  async #drain(): Promise<void> {
    for (;;) {
      const code = this.#encoder.receivePacketSync(this.#packet)
      if (isDrained(code)) return
      must(code, 'take encoded picture')
      await this.#muxer.write(this.#packet, this.#encoder, this.#track)
    }
  }
}

function describe(encoder: CodecContext, source: Stream, video: VideoIndex, layout: PictureLayout): void {
  const { codecpar } = source
  encoder.width = video.width
  encoder.height = video.height
  encoder.pixelFormat = layout.format
  encoder.timeBase = new Rational(video.timeBase[0], video.timeBase[1])
  if (source.avgFrameRate.num > 0) encoder.framerate = source.avgFrameRate
  encoder.sampleAspectRatio = new Rational(video.pixelAspect[0], video.pixelAspect[1])
  // A picture that was converted from RGB has the conversion's range and matrix, whatever its source said.
  encoder.colorRange = layout.matrix === null ? codecpar.colorRange : AVCOL_RANGE_MPEG
  encoder.colorPrimaries = codecpar.colorPrimaries
  encoder.colorTrc = codecpar.colorTrc
  encoder.colorSpace = layout.matrix ?? codecpar.colorSpace
  encoder.gopSize = keyframeInterval
  encoder.threadCount = 0
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_FRAME_DURATION, AV_CODEC_FLAG_BITEXACT)
}
