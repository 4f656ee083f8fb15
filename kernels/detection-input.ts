import { checkPlane, type Normalisation, type PackedPicture } from './kernels.ts'

/** The twin of the compiled conversion: every step is rounded to float32. */
export function rgbToPlanarFloat(picture: PackedPicture, normalisation: Normalisation, out: Float32Array): void {
  checkPlane(picture, 3)
  const { width, height, stride, data } = picture
  const area = width * height
  checkRoom(out, area)
  const channels = channelOrder(normalisation)
  for (let plane = 0; plane < 3; plane++) {
    const mean = Math.fround(normalisation.mean[plane] ?? 0)
    const scale = Math.fround(normalisation.scale[plane] ?? 1)
    const values = Float32Array.from({ length: 256 }, (_, value) => Math.fround(value - mean) * scale)
    let at = plane * area
    for (let y = 0; y < height; y++) {
      let from = y * stride + (channels[plane] ?? 0)
      for (let x = 0; x < width; x++, from += 3) out[at++] = values[data[from] ?? 0] ?? 0
    }
  }
}

/** Which packed channel each output plane takes. */
export function channelOrder({ order }: Normalisation): readonly [number, number, number] {
  return order === 'rgb' ? [0, 1, 2] : [2, 1, 0]
}

/** Throws if the output has no room for three planes of that many values. */
export function checkRoom(out: Float32Array, area: number): void {
  if (out.length < area * 3) throw new RangeError('the output is too small for three planes')
}

/** A packed RGB picture turned clockwise, rows without padding. */
export function rotateRgb(picture: PackedPicture, rotation: 0 | 90 | 180 | 270): PackedPicture {
  checkPlane(picture, 3)
  const upright = rotation === 0 || rotation === 180
  const width = upright ? picture.width : picture.height
  const height = upright ? picture.height : picture.width
  const data = new Uint8Array(width * height * 3)
  const { origin, acrossStep, downStep } = rotationWalk(picture, rotation)
  let at = 0
  for (let y = 0; y < height; y++) {
    let from = origin + y * downStep
    for (let x = 0; x < width; x++, from += acrossStep) {
      data[at++] = picture.data[from] ?? 0
      data[at++] = picture.data[from + 1] ?? 0
      data[at++] = picture.data[from + 2] ?? 0
    }
  }
  return { data, stride: width * 3, width, height }
}

/** Where the turned picture's first pixel lies in the source, and the way to its right and lower neighbour. */
function rotationWalk({ width, height, stride }: PackedPicture, rotation: 0 | 90 | 180 | 270) {
  const right = (width - 1) * 3
  const bottom = (height - 1) * stride
  switch (rotation) {
    case 0:
      return { origin: 0, acrossStep: 3, downStep: stride }
    case 90:
      return { origin: bottom, acrossStep: -stride, downStep: 3 }
    case 180:
      return { origin: bottom + right, acrossStep: -3, downStep: -stride }
    case 270:
      return { origin: right, acrossStep: stride, downStep: -3 }
  }
}
