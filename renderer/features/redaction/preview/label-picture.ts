import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { type CopyLabel, displaySize, layLabel } from '../../../../core/redaction/copy-label.ts'
import { labelStamp, type Spans } from '../../../../kernels/index.ts'

/** A label as it is painted over a frame: a picture that is clear but for the label's box. */
type Painted = { readonly label: CopyLabel; readonly canvas: OffscreenCanvas }

/** Draws labels as the copy has them, from the same pixels; the last one is kept, since it is the same in every frame. */
export class LabelPicture {
  readonly #video: VideoIndex
  #last: Painted | null = null

  constructor(video: VideoIndex) {
    this.#video = video
  }

  /** Paints the label over a coded picture; nothing where it does not fit into it, and no copy can be made either. */
  paint(context: OffscreenCanvasRenderingContext2D, label: CopyLabel): void {
    if (this.#last?.label !== label) this.#last = this.#painted(label)
    if (this.#last) context.drawImage(this.#last.canvas, 0, 0)
  }

  #painted(label: CopyLabel): Painted | null {
    const laid = layLabel(label, displaySize(this.#video))
    if (!laid) return null
    const canvas = new OffscreenCanvas(this.#video.width, this.#video.height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no place to paint on')
    const { box, letters } = labelStamp(laid, this.#video)
    fillRuns(context, box, '#000')
    fillRuns(context, letters, '#fff')
    return { label, canvas }
  }
}

function fillRuns(context: OffscreenCanvasRenderingContext2D, spans: Spans, colour: string): void {
  context.fillStyle = colour
  for (let at = 0; at < spans.length; at += 3) {
    const [y = 0, from = 0, until = 0] = spans.subarray(at, at + 3)
    context.fillRect(from, y, until - from, 1)
  }
}
