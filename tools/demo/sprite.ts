/** One 8-bit plane, rows without padding. */
export type Plane = { readonly width: number; readonly height: number; readonly data: Uint8Array }

/** Opacity, 0-255, with the columns between which each row is not empty: `[first, until)`. */
export type Matte = Plane & { readonly first: Int32Array; readonly until: Int32Array }

/** A picture in planar 4:2:0 at one scale; without mattes it is opaque. */
export type SpriteLevel = {
  readonly luma: Plane
  readonly u: Plane
  readonly v: Plane
  readonly matte: Matte | null
  readonly halfMatte: Matte | null
}

/** A picture to be drawn at any scale: each level is half the size of the one before. */
export type Sprite = { readonly width: number; readonly height: number; readonly levels: readonly SpriteLevel[] }

/** Where a plane of a frame being composed lies; rows may be padded. */
export type Target = {
  readonly data: Uint8Array
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** Where a sprite's top left corner falls, in target pixels, and how large one sprite pixel is there. */
export type Placement = { readonly left: number; readonly top: number; readonly scale: number }

/** Finds the filled columns of each row. */
export function matteOf(plane: Plane): Matte {
  const first = new Int32Array(plane.height)
  const until = new Int32Array(plane.height)
  for (let y = 0; y < plane.height; y++) {
    const row = plane.data.subarray(y * plane.width, (y + 1) * plane.width)
    const from = row.findIndex((value) => value > 0)
    first[y] = Math.max(from, 0)
    until[y] = from < 0 ? 0 : row.findLastIndex((value) => value > 0) + 1
  }
  return { ...plane, first, until }
}

/** Half the size by averaging 2 x 2; odd sides lose their last line. */
export function halved(plane: Plane): Plane {
  const width = Math.max(1, plane.width >> 1)
  const height = Math.max(1, plane.height >> 1)
  const data = new Uint8Array(width * height)
  const below = plane.height > 1 ? plane.width : 0
  const beside = plane.width > 1 ? 1 : 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 2 * y * plane.width + 2 * x
      const sum =
        (plane.data[at] ?? 0) +
        (plane.data[at + beside] ?? 0) +
        (plane.data[at + below] ?? 0) +
        (plane.data[at + below + beside] ?? 0)
      data[y * width + x] = (sum + 2) >> 2
    }
  }
  return { width, height, data }
}

/** A sprite from full-size luma and opacity and half-size colour, with as many smaller levels as make sense. */
export function spriteOf(luma: Plane, u: Plane, v: Plane, opacity: Plane | null): Sprite {
  const levels: SpriteLevel[] = []
  let level = { luma, u, v, opacity }
  for (;;) {
    const matte = level.opacity ? matteOf(level.opacity) : null
    const halfMatte = level.opacity ? matteOf(halved(level.opacity)) : null
    levels.push({ luma: level.luma, u: level.u, v: level.v, matte, halfMatte })
    if (levels.length === 5 || Math.min(level.luma.width, level.luma.height) < 32) break
    const opacityHalved = level.opacity ? halved(level.opacity) : null
    level = { luma: halved(level.luma), u: halved(level.u), v: halved(level.v), opacity: opacityHalved }
  }
  return { width: luma.width, height: luma.height, levels }
}

/** The level to draw at `scale` with the least aliasing, and its number. */
export function levelFor(sprite: Sprite, scale: number): { level: SpriteLevel; number: number } {
  const wanted = Math.floor(Math.log2(1 / scale) + 0.3)
  const number = Math.min(sprite.levels.length - 1, Math.max(0, wanted))
  const level = sprite.levels[number]
  if (!level) throw new Error('a sprite has at least one level')
  return { level, number }
}

/** Opacity (0-255) of a sprite at a point of the target; 0 outside. */
export function opacityAt(sprite: Sprite, place: Placement, x: number, y: number): number {
  const sx = Math.floor((x - place.left) / place.scale)
  const sy = Math.floor((y - place.top) / place.scale)
  if (sx < 0 || sy < 0 || sx >= sprite.width || sy >= sprite.height) return 0
  const matte = sprite.levels[0]?.matte
  return matte ? (matte.data[sy * matte.width + sx] ?? 0) : 255
}
