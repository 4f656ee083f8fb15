import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { regionsAt } from '../../../../core/redaction/regions-at.ts'
import { frameIndex } from '../../../../core/time.ts'
import { type FrameRedaction, type HeldCells, layersOf, noHeldCells } from '../../../../kernels/index.ts'
import type { ShownFrame } from '../../player/index.ts'
import { codedPlan, coverPixels } from './cover-pixels.ts'

/** Paints frames as the copy will show them: from the same plan, with the same kernels. */
export class FrameCover {
  readonly #video: VideoIndex
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  readonly #damaged: ReadonlySet<number>
  #held: HeldCells = noHeldCells
  #last = -1

  constructor(video: VideoIndex) {
    this.#video = video
    this.#canvas = new OffscreenCanvas(video.width, video.height)
    const context = this.#canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no place to paint on')
    this.#context = context
    this.#damaged = new Set(video.damagedFrames)
  }

  /** The frame as the copy shows it; null where the copy does not have it, or there is no picture. */
  cover({ frame, picture }: ShownFrame<VideoFrame>, project: RedactionProject): CanvasImageSource | null {
    const redaction = codedPlan(regionsAt(project, frameIndex(frame), this.#damaged), this.#video)
    if (!redaction) return null
    const { width, height } = this.#canvas
    if (redaction.mode === 'blank') {
      this.#fill([0, 0, width, height])
      return this.#canvas
    }
    if (!picture) return null
    this.#context.drawImage(picture, 0, 0, width, height)
    this.#paint(frame, redaction, project.secret)
    return this.#canvas
  }

  #paint(frame: number, redaction: FrameRedaction, secret: string): void {
    const { width, height } = this.#canvas
    const layers = layersOf(redaction, width, height)
    if (layers.every(({ style }) => style === 'solid')) {
      for (const { spans } of layers)
        for (let at = 0; at < spans.length; at += 3) {
          const [y = 0, from = 0, until = 0] = spans.subarray(at, at + 3)
          this.#fill([from, y, until - from, 1])
        }
      return
    }
    const image = this.#context.getImageData(0, 0, width, height)
    const held = frame === this.#last + 1 ? this.#held : noHeldCells
    this.#held = coverPixels(image.data, this.#canvas, redaction, { secret, held })
    this.#last = frame
    this.#context.putImageData(image, 0, 0)
  }

  #fill(box: readonly [x: number, y: number, width: number, height: number]): void {
    this.#context.fillStyle = '#000'
    this.#context.fillRect(...box)
  }
}
