import { type FileHandle, open } from 'node:fs/promises'
import {
  AV_CHANNEL_ORDER_NATIVE,
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_FRAME_DURATION,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_TRC_BT709,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import { Codec, CodecContext, Dictionary, Frame, Packet, Rational, type Stream } from 'node-av/lib'
import type { Size } from '../../core/geometry/shape.ts'
import { isDrained, must } from '../../native/media/ffmpeg.ts'
import { CopyMuxer } from '../../native/media/render/copy-muxer.ts'
import type { ComposedFrame } from './draw-sprite.ts'

/** Samples a second of the clip's sound. */
export const soundRate = 48_000
const frameRate = 30
const soundFrame = 1024

type Track = { readonly encoder: CodecContext; readonly stream: Stream }

/** Writes an MP4 of 30 frames a second, H.264 and mono AAC: frame by frame, the sound alongside. */
export class ClipWriter {
  readonly #file: FileHandle
  readonly #muxer: CopyMuxer
  readonly #picture: Track
  readonly #sound: Track
  readonly #frame: Frame
  readonly #packet = new Packet()
  #frames = 0
  #samples = 0

  private constructor(file: FileHandle, muxer: CopyMuxer, tracks: { picture: Track; sound: Track }, frame: Frame) {
    this.#file = file
    this.#muxer = muxer
    this.#picture = tracks.picture
    this.#sound = tracks.sound
    this.#frame = frame
    this.#packet.alloc()
  }

  /** Opens a clip of `frames` frames for writing; replaces what lies at `path`. A larger `crf` compresses more (x264). */
  static async open(path: string, size: Size, frames: number, crf = 21): Promise<ClipWriter> {
    const file = await open(path, 'w')
    const muxer = new CopyMuxer({
      write: async (offset, bytes) => {
        await file.write(bytes, 0, bytes.length, offset)
      },
    })
    const picture = await openPicture(size, crf)
    const sound = await openSound()
    const tracks = {
      picture: { encoder: picture, stream: muxer.addTrack(picture) },
      sound: { encoder: sound, stream: muxer.addTrack(sound) },
    }
    await muxer.begin(frames * 3 + 100, frameRate * 1000)
    return new ClipWriter(file, muxer, tracks, pictureBuffer(size))
  }

  /** Lets `draw` paint the next frame and encodes it. The planes still hold an earlier frame: all must be painted. */
  async picture(draw: (frame: ComposedFrame) => void): Promise<void> {
    const frame = this.#frame
    must(frame.makeWritable(), 'make picture writable')
    draw(composedOf(frame))
    frame.pts = BigInt(this.#frames++)
    // Without it the last frame has no length, and players drop it.
    frame.duration = 1n
    must(this.#picture.encoder.sendFrameSync(frame), 'encode picture')
    await this.#drain(this.#picture)
  }

  /** Encodes sound up to the end of the pictures written so far. */
  async sound(samples: Float32Array): Promise<void> {
    const until = Math.min(samples.length, (this.#frames / frameRate) * soundRate)
    for (; this.#samples + soundFrame <= until; this.#samples += soundFrame) {
      await this.#soundFrame(samples.subarray(this.#samples, this.#samples + soundFrame))
    }
  }

  /** Finishes the file. */
  async close(): Promise<void> {
    for (const track of [this.#picture, this.#sound]) {
      must(track.encoder.sendFrameSync(null), 'finish track')
      await this.#drain(track)
    }
    await this.#muxer.finish()
    this.#free()
    await this.#file.close()
  }

  /** Gives everything up after a failure. */
  async abandon(): Promise<void> {
    this.#free()
    await this.#file.close()
  }

  #free(): void {
    this.#muxer.close()
    this.#packet.free()
    this.#frame.free()
    this.#picture.encoder.freeContext()
    this.#sound.encoder.freeContext()
  }

  async #soundFrame(samples: Float32Array): Promise<void> {
    const frame = new Frame()
    frame.alloc()
    frame.format = AV_SAMPLE_FMT_FLTP
    frame.sampleRate = soundRate
    frame.channelLayout = this.#sound.encoder.channelLayout
    frame.nbSamples = samples.length
    must(frame.getBuffer(), 'get sound buffer')
    frame.data?.[0]?.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    frame.pts = BigInt(this.#samples)
    must(this.#sound.encoder.sendFrameSync(frame), 'encode sound')
    frame.free()
    await this.#drain(this.#sound)
  }

  async #drain({ encoder, stream }: Track): Promise<void> {
    for (;;) {
      const code = encoder.receivePacketSync(this.#packet)
      if (isDrained(code)) return
      must(code, 'take packet')
      await this.#muxer.write(this.#packet, encoder, stream)
    }
  }
}

async function openPicture({ width, height }: Size, crf: number): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
  if (!codec) throw new Error('this build of FFmpeg has no H.264 encoder')
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = width
  encoder.height = height
  encoder.pixelFormat = AV_PIX_FMT_YUV420P
  encoder.timeBase = new Rational(1, frameRate)
  encoder.framerate = new Rational(frameRate, 1)
  encoder.colorRange = AVCOL_RANGE_MPEG
  encoder.colorPrimaries = AVCOL_PRI_BT709
  encoder.colorTrc = AVCOL_TRC_BT709
  encoder.colorSpace = AVCOL_SPC_SMPTE170M
  encoder.gopSize = 60
  encoder.threadCount = 0
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT, AV_CODEC_FLAG_FRAME_DURATION)
  // Macroblock-tree rate control comes to other bytes from run to run on some processors; without it the clip is the same.
  const options = Dictionary.fromObject({ preset: 'veryfast', crf: `${crf}`, 'x264-params': 'mbtree=0' })
  must(await encoder.open2(codec, options), 'open H.264 encoder')
  return encoder
}

async function openSound(): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_AAC)
  if (!codec) throw new Error('this build of FFmpeg has no AAC encoder')
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.sampleRate = soundRate
  encoder.channelLayout = { nbChannels: 1, order: AV_CHANNEL_ORDER_NATIVE, mask: 4n }
  encoder.sampleFormat = AV_SAMPLE_FMT_FLTP
  encoder.bitRate = 96_000n
  encoder.timeBase = new Rational(1, soundRate)
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT)
  must(await encoder.open2(codec, null), 'open AAC encoder')
  return encoder
}

function pictureBuffer({ width, height }: Size): Frame {
  const frame = new Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = AV_PIX_FMT_YUV420P
  must(frame.getBuffer(), 'get picture buffer')
  return frame
}

function composedOf(frame: Frame): ComposedFrame {
  const plane = (i: number, width: number, height: number) => {
    const data = frame.data?.[i]
    if (!data) throw new Error('a picture buffer has no plane')
    return { data, stride: frame.linesize[i] ?? 0, width, height }
  }
  const half = [frame.width >> 1, frame.height >> 1] as const
  return { luma: plane(0, frame.width, frame.height), u: plane(1, ...half), v: plane(2, ...half) }
}
