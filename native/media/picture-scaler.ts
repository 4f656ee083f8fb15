import { AV_PIX_FMT_GRAY8, AV_PIX_FMT_RGB24, type AVPixelFormat, SWS_BILINEAR } from 'node-av/constants'
import { Frame, SoftwareScaleContext } from 'node-av/lib'
import { boxToCoded, rotatedSize } from '../../core/geometry/rotation.ts'
import type { Box, Rotation, Size } from '../../core/geometry/shape.ts'
import { rotateRgb } from '../../kernels/index.ts'
import { must } from './ffmpeg.ts'

/** Converts frames of one kind into one size and pixel format; the buffer is reused from frame to frame. */
export class PictureConversion {
  readonly #context = new SoftwareScaleContext()
  /** What the last conversion came to. */
  readonly target: Frame

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
    this.target = emptyFrame(size, format)
  }

  /** The converted frame; valid until the next conversion. */
  run(source: Frame): Frame {
    must(this.target.makeWritable(), 'make picture writable')
    must(this.#context.scaleFrameSync(this.target, source), 'convert picture')
    return this.target
  }

  close(): void {
    this.#context.freeContext()
    this.target.free()
  }
}

/** Turns frames of one kind into upright pictures of any size; one conversion per pair of sizes is kept. */
export class PictureScaler {
  readonly #rotation: Rotation
  readonly #conversions = new Map<string, PictureConversion>()
  readonly #cuts = new Map<string, Frame>()
  #whole: PictureConversion | null = null
  #wholeOf: Frame | null = null

  constructor(rotation: Rotation) {
    this.#rotation = rotation
  }

  /**
   * Packed RGB24 of the picture, display oriented, scaled to exactly `size` (display oriented). `part` takes only that part
   * of it: display-oriented source pixels, whole numbers inside the picture; throws on others.
   */
  toRgb(frame: Frame, size: Size, part?: Box): Uint8Array {
    const coded = rotatedSize(size, this.#rotation)
    const rgb = part
      ? this.#partToRgb(frame, coded, boxToCoded(part, this.#rotation, frame))
      : this.#convert(frame, coded, AV_PIX_FMT_RGB24)
    const data = packed(rgb, coded.width * 3, coded.height)
    if (this.#rotation === 0) return data
    return rotateRgb({ data, stride: coded.width * 3, ...coded }, this.#rotation).data
  }

  /** Parts are cut from the whole picture in RGB, which is made once per frame: cheaper than FFmpeg's filters for a few. */
  #partToRgb(frame: Frame, size: Size, part: Box): Frame {
    if (this.#wholeOf !== frame) {
      this.#whole ??= new PictureConversion(frame, frame, AV_PIX_FMT_RGB24)
      this.#whole.run(frame)
      this.#wholeOf = frame
    }
    const whole = this.#whole?.target
    if (!whole) throw new Error('the whole picture was not made')
    return this.#convert(this.#cut(whole, part), size, AV_PIX_FMT_RGB24)
  }

  /** A copy of a part of an RGB frame, in a frame that is used again for the next part of that size. */
  #cut(whole: Frame, part: Box): Frame {
    const [x, y, width, height] = part
    const edges = [x, y, whole.width - x - width, whole.height - y - height]
    if (edges.some((edge) => !Number.isInteger(edge) || edge < 0) || width < 1 || height < 1)
      throw new RangeError('the part is not made of pixels of the picture')
    const key = `${width}x${height}`
    const target = this.#cuts.get(key) ?? emptyFrame({ width, height }, AV_PIX_FMT_RGB24)
    this.#cuts.set(key, target)
    const [from, fromStride] = firstPlane(whole)
    const [to, toStride] = firstPlane(target)
    for (let row = 0; row < height; row++) {
      const start = (y + row) * fromStride + x * 3
      to.set(from.subarray(start, start + width * 3), row * toStride)
    }
    return target
  }

  /** The whole picture in grey, display oriented, scaled to exactly `size`; rows are packed. */
  toGrey(frame: Frame, size: Size): Uint8Array {
    const coded = rotatedSize(size, this.#rotation)
    const data = packed(this.#convert(frame, coded, AV_PIX_FMT_GRAY8), coded.width, coded.height)
    return turnGrey(data, coded, this.#rotation)
  }

  close(): void {
    for (const conversion of this.#conversions.values()) conversion.close()
    this.#conversions.clear()
    for (const cut of this.#cuts.values()) cut.free()
    this.#cuts.clear()
    this.#whole?.close()
    this.#whole = null
    this.#wholeOf = null
  }

  #convert(frame: Frame, size: Size, format: AVPixelFormat): Frame {
    const key = [frame.format, frame.width, frame.height, size.width, size.height, format].join(' ')
    const conversion = this.#conversions.get(key) ?? new PictureConversion(frame, size, format)
    this.#conversions.set(key, conversion)
    return conversion.run(frame)
  }
}

/** A packed grey picture turned clockwise. */
function turnGrey(data: Uint8Array, { width, height }: Size, rotation: Rotation): Uint8Array {
  if (rotation === 0) return data
  if (rotation === 180) return data.toReversed()
  const turned = new Uint8Array(data.length)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = rotation === 90 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y
      turned[to] = data[y * width + x] ?? 0
    }
  }
  return turned
}

/** Rows of the first plane without the padding between them. */
function packed(frame: Frame, rowBytes: number, rows: number): Uint8Array {
  const [plane, stride] = firstPlane(frame)
  const out = new Uint8Array(rowBytes * rows)
  for (let row = 0; row < rows; row++) out.set(plane.subarray(row * stride, row * stride + rowBytes), row * rowBytes)
  return out
}

function firstPlane(frame: Frame): readonly [plane: Uint8Array, stride: number] {
  const plane = frame.data?.[0]
  const stride = frame.linesize[0]
  if (!plane || stride === undefined) throw new Error('a converted picture has no plane')
  return [plane, stride]
}

function emptyFrame({ width, height }: Size, format: AVPixelFormat): Frame {
  const frame = new Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = format
  must(frame.getBuffer(), 'get picture buffer')
  return frame
}
