import { AV_PIX_FMT_GRAY8 } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { Plane } from '../../kernels/index.ts'
import { PictureConversion } from '../media/picture-scaler.ts'

/** Pixel formats whose first plane is brightness in 8 bits. */
const brightFirst = /^(yuv|yuva)(j?)(4[0-4]{2})p$|^nv(12|21|16|24)$|^gray$/

/**
 * The brightness of decoded frames of one clip, in coded pixels, 8 bits. Where the first plane is not that, the whole
 * frame is converted first, which costs more.
 */
export class LumaView {
  readonly #direct: boolean
  #conversion: PictureConversion | null = null

  /** `pixelFormat` is FFmpeg's name, as the index has it. */
  constructor(pixelFormat: string) {
    this.#direct = brightFirst.test(pixelFormat)
  }

  /** Valid until the frame is freed or the next is asked for. */
  of(frame: Frame): Plane {
    const bright = this.#direct ? frame : this.#converted(frame)
    const [data, stride] = [bright.data?.[0], bright.linesize[0]]
    if (!data || stride === undefined) throw new Error('a decoded picture has no plane')
    return { data, stride, width: frame.width, height: frame.height }
  }

  #converted(frame: Frame): Frame {
    this.#conversion ??= new PictureConversion(frame, frame, AV_PIX_FMT_GRAY8)
    return this.#conversion.run(frame)
  }

  close(): void {
    this.#conversion?.close()
  }
}
