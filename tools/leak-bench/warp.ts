import type { ComposedFrame } from '../demo/draw-sprite.ts'
import { levelFor, type Plane, type Sprite, type Target } from '../demo/sprite.ts'

/** From sprite pixels to picture pixels: `x = a * u + b * v + e`, `y = c * u + d * v + f`. */
export type Affine = {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

/** A head as an upright cylinder about `centre`, of radius `radius` sprite pixels, down to row `until`, turned by `angle` radians. */
export type Turn = {
  readonly angle: number
  readonly centre: number
  readonly radius: number
  readonly until: number
  /** What is on the far side, of the sprite's size. */
  readonly back: Sprite
}

/** Where a sprite is drawn. */
export type Place = {
  readonly map: Affine
  readonly turn?: Turn
  /** Goes on past its edges, mirrored: a background. */
  readonly endless?: boolean
}

/** The mapping the other way round. */
export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const area = a * d - b * c
  return {
    ...{ a: d / area, b: -b / area, c: -c / area, d: a / area },
    e: (b * f - d * e) / area,
    f: (c * e - a * f) / area,
  }
}

/** A point through a mapping. */
export function mapped({ a, b, c, d, e, f }: Affine, u: number, v: number): readonly [number, number] {
  return [a * u + b * v + e, c * u + d * v + f]
}

/** Draws a sprite anywhere, scaled, turned in the picture and, for heads, turned away. Bilinear. */
export function drawWarped(frame: ComposedFrame, sprite: Sprite, place: Place): void {
  const { map } = place
  const scale = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c))
  const { level, number } = levelFor(sprite, scale)
  const back = place.turn?.back.levels[number]
  const corners = [0, sprite.width].flatMap((u) => [0, sprite.height].map((v) => mapped(map, u, v)))
  const bounds = {
    left: Math.min(...corners.map(([x]) => x)),
    right: Math.max(...corners.map(([x]) => x)),
    top: Math.min(...corners.map(([, y]) => y)),
    bottom: Math.max(...corners.map(([, y]) => y)),
  }
  const everywhere = { left: 0, right: frame.luma.width, top: 0, bottom: frame.luma.height }
  const endless = place.endless === true
  const from = { to: inverse(map), bounds: endless ? everywhere : bounds, turn: place.turn ?? null, endless }
  const step = 2 ** number
  drawPlane(frame.luma, { plane: level.luma, matte: level.matte, back: back?.luma ?? null, step }, from, 1)
  const half = { matte: level.halfMatte, step: 2 * step }
  drawPlane(frame.u, { ...half, plane: level.u, back: back?.u ?? null }, from, 2)
  drawPlane(frame.v, { ...half, plane: level.v, back: back?.v ?? null }, from, 2)
}

/** Opacity (0-255) of a placed sprite at a point of the picture; 0 outside it. */
export function opacityOf(sprite: Sprite, { map }: Place, x: number, y: number): number {
  const [u, v] = mapped(inverse(map), x, y)
  const [column, row] = [Math.floor(u), Math.floor(v)]
  if (column < 0 || row < 0 || column >= sprite.width || row >= sprite.height) return 0
  const matte = sprite.levels[0]?.matte
  return matte ? (matte.data[row * matte.width + column] ?? 0) : 255
}

/** One plane of a sprite at one level; `step` sprite pixels a sample. */
type Source = {
  readonly plane: Plane
  readonly matte: Plane | null
  readonly back: Plane | null
  readonly step: number
}

type Way = {
  readonly to: Affine
  readonly bounds: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
  readonly turn: Turn | null
  readonly endless: boolean
}

/** `grid` picture pixels a target pixel: 1 for luma, 2 for colour. */
function drawPlane(target: Target, source: Source, way: Way, grid: number): void {
  const { bounds } = way
  const span = {
    from: Math.max(0, Math.floor(bounds.left / grid) - 1),
    until: Math.min(target.width, Math.ceil(bounds.right / grid) + 1),
  }
  const untilY = Math.min(target.height, Math.ceil(bounds.bottom / grid) + 1)
  for (let y = Math.max(0, Math.floor(bounds.top / grid) - 1); y < untilY; y++) {
    if (way.endless) drawEndlessRow(target, source, way, { ...span, y, grid })
    else drawRow(target, source, way, { ...span, y, grid })
  }
}

type Row = { readonly from: number; readonly until: number; readonly y: number; readonly grid: number }

function drawRow(target: Target, source: Source, { to, turn }: Way, { from, until, y, grid }: Row): void {
  const { plane, matte, step } = source
  const [width, height] = [plane.width * step, plane.height * step]
  const py = (y + 0.5) * grid
  for (let x = from; x < until; x++) {
    const px = (x + 0.5) * grid
    const u = to.a * px + to.b * py + to.e
    const v = to.c * px + to.d * py + to.f
    if (u < 0 || v < 0 || u >= width || v >= height) continue
    const opacity = matte === null ? 255 : opacityNear(matte, u / step, v / step)
    if (opacity < 1) continue
    const isTurned = turn !== null && v < turn.until
    const value = isTurned ? turned(source, turn, u, v) : sample(plane, u / step - 0.5, v / step - 0.5)
    const at = y * target.stride + x
    const below = target.data[at] ?? 0
    target.data[at] = below + ((value - below) * opacity) / 255 + 0.5
  }
}

/** Interpolated at the edge alone: most of a matte is either empty or full. */
function opacityNear(matte: Plane, u: number, v: number): number {
  const nearest = matte.data[(v | 0) * matte.width + (u | 0)] ?? 0
  return nearest === 0 || nearest === 255 ? nearest : sample(matte, u - 0.5, v - 0.5)
}

function drawEndlessRow(target: Target, { plane, step }: Source, { to }: Way, { from, until, y, grid }: Row): void {
  const py = (y + 0.5) * grid
  for (let x = from; x < until; x++) {
    const px = (x + 0.5) * grid
    const u = (to.a * px + to.b * py + to.e) / step - 0.5
    const v = (to.c * px + to.d * py + to.f) / step - 0.5
    target.data[y * target.stride + x] =
      bilinear(plane, mirrored(u, plane.width - 1), mirrored(v, plane.height - 1)) + 0.5
  }
}

function mirrored(at: number, length: number): number {
  if (at >= 0 && at < length) return at
  const period = 2 * length
  const within = ((at % period) + period) % period
  return within < length ? within : period - within
}

/** A point of the cylinder: the front where it faces the camera, else the far side. */
function turned({ plane, back, step }: Source, turn: Turn, u: number, v: number): number {
  const across = (u - turn.centre) / turn.radius
  if (across <= -1 || across >= 1) return sample(plane, u / step - 0.5, v / step - 0.5)
  const angle = Math.asin(across) + turn.angle
  // Not quite to the edge, where the photograph's own background begins.
  const at = turn.centre + 0.9 * turn.radius * Math.sin(angle)
  return sample(Math.cos(angle) >= 0 || back === null ? plane : back, at / step - 0.5, v / step - 0.5)
}

function sample(plane: Plane, u: number, v: number): number {
  const { width, height } = plane
  const x = u < 0 ? 0 : Math.min(u, width - 1)
  const y = v < 0 ? 0 : Math.min(v, height - 1)
  return bilinear(plane, x, y)
}

/** Weights in 256ths; `x` and `y` lie within the plane. */
function bilinear({ data, width, height }: Plane, x: number, y: number): number {
  const left = x | 0
  const top = y | 0
  const across = ((x - left) * 256) | 0
  const down = ((y - top) * 256) | 0
  const at = top * width + left
  const right = left + 1 < width ? 1 : 0
  const lower = top + 1 < height ? at + width : at
  const above = (data[at] ?? 0) * (256 - across) + (data[at + right] ?? 0) * across
  const below = (data[lower] ?? 0) * (256 - across) + (data[lower + right] ?? 0) * across
  return (above * (256 - down) + below * down) / 65536
}
