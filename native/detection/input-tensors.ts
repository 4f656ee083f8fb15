import type { Box } from '../../core/geometry/shape.ts'
import type { Kernels } from '../../kernels/index.ts'
import type { Letterbox } from './letterbox.ts'
import type { ModelInput } from './manifest.ts'
import type { Pixels } from './picture.ts'

/** The part of the kernels that input tensors need. */
export type InputKernels = Pick<Kernels, 'rgbToPlanarFloat'>

/** Makes input tensors from pictures; the tensors are used again after `giveBack`, so memory does not grow. */
export class InputTensors {
  readonly #kernels: InputKernels
  readonly #idle: Float32Array[] = []
  readonly #padded = new Map<string, Uint8Array>()

  constructor(kernels: InputKernels) {
    this.#kernels = kernels
  }

  /** The picture as the model wants it, black where the input is larger than its content. */
  make(picture: Pick<Pixels, 'toRgb'>, letterbox: Letterbox, input: ModelInput, roi?: Box): Float32Array {
    const { content } = letterbox
    const { width, height } = letterbox.input
    const rgb = picture.toRgb(content.width, content.height, roi)
    if (rgb.length < content.width * content.height * 3) throw new RangeError('the picture is smaller than asked for')
    const data = content.width === width && content.height === height ? rgb : this.#pad(rgb, letterbox)
    const tensor = this.#take(width * height * 3)
    const normalisation = {
      order: input.order === 'RGB' ? 'rgb' : 'bgr',
      mean: input.mean,
      scale: input.scale,
    } as const
    this.#kernels.rgbToPlanarFloat({ data, stride: width * 3, width, height }, normalisation, tensor)
    return input.layout === 'NCHW' ? tensor : this.#interleave(tensor)
  }

  /** Puts the three planes of a tensor into one another: channels of a pixel together. */
  #interleave(planes: Float32Array): Float32Array {
    const pixels = planes.length / 3
    const tensor = this.#take(planes.length)
    for (let channel = 0; channel < 3; channel += 1) {
      for (let i = 0; i < pixels; i += 1) tensor[3 * i + channel] = planes[channel * pixels + i] as number
    }
    this.giveBack(planes)
    return tensor
  }

  /** Takes a tensor back once nothing reads it any more. */
  giveBack(tensor: Float32Array): void {
    this.#idle.push(new Float32Array(tensor.buffer as ArrayBuffer))
  }

  /** The smallest idle memory that is large enough; what is too small makes room for what fits. */
  #take(length: number): Float32Array {
    this.#idle.sort((a, b) => a.length - b.length)
    const at = this.#idle.findIndex((idle) => idle.length >= length)
    const [fitting] = this.#idle.splice(Math.max(at, 0), 1)
    return fitting && at >= 0 ? fitting.subarray(0, length) : new Float32Array(length)
  }

  /** Copies the picture to the top left of a black one. One buffer per geometry: what lies outside stays black. */
  #pad(rgb: Uint8Array, { content, input }: Letterbox): Uint8Array {
    const key = `${content.width}x${content.height}`
    const padded = this.#padded.get(key) ?? new Uint8Array(input.width * input.height * 3)
    this.#padded.set(key, padded)
    const rowBytes = content.width * 3
    for (let row = 0; row < content.height; row += 1) {
      padded.set(rgb.subarray(row * rowBytes, (row + 1) * rowBytes), row * input.width * 3)
    }
    return padded
  }
}
