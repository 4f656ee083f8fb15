/** One 8-bit plane of a planar picture: `height` rows of `width` samples, row `y` begins at `y * stride`. */
export type Plane = {
  readonly data: Uint8Array
  readonly stride: number
  readonly width: number
  readonly height: number
}

/**
 * A box of whole samples, half-open: columns `[x, x + width)`, rows `[y, y + height)`. It may lie partly outside the
 * picture; nothing here reads or writes there.
 */
export type PixelBox = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How a plane is subsampled: powers of two, for example 1, 1 for the chroma of 4:2:0 and 0, 0 for luma. */
export type Subsampling = { readonly shiftX: number; readonly shiftY: number }

/**
 * A planar picture to be worked on in place. The first plane has the full size; `subsampling` has an entry for each
 * plane.
 */
export type PlanarPicture = {
  readonly planes: readonly Plane[]
  readonly subsampling: readonly Subsampling[]
}

/** The part of the box that lies in a picture of that size; width and height are 0 where nothing does. */
export function clipBox(box: PixelBox, width: number, height: number): PixelBox {
  const x = Math.min(width, Math.max(0, box.x))
  const y = Math.min(height, Math.max(0, box.y))
  return {
    x,
    y,
    width: Math.max(0, Math.min(width, box.x + box.width) - x),
    height: Math.max(0, Math.min(height, box.y + box.height) - y),
  }
}

/** The smallest box of a subsampled plane that holds every sample which the box touches. */
export function subsampledBox(box: PixelBox, { shiftX, shiftY }: Subsampling): PixelBox {
  const x = box.x >> shiftX
  const y = box.y >> shiftY
  return {
    x,
    y,
    width: ((box.x + box.width + (1 << shiftX) - 1) >> shiftX) - x,
    height: ((box.y + box.height + (1 << shiftY) - 1) >> shiftY) - y,
  }
}
