import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import type { RedactionPlan } from '../../../core/redaction/plan.ts'
import {
  blackOf,
  type LabelStamp,
  labelStamp,
  type PlanarPicture,
  stampLabel,
  whiteOf,
} from '../../../kernels/index.ts'

/** Writes a plan's label over frames, once they are covered. Render and verify share it. */
export class LabelWriter {
  /** The label's pixels in the coded picture; null where the plan has no label. */
  readonly stamp: LabelStamp | null
  readonly #colours: Parameters<typeof stampLabel>[2]

  /** `fullRange`: of the frames that are written over. */
  constructor({ label }: Pick<RedactionPlan, 'label'>, video: VideoIndex, fullRange: boolean) {
    this.stamp = label ? labelStamp(label, video) : null
    this.#colours = { dark: blackOf(fullRange), bright: whiteOf(fullRange) }
  }

  /** Writes the label over one frame in place. */
  write(picture: PlanarPicture): void {
    if (this.stamp) stampLabel(picture, this.stamp, this.#colours)
  }
}
