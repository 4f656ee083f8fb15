import {
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ444P,
  AVCOL_SPC_SMPTE170M,
  type AVColorSpace,
  type AVPixelFormat,
} from 'node-av/constants'
import { Frame } from 'node-av/lib'
import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import { blackOf, fill, type PlanarPicture, wholePicture } from '../../../kernels/index.ts'
import { must } from '../ffmpeg.ts'
import { PictureConversion } from '../picture-scaler.ts'

/** How a copy's frames lie in memory: 8-bit planes that the kernels edit and the encoder takes. */
export type PictureLayout = {
  readonly format: AVPixelFormat
  readonly fullRange: boolean
  /** Chroma planes are halved this many times along both axes. */
  readonly chromaShift: 0 | 1
  /** Colour matrix of the converted picture where it is not the source's own. */
  readonly matrix: AVColorSpace | null
}

/** The layout for a clip. 4:2:0 needs even sides; pictures of odd size are kept whole in 4:4:4 instead of being cut. */
export function layoutFor(video: VideoIndex): PictureLayout {
  const odd = video.width % 2 === 1 || video.height % 2 === 1
  const jpeg = video.pixelFormat.startsWith('yuvj')
  const colourPlanes = /^(gbr|rgb|bgr|pal|argb|abgr)/.test(video.pixelFormat)
  const [limited, full] = odd ? [AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ444P] : [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P]
  return {
    format: jpeg ? full : limited,
    fullRange: jpeg || (video.colour.range === 'pc' && !colourPlanes),
    chromaShift: odd ? 0 : 1,
    matrix: colourPlanes ? AVCOL_SPC_SMPTE170M : null,
  }
}

/** Brings decoded frames into a copy's layout. Render and verify share it, so that both see the same samples. */
export class WorkingPictures {
  readonly layout: PictureLayout
  readonly #video: VideoIndex
  #conversion: PictureConversion | null = null
  #black: Frame | null = null

  constructor(video: VideoIndex) {
    this.#video = video
    this.layout = layoutFor(video)
  }

  /** The decoded frame in the copy's layout, free to be edited in place; valid until the next frame is decoded. */
  editable(decoded: Frame): Frame {
    if (decoded.format === this.layout.format) {
      must(decoded.makeWritable(), 'make frame writable')
      return decoded
    }
    return this.readable(decoded)
  }

  /** The decoded frame in the copy's layout, to be looked at; not to be edited. */
  readable(decoded: Frame): Frame {
    if (decoded.format === this.layout.format) return decoded
    this.#conversion ??= new PictureConversion(decoded, this.#video, this.layout.format)
    return this.#conversion.run(decoded)
  }

  /** A black frame, for one that could not be decoded. */
  black(): Frame {
    this.#black ??= this.#makeBlack()
    return this.#black
  }

  /** The planes of a frame in the copy's layout. */
  planesOf(frame: Frame): PlanarPicture {
    const { width, height } = this.#video
    const { chromaShift } = this.layout
    const data = frame.data ?? []
    const planes = [0, 1, 2].map((plane) => {
      const bytes = data[plane]
      const stride = frame.linesize[plane]
      if (!bytes || stride === undefined) throw new Error(`a frame has no plane ${plane}`)
      const shift = plane === 0 ? 0 : chromaShift
      return { data: bytes, stride, width: (width + shift) >> shift, height: (height + shift) >> shift }
    })
    const halved = { shiftX: chromaShift, shiftY: chromaShift }
    return { planes, subsampling: [{ shiftX: 0, shiftY: 0 }, halved, halved] }
  }

  /** What the solid style paints on each plane. */
  solid(): readonly number[] {
    return blackOf(this.layout.fullRange)
  }

  close(): void {
    this.#conversion?.close()
    this.#black?.free()
  }

  #makeBlack(): Frame {
    const frame = new Frame()
    frame.alloc()
    frame.width = this.#video.width
    frame.height = this.#video.height
    frame.format = this.layout.format
    must(frame.getBuffer(), 'get picture buffer')
    for (const [index, plane] of this.planesOf(frame).planes.entries()) {
      fill(plane, wholePicture(plane.width, plane.height), this.solid()[index] ?? 128)
    }
    return frame
  }
}
