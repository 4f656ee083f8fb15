import type { CameraMove } from '../../core/detection/detection.ts'
import type { Size } from '../../core/geometry/shape.ts'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import type { Picture, PictureSource } from './picture.ts'
import { motionBetween } from './picture-motion.ts'
import { type TurnedMotion, turningBetween } from './picture-turn.ts'
import { beginsScene, surroundingsAfter, surroundingsBefore } from './scene-change.ts'
import { type Thumbnail, thumbnailOf, thumbnailSize } from './thumbnails.ts'

/** A picture and what has changed since the one before. */
export type WatchedPicture = Picture & {
  /** A new scene begins with it. */
  readonly isCut: boolean
  /** How its content moved since the frame before; null where that is not known or not worth a word. */
  readonly move: CameraMove | null
}

type Kept = { readonly picture: Picture; readonly thumbnail: Thumbnail | null; isOpen: boolean }

/** Lets go of the pixels; the thumbnail stays. */
function letGo(kept: Kept): void {
  if (kept.isOpen) kept.picture.pixels?.close()
  kept.isOpen = false
}

/** Displacements are believed from this likeness on; what lies under half a pixel is the noise of the measure. */
const leastLikeness = 0.6
const leastMove = 0.5

/** What reading a clip needs to know of it: the size of its upright pictures, how many, and where decoding may begin. */
export type WatchedClip = { readonly picture: Size; readonly frames: number; readonly keyframes: readonly FrameIndex[] }

/**
 * A clip's pictures with cuts and camera moves. What is said of a frame depends on the three frames before it and the two
 * after it alone, wherever reading began; they are kept while they are needed.
 */
export class WatchedPictures {
  readonly #source: PictureSource
  readonly #clip: WatchedClip
  readonly #thumbnail: Size
  #reading: AsyncGenerator<Picture, void, undefined> | null = null
  #next = 0
  #kept: Kept[] = []
  #lastDamage = -1
  #damageCounts = 0

  constructor(source: PictureSource, clip: WatchedClip) {
    this.#source = source
    this.#clip = clip
    this.#thumbnail = thumbnailSize(clip.picture)
  }

  /**
   * The pictures of `[from, until)`, each valid until the next is asked for. Reading goes on where the last range ended
   * when `from` lies there, unless it is to be `careful`: it then begins anew, and gives damaged clips the same each time.
   */
  async *range(from: number, until: number, careful: boolean): AsyncGenerator<WatchedPicture, void, undefined> {
    const first = Math.max(0, from - surroundingsBefore)
    this.#damageCounts = this.#clip.keyframes.findLast((keyframe) => keyframe <= first) ?? 0
    if (careful || !this.#goesOnAt(first)) await this.#startAt(first, careful)
    for (let frame = from; frame < until; frame += 1) {
      await this.#readTo(Math.min(frame + surroundingsAfter, this.#clip.frames - 1))
      const at = this.#kept.findIndex(({ picture }) => picture.frame === frame)
      const kept = this.#kept[at]
      if (!kept) throw new Error(`frame ${frame} was not read`)
      yield this.#watched(kept, at)
      for (const past of this.#kept.slice(0, at + 1)) letGo(past)
      this.#kept = this.#kept.slice(Math.max(0, at + 1 - surroundingsBefore))
    }
  }

  /** True once anything that the present range depends on was damaged or missing. */
  get sawDamage(): boolean {
    return this.#lastDamage >= this.#damageCounts
  }

  async close(): Promise<void> {
    await this.#reading?.return()
    this.#reading = null
    for (const kept of this.#kept) letGo(kept)
    this.#kept = []
  }

  #goesOnAt(first: number): boolean {
    return this.#reading !== null && this.#kept[0]?.picture.frame === first
  }

  /** Begins at the keyframe, where decoding begins anyway, so that damage on the way is noticed. */
  async #startAt(frame: number, careful: boolean): Promise<void> {
    await this.close()
    this.#lastDamage = -1
    this.#next = this.#damageCounts
    this.#reading = this.#source.from(frameIndex(this.#next), careful)
    while (this.#next < frame) (await this.#read()).pixels?.close()
  }

  async #readTo(frame: number): Promise<void> {
    while (this.#next <= frame) {
      const picture = await this.#read()
      const { width, height } = this.#thumbnail
      const grey = picture.pixels?.toGrey(width, height)
      this.#kept.push({ picture, thumbnail: grey ? thumbnailOf(grey, this.#thumbnail) : null, isOpen: true })
    }
  }

  async #read(): Promise<Picture> {
    const read = await this.#reading?.next()
    if (!read || read.done) throw new Error(`there is no frame ${this.#next}`)
    const picture = read.value
    if (picture.frame !== this.#next) throw new Error(`frame ${picture.frame} came instead of ${this.#next}`)
    if (picture.damaged) this.#lastDamage = picture.frame
    this.#next += 1
    return picture
  }

  #watched({ picture, thumbnail }: Kept, at: number): WatchedPicture {
    const previous = this.#kept[at - 1]?.thumbnail ?? null
    const before = contentOf(this.#kept.slice(Math.max(0, at - surroundingsBefore), at)).toReversed()
    const [nearest] = before
    if (!thumbnail || !nearest) return { ...picture, isCut: false, move: null }
    const { move, likeness } = motionBetween(nearest, thumbnail)
    const isCut = beginsScene(thumbnail, { before, after: contentOf(this.#kept.slice(at + 1)) }, likeness)
    const known = !isCut && nearest === previous && likeness >= leastLikeness
    if (!known) return { ...picture, isCut, move: null }
    const turning = turningBetween(nearest, thumbnail, move, this.#scales[1] / this.#scales[0])
    return { ...picture, isCut, move: this.#inPicture(picture.frame, turning) }
  }

  /** Pixels of the picture that a thumbnail's pixel covers, across and down. */
  get #scales(): readonly [number, number] {
    const { width, height } = this.#clip.picture
    return [width / this.#thumbnail.width, height / this.#thumbnail.height]
  }

  #inPicture(frame: FrameIndex, { move: [x, y], turn }: TurnedMotion): CameraMove | null {
    const { width, height } = this.#clip.picture
    const [dx, dy] = [x * this.#scales[0], y * this.#scales[1]]
    const turns = (Math.abs(turn) * Math.max(width, height)) / 2 >= leastMove
    if (turns) return [frame, tenths(dx), tenths(dy), Math.round(turn * 10_000) / 10_000]
    return Math.hypot(dx, dy) < leastMove ? null : [frame, tenths(dx), tenths(dy)]
  }
}

function contentOf(kept: readonly Kept[]): readonly Thumbnail[] {
  return kept.flatMap(({ thumbnail }) => (thumbnail?.hasContent ? [thumbnail] : []))
}

function tenths(value: number): number {
  // Adding 0 turns -0 into 0, which JSON cannot tell apart.
  return Math.round(value * 10) / 10 + 0
}
