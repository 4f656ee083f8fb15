import { levelFor, type Matte, type Placement, type Plane, type Sprite, type Target } from './sprite.ts'

/** A frame being composed: luma and half-size colour planes. */
export type ComposedFrame = { readonly luma: Target; readonly u: Target; readonly v: Target }

/** Draws a sprite over a frame, with bilinear sampling, at any position and scale. */
export function drawSprite(frame: ComposedFrame, sprite: Sprite, place: Placement): void {
  const { level, number } = levelFor(sprite, place.scale)
  const scale = place.scale * 2 ** number
  drawPlane(frame.luma, level.luma, level.matte, { ...place, scale })
  const half = { left: place.left / 2, top: place.top / 2, scale }
  drawPlane(frame.u, level.u, level.halfMatte, half)
  drawPlane(frame.v, level.v, level.halfMatte, half)
}

type Columns = { readonly at: Int32Array; readonly weight: Int32Array; readonly from: number; readonly until: number }

type RowSource = { readonly columns: Columns; readonly rows: Rows }

type Rows = { readonly upper: number; readonly lower: number; readonly weight: number }

function drawPlane(target: Target, source: Plane, matte: Matte | null, place: Placement): void {
  if (place.scale === 1 && Number.isInteger(place.left) && Number.isInteger(place.top)) {
    if (matte === null) copyPlane(target, source, place)
    else blendPlane(target, source, matte, place)
    return
  }
  const columns = columnsOf(target.width, source.width, place)
  const fromRow = Math.max(0, Math.ceil(place.top))
  const untilRow = Math.min(target.height, Math.floor(place.top + source.height * place.scale))
  for (let y = fromRow; y < untilRow; y++) {
    const { at, weight } = sampled(y, place.top, place.scale, source.height)
    const rows = { upper: at * source.width, lower: Math.min(at + 1, source.height - 1) * source.width, weight }
    if (matte === null) copyRow(target, y, source.data, { columns, rows })
    else
      blendRow(target, y, source.data, { columns: filledColumns(columns, matte, at, place), rows, matte: matte.data })
  }
}

function copyPlane(target: Target, source: Plane, { left, top }: Placement): void {
  const fromX = Math.max(0, left)
  const untilX = Math.min(target.width, left + source.width)
  const untilY = Math.min(target.height, top + source.height)
  for (let y = Math.max(0, top); y < untilY; y++) {
    const row = (y - top) * source.width
    target.data.set(source.data.subarray(row + fromX - left, row + untilX - left), y * target.stride + fromX)
  }
}

/** Pixel on pixel: nothing to sample, most is either empty or opaque. */
function blendPlane(target: Target, source: Plane, matte: Matte, { left, top }: Placement): void {
  const untilRow = Math.min(source.height, target.height - top)
  for (let row = Math.max(0, -top); row < untilRow; row++) {
    const from = Math.max(-left, matte.first[row] ?? 0)
    const until = Math.min(target.width - left, matte.until[row] ?? 0)
    const base = row * source.width
    const out = (row + top) * target.stride + left
    for (let x = from; x < until; x++) {
      const opacity = matte.data[base + x] ?? 0
      if (opacity > 0) target.data[out + x] = over(target.data[out + x] ?? 0, source.data[base + x] ?? 0, opacity)
    }
  }
}

/** `above` laid over `below` with an opacity of 0-255. */
function over(below: number, above: number, opacity: number): number {
  if (opacity === 255) return above
  // 257 / 65536 stands for 1 / 255, which is slow to divide by.
  return below + (((above - below) * opacity * 257 + 32768) >> 16)
}

/** Which source position a target position samples: the lower neighbour and the weight (0-256) of the upper one. */
function sampled(target: number, origin: number, scale: number, size: number): { at: number; weight: number } {
  const position = Math.min(size - 1, Math.max(0, (target + 0.5 - origin) / scale - 0.5))
  const at = Math.min(Math.max(0, size - 2), Math.floor(position))
  return { at, weight: Math.round((position - at) * 256) }
}

function columnsOf(targetWidth: number, sourceWidth: number, { left, scale }: Placement): Columns {
  const from = Math.max(0, Math.ceil(left))
  const until = Math.max(from, Math.min(targetWidth, Math.floor(left + sourceWidth * scale)))
  const at = new Int32Array(targetWidth)
  const weight = new Int32Array(targetWidth)
  for (let x = from; x < until; x++) {
    const sample = sampled(x, left, scale, sourceWidth)
    at[x] = sample.at
    weight[x] = sample.weight
  }
  return { at, weight, from, until }
}

/** Narrows the columns to where this row or the next of the matte is not empty. */
function filledColumns(columns: Columns, matte: Matte, row: number, { left, scale }: Placement): Columns {
  const next = Math.min(row + 1, matte.height - 1)
  const first = Math.min(matte.first[row] ?? 0, matte.first[next] ?? 0)
  const until = Math.max(matte.until[row] ?? 0, matte.until[next] ?? 0)
  return {
    ...columns,
    from: Math.max(columns.from, Math.floor(left + (first - 1) * scale)),
    until: until === 0 ? columns.from : Math.min(columns.until, Math.ceil(left + (until + 1) * scale)),
  }
}

/** Bilinear mean of four neighbours; weights in 256ths. */
function mean(data: Uint8Array, rows: Rows, at: number, right: number): number {
  const { upper, lower, weight } = rows
  const above = (data[upper + at] ?? 0) * (256 - right) + (data[upper + at + 1] ?? 0) * right
  const below = (data[lower + at] ?? 0) * (256 - right) + (data[lower + at + 1] ?? 0) * right
  return (above * (256 - weight) + below * weight + 32768) >> 16
}

function copyRow(target: Target, y: number, source: Uint8Array, { columns, rows }: RowSource): void {
  const { at, weight, from, until } = columns
  const out = y * target.stride
  for (let x = from; x < until; x++) target.data[out + x] = mean(source, rows, at[x] ?? 0, weight[x] ?? 0)
}

function blendRow(
  target: Target,
  y: number,
  source: Uint8Array,
  row: RowSource & { readonly matte: Uint8Array },
): void {
  const { columns, rows, matte } = row
  const { at, weight, from, until } = columns
  const out = y * target.stride
  for (let x = from; x < until; x++) {
    const i = at[x] ?? 0
    const right = weight[x] ?? 0
    const opacity = mean(matte, rows, i, right)
    if (opacity === 0) continue
    target.data[out + x] = over(target.data[out + x] ?? 0, mean(source, rows, i, right), opacity)
  }
}
