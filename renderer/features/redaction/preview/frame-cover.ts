import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { regionsAt } from '../../../../core/redaction/regions-at.ts'
import { frameIndex } from '../../../../core/time.ts'
import { type FrameRedaction, type HeldCells, layersOf, noHeldCells } from '../../../../kernels/index.ts'
import type { ShownFrame } from '../../player/index.ts'
import { type CopyColours, coloursOf } from './copy-colours.ts'
import { codedPlan, coverPixels } from './cover-pixels.ts'
import { LabelPicture } from './label-picture.ts'

/** What pixelated regions hold before a frame, and after it. */
type HeldAt = { readonly frame: number; readonly before: HeldCells; readonly after: HeldCells }

/**
 * Paints frames as the copy will show them: from the same plan, with the same kernels. Only the values of pixelated cells, which a copy
 * holds for some frames, are the copy's no sooner than frames have followed each other for as long.
 */
export class FrameCover {
  readonly #video: VideoIndex
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  readonly #damaged: ReadonlySet<number>
  readonly #label: LabelPicture
  #held: HeldAt = { frame: -1, before: noHeldCells, after: noHeldCells }

  constructor(video: VideoIndex) {
    this.#video = video
    this.#canvas = new OffscreenCanvas(video.width, video.height)
    const context = this.#canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no place to paint on')
    this.#context = context
    this.#damaged = new Set(video.damagedFrames)
    this.#label = new LabelPicture(video)
  }

  /** The frame as the copy shows it; null where the copy does not have it, or there is no picture. */
  cover(shown: ShownFrame<VideoFrame>, project: RedactionProject): CanvasImageSource | null {
    const isThere = this.#cover(shown, project)
    if (isThere && project.label) this.#label.paint(this.#context, project.label)
    return isThere ? this.#canvas : null
  }

  #cover({ frame, picture }: ShownFrame<VideoFrame>, project: RedactionProject): boolean {
    const before = this.#heldBefore(frame)
    this.#held = { frame, before, after: before }
    const redaction = codedPlan(regionsAt(project, frameIndex(frame), this.#damaged), this.#video)
    if (!redaction) return false
    const { width, height } = this.#canvas
    if (redaction.mode === 'blank') {
      this.#fill([0, 0, width, height])
      return true
    }
    if (!picture) return false
    this.#context.drawImage(picture, 0, 0, width, height)
    this.#paint(redaction, project.secret, coloursOf(picture.colorSpace))
    return true
  }

  /** The same frame is painted anew as it was. */
  #heldBefore(frame: number): HeldCells {
    if (frame === this.#held.frame) return this.#held.before
    return frame === this.#held.frame + 1 ? this.#held.after : noHeldCells
  }

  #paint(redaction: FrameRedaction, secret: string, colours: CopyColours): void {
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
    const { before: held } = this.#held
    const after = coverPixels(image.data, this.#canvas, redaction, { secret, held, colours })
    this.#held = { ...this.#held, after }
    this.#context.putImageData(image, 0, 0)
  }

  #fill(box: readonly [x: number, y: number, width: number, height: number]): void {
    this.#context.fillStyle = '#000'
    this.#context.fillRect(...box)
  }
}
