import type { Box, Size } from '../../core/geometry/shape.ts'
import type { FrameIndex } from '../../core/time.ts'
import { clothingOf, clothingScale, type SmallPicture } from './clothing.ts'
import type { Detector, FoundBox } from './detector.ts'
import type { GatheredRun } from './gathered-run.ts'
import type { InputTensors } from './input-tensors.ts'
import { fitLetterbox } from './letterbox.ts'
import type { Look } from './looks.ts'
import type { ModelEntry } from './manifest.ts'
import type { OrderedQueue } from './ordered-queue.ts'
import type { Pixels } from './picture.ts'

/** What looking needs; one for a whole run. */
export type LookTools = {
  readonly detectors: ReadonlyMap<ModelEntry, Detector>
  readonly tensors: InputTensors
  readonly queue: OrderedQueue
  readonly isStopped: () => boolean
  /** What counts of a box found by a model, in a part of the picture or in all of it. */
  readonly accept: (found: FoundBox, look: Look) => boolean
}

/**
 * The looks at one frame. Inputs are made at once, while the frame's pixels are there; what comes of them is known later.
 */
export class FrameLooks {
  readonly frame: FrameIndex
  /** What each model saw. */
  readonly sights = new Map<ModelEntry, FoundBox[]>()
  readonly #tools: LookTools
  readonly #gathered: GatheredRun
  readonly #pixels: Pixels
  readonly #small: SmallPicture
  #last: Promise<void> = Promise.resolve()

  constructor(frame: FrameIndex, pixels: Pixels, picture: Size, tools: LookTools, gathered: GatheredRun) {
    this.frame = frame
    this.#tools = tools
    this.#gathered = gathered
    this.#pixels = remembering(pixels)
    const size = fitLetterbox([0, 0, picture.width, picture.height], clothingScale, { multipleOf: 1 }).content
    this.#small = { rgb: this.#pixels.toRgb(size.width, size.height), size, of: picture }
  }

  /** Makes the input of each look, and has it examined after all earlier ones. */
  async take(looks: readonly Look[]): Promise<void> {
    const { detectors, tensors, queue, isStopped, accept } = this.#tools
    for (const look of looks) {
      const detector = detectors.get(look.model)
      if (!detector) throw new Error(`no detector for ${look.model.id}`)
      await queue.room()
      const tensor = tensors.make(this.#pixels, look.letterbox, look.model.input, look.roi)
      queue.add(async () => {
        if (isStopped()) return
        const found = await detector.examine(tensor, look.letterbox, this.#small.of)
        tensors.giveBack(tensor)
        this.#keep(
          look,
          found.filter((box) => accept(box, look)),
        )
      })
      this.#last = queue.idle()
    }
  }

  /** Waits until all looks so far have ended; failures are the queue's to tell. */
  async done(): Promise<void> {
    await this.#last
  }

  #keep(look: Look, found: readonly FoundBox[]): void {
    this.#gathered.add(this.frame, look, found, (each) =>
      each.part ? null : clothingOf(each.class, each.box, this.#small),
    )
    const known = this.sights.get(look.model)
    if (known) known.push(...found)
    else this.sights.set(look.model, [...found])
  }
}

/** Pixels that scale the whole picture to a size once. */
function remembering(pixels: Pixels): Pixels {
  const made = new Map<string, Uint8Array>()
  return {
    ...pixels,
    toRgb(width: number, height: number, part?: Box) {
      if (part) return pixels.toRgb(width, height, part)
      const key = `${width}x${height}`
      const rgb = made.get(key) ?? pixels.toRgb(width, height)
      made.set(key, rgb)
      return rgb
    },
  }
}
