import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import { toCoded } from '../../../core/geometry/rotation.ts'
import type { PlanFrame, PlanRegion } from '../../../core/redaction/plan.ts'
import {
  type FrameRedaction,
  type FrameRegion,
  type HeldCells,
  type Kernels,
  noHeldCells,
  noiseKey,
  type PlanarPicture,
  redactFrame,
} from '../../../kernels/index.ts'

/** A planned frame as the kernels take it: regions turned into coded pixels. Frames outside the spans have none. */
export function codedRedaction(planned: PlanFrame, video: VideoIndex): FrameRedaction {
  if (planned.mode === 'omit') throw new RangeError(`frame ${planned.frame} is not disclosed`)
  const coded = (region: PlanRegion): FrameRegion => {
    const { track, style, strength } = region
    return { ...toCoded(region, video.rotation, video), track, style, strength }
  }
  return {
    frame: planned.frame,
    mode: planned.mode,
    regions: planned.regions.map(coded),
    ...(planned.hidden ? { hidden: planned.hidden.map(coded) } : {}),
  }
}

/** Covers the frames of one copy, in order; keeps what pixelated and blurred regions hold from frame to frame. */
export class FrameRedactor {
  readonly #means: Parameters<typeof redactFrame>[3]
  #held: HeldCells = noHeldCells

  constructor(kernels: Kernels, secret: string, solid: readonly number[]) {
    this.#means = { kernels, key: noiseKey(secret), solid }
  }

  /** What the layers held when the last frame was covered. */
  get held(): HeldCells {
    return this.#held
  }

  /** Covers one frame in place. */
  redact(picture: PlanarPicture, redaction: FrameRedaction): void {
    this.#held = redactFrame(picture, redaction, this.#held, this.#means)
  }
}
