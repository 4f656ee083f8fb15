import { type DerivedClass, deriveDetections } from '../../core/detection/derive-detections.ts'
import type { CameraMove, DetectionProfile } from '../../core/detection/detection.ts'
import { type DetectionBlock, framesOfBlock } from '../../core/detection/detection-blocks.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { FrameIndex } from '../../core/time.ts'
import { planCloseLooks } from './close-looks.ts'
import type { FoundBox } from './detector.ts'
import { FrameLooks, type LookTools } from './frame-looks.ts'
import { byPlace, GatheredRun, rangesMissed } from './gathered-run.ts'
import { closeLookAt, type Look, looksAt, ratioOf } from './looks.ts'
import type { ModelEntry } from './manifest.ts'
import { closePasses, type FramePlace, type Pass, wholePasses } from './schedule.ts'
import { SeenPlaces } from './seen-places.ts'
import type { WatchedPicture, WatchedPictures } from './watched-pictures.ts'

/** What a block is examined with; one for a whole run. */
export type BlockTools = LookTools & {
  readonly pictures: WatchedPictures
  readonly models: readonly ModelEntry[]
  readonly profile: DetectionProfile
  /** Which classes are made from boxes of others. */
  readonly rules: readonly DerivedClass[]
  readonly picture: Size
  /** Frames in the clip. */
  readonly frames: number
  /** The score from which on a box of this kind may start a track. */
  readonly startScore: (found: FoundBox, model: ModelEntry) => number
  /** Told after each frame, examined or not. */
  readonly onFrame: (frame: FrameIndex) => void
}

/**
 * Examines one block: null when it was stopped. A block that depends on damaged frames is read once more with care, so that
 * what comes of it does not depend on where reading began. Detectors hold nothing from block to block.
 */
export async function examineBlock(block: number, tools: BlockTools): Promise<DetectionBlock | null> {
  const first = await new BlockRun(block, tools).examine(false)
  if (first !== 'damaged') return first
  const again = await new BlockRun(block, tools).examine(true)
  if (again === 'damaged') throw new Error('a careful reading takes damage as it comes')
  return again
}

/** The looks at a frame whose outcome the paths have not been told yet. */
type Untold = { readonly looks: FrameLooks; readonly close: ReadonlyMap<ModelEntry, ReadonlySet<number>> }

class BlockRun {
  readonly #tools: BlockTools
  readonly #block: number
  readonly #gathered = new GatheredRun()
  readonly #seen: FrameIndex[] = []
  readonly #missed: FrameIndex[] = []
  readonly #cuts: FrameIndex[] = []
  readonly #camera: CameraMove[] = []
  readonly #places = new Map<ModelEntry, SeenPlaces>()
  /** Passes that were due at frames that did not decode: the next frame takes them. */
  #owed: readonly Pass[] = []
  #untold: Untold | null = null
  /** Frames since the one whose looks are not told yet, as the camera moved in each. */
  #moves: (readonly [number, number])[] = []

  constructor(block: number, tools: BlockTools) {
    this.#block = block
    this.#tools = tools
  }

  async examine(careful: boolean): Promise<DetectionBlock | null | 'damaged'> {
    const { pictures, queue, frames, isStopped, onFrame } = this.#tools
    const [from, until] = framesOfBlock(this.#block, frames)
    try {
      for await (const picture of pictures.range(from, until, careful)) {
        if (isStopped()) return null
        if (!careful && pictures.sawDamage) return 'damaged'
        await this.#pass(picture, from)
        onFrame(picture.frame)
      }
      await queue.finish()
    } finally {
      // Nothing may run on when pictures go or detectors are closed.
      await queue.idle()
    }
    return isStopped() ? null : this.#finished(until)
  }

  async #pass(picture: WatchedPicture, from: number): Promise<void> {
    const { models, profile, frames } = this.#tools
    const { frame, pixels, isCut, move } = picture
    if (isCut) this.#cuts.push(frame)
    if (move) this.#camera.push(move)
    this.#moves.push(move ? [move[1], move[2]] : [0, 0])
    const isEdge = frame === from || frame === frames - 1 || isCut
    const place: FramePlace = { sinceBlock: frame - from, isEdge }
    const due = [...wholePasses(models, profile, place), ...this.#owed]
    if (!pixels) {
      if (due.length > 0) this.#missed.push(frame)
      this.#owed = due
      return
    }
    this.#owed = []
    const close = closePasses(models, profile, place)
    if (due.length === 0 && close.length === 0) return
    const looks = new FrameLooks(frame, pixels, this.#tools.picture, this.#tools, this.#gathered)
    const whole = looksAt(due, this.#tools.picture)
    this.#seen.push(frame)
    await looks.take(whole)
    await this.#tell(isCut)
    const closely = isEdge ? new Map<ModelEntry, ReadonlySet<number>>() : await this.#lookClosely(looks, close, whole)
    this.#untold = { looks, close: closely }
  }

  /** Tells the paths what the frame before came to, and brings them to this one. */
  async #tell(isCut: boolean): Promise<void> {
    if (this.#untold) {
      await this.#untold.looks.done()
      for (const [model, found] of this.#untold.looks.sights) this.#observe(model, found, this.#untold.close.get(model))
      this.#untold = null
    }
    for (const places of this.#places.values()) {
      if (isCut) places.clear()
      else for (const move of this.#moves) places.advance(move)
    }
    this.#moves = []
  }

  #observe(model: ModelEntry, found: readonly FoundBox[], close: ReadonlySet<number> = new Set()): void {
    const { picture, profile, startScore } = this.#tools
    if (!hasClosePasses(model, profile)) return
    const places = this.#places.get(model) ?? new SeenPlaces(picture)
    this.#places.set(model, places)
    const seen = found.map((each) => ({ box: each.box, score: each.score, start: startScore(each, model) }))
    places.observe(seen, close)
  }

  /** Looks at the places where a model is not sure; answers which of its paths lie in them. */
  async #lookClosely(
    looks: FrameLooks,
    passes: readonly Pass[],
    whole: readonly Look[],
  ): Promise<ReadonlyMap<ModelEntry, ReadonlySet<number>>> {
    const { picture } = this.#tools
    const looked = new Map<ModelEntry, ReadonlySet<number>>()
    for (const { model, scale } of passes) {
      const ratio = scale / Math.max(picture.width, picture.height)
      // Nothing is gained where all of the picture is looked at as closely already.
      if (whole.some((look) => look.model === model && ratioOf(look) >= 0.9 * Math.min(2, ratio))) continue
      const planned = planCloseLooks(this.#places.get(model)?.uncertain() ?? [], picture, ratio)
      await looks.take(planned.map(({ part }) => closeLookAt(model, part)))
      looked.set(model, new Set(planned.flatMap(({ places }) => places)))
    }
    return looked
  }

  #finished(until: number): DetectionBlock {
    const { examined, detections } = this.#gathered.sorted()
    const made = deriveDetections(detections, this.#tools.rules, this.#tools.picture)
    return {
      block: this.#block,
      examined,
      failed: rangesMissed(this.#missed, this.#seen, until),
      detections: [...detections, ...made].sort(byPlace),
      cuts: this.#cuts,
      camera: this.#camera,
    }
  }
}

function hasClosePasses(model: ModelEntry, profile: DetectionProfile): boolean {
  return model.passes[profile].some((rule) => rule.around)
}
