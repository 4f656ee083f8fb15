import { AV_PIX_FMT_RGB24, type AVPixelFormat, SWS_BILINEAR } from 'node-av/constants'
import { Frame, SoftwareScaleContext } from 'node-av/lib'
import type { Rotation, Size } from '../../core/geometry/shape.ts'
import { rotateRgb } from '../../kernels/index.ts'
import { must } from './ffmpeg.ts'

/** Converts frames of one kind into one size and pixel format; the buffer is reused from frame to frame. */
export class PictureConversion {
  readonly #context = new SoftwareScaleContext()
  readonly #target = new Frame()

  constructor(source: Frame, size: Size, format: AVPixelFormat) {
    const { width, height } = size
    this.#context.getContext(
      source.width,
      source.height,
      source.format as AVPixelFormat,
      width,
      height,
      format,
      SWS_BILINEAR,
    )
    this.#target.alloc()
    this.#target.width = width
    this.#target.height = height
    this.#target.format = format
    must(this.#target.getBuffer(), 'get picture buffer')
  }

  /** The converted frame; valid until the next conversion. */
  run(source: Frame): Frame {
    must(this.#target.makeWritable(), 'make picture writable')
    must(this.#context.scaleFrameSync(this.#target, source), 'convert picture')
    return this.#target
  }

  close(): void {
    this.#context.freeContext()
    this.#target.free()
  }
}

/** Turns frames into upright packed RGB24 of any size; one conversion per size is kept. */
export class PictureScaler {
  readonly #rotation: Rotation
  readonly #conversions = new Map<string, PictureConversion>()

  constructor(rotation: Rotation) {
    this.#rotation = rotation
  }

  /** The whole picture, display oriented, scaled to exactly `size` (display oriented); rows are packed. */
  toRgb(frame: Frame, size: Size): Uint8Array {
    const upright = this.#rotation % 180 === 0
    const coded = upright ? size : { width: size.height, height: size.width }
    const key = `${coded.width}x${coded.height}`
    const conversion = this.#conversions.get(key) ?? new PictureConversion(frame, coded, AV_PIX_FMT_RGB24)
    this.#conversions.set(key, conversion)
    const data = packed(conversion.run(frame), coded.width * 3, coded.height)
    if (this.#rotation === 0) return data
    return rotateRgb({ data, stride: coded.width * 3, ...coded }, this.#rotation).data
  }

  close(): void {
    for (const conversion of this.#conversions.values()) conversion.close()
    this.#conversions.clear()
  }
}

/** Rows of the first plane without the padding between them. */
function packed(frame: Frame, rowBytes: number, rows: number): Uint8Array {
  const plane = frame.data?.[0]
  const stride = frame.linesize[0]
  if (!plane || stride === undefined) throw new Error('a converted picture has no plane')
  const out = new Uint8Array(rowBytes * rows)
  for (let row = 0; row < rows; row++) out.set(plane.subarray(row * stride, row * stride + rowBytes), row * rowBytes)
  return out
}
