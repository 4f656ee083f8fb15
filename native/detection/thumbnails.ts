import type { Size } from '../../core/geometry/shape.ts'

/** A small grey picture, made comparable with others: middle brightness 0, contrast 1. */
export type Thumbnail = {
  readonly width: number
  readonly height: number
  /** Row by row, in standard deviations from the mean. */
  readonly values: Float32Array
  /** By how much values grow from pixel to pixel, across and down; 0 along the edges. */
  readonly slopesX: Float32Array
  readonly slopesY: Float32Array
  /** False where there is next to no contrast, as in the dark or with a covered lens: such a picture is like no other. */
  readonly hasContent: boolean
}

/** Standard deviation in grey levels (0 to 255) under which a picture has no content. */
const leastContrast = 4

/** Thumbnails are twice as long as they are high (or the other way round), whatever the picture's shape. */
const [longSide, shortSide] = [128, 64]

/** The size of a picture's thumbnails; the two axes are scaled differently. */
export function thumbnailSize(picture: Size): Size {
  const upright = picture.width >= picture.height
  return { width: upright ? longSide : shortSide, height: upright ? shortSide : longSide }
}

/** Makes a thumbnail from grey levels, row by row. */
export function thumbnailOf(grey: Uint8Array, { width, height }: Size): Thumbnail {
  const count = width * height
  let [sum, squares] = [0, 0]
  for (let at = 0; at < count; at += 1) {
    const value = grey[at] ?? 0
    sum += value
    squares += value * value
  }
  const mean = sum / count
  const contrast = Math.sqrt(Math.max(0, squares / count - mean * mean))
  const values = new Float32Array(count)
  const scale = 1 / Math.max(contrast, leastContrast)
  for (let at = 0; at < count; at += 1) values[at] = ((grey[at] ?? 0) - mean) * scale
  return { width, height, values, ...slopesOf(values, { width, height }), hasContent: contrast >= leastContrast }
}

function slopesOf(values: Float32Array, { width, height }: Size): Pick<Thumbnail, 'slopesX' | 'slopesY'> {
  const [slopesX, slopesY] = [new Float32Array(values.length), new Float32Array(values.length)]
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
      slopesX[at] = ((values[at + 1] as number) - (values[at - 1] as number)) / 2
      slopesY[at] = ((values[at + width] as number) - (values[at - width] as number)) / 2
    }
  }
  return { slopesX, slopesY }
}
