import { boundsOf, cornersOf, isUpright, type RegionShape, touched, turnedBox } from './shape.ts'
import { SpanList, type Spans } from './spans.ts'

/** A stretch of one row in fractions of pixels. */
type Stretch = readonly [from: number, until: number]

/**
 * The pixels of a picture that a shape covers. Conservative: every pixel that the shape touches is in, so a polygon
 * thinner than a pixel still covers the pixels that it crosses; of polygons that cross themselves the even-odd inside
 * counts. What lies outside the picture is left out. Throws on coordinates that are not finite and on negative sizes.
 */
export function rasterise(shape: RegionShape, width: number, height: number): Spans {
  const bounds = boundsOf(shape)
  const rowsFrom = Math.max(0, bounds.y)
  const rowsUntil = Math.min(height, bounds.y + bounds.height)
  const least = Math.max(0, bounds.x)
  const most = Math.min(width, bounds.x + bounds.width)
  const stretchesOf = rowScanner(shape)
  const list = new SpanList()
  for (let y = rowsFrom; y < rowsUntil; y++) {
    const pixels = stretchesOf(y).map(([from, until]) => touched(from, until))
    if (pixels.length > 1) pixels.sort((a, b) => a[0] - b[0])
    for (const [from, until] of pixels) list.add(y, Math.max(least, from), Math.min(most, until))
  }
  return list.spans()
}

/** What the shape touches between the lines `y` and `y + 1`. */
function rowScanner(shape: RegionShape): (y: number) => Stretch[] {
  if (shape.shape === 'ellipse') return ellipseRows(shape)
  if (shape.shape === 'rect' && isUpright(shape)) {
    const { centreX, halfWidth } = turnedBox(shape)
    return () => [[centreX - halfWidth, centreX + halfWidth]]
  }
  return polygonRows(cornersOf(shape))
}

/**
 * The ellipse is the set of (dx, dy) about its centre with A dx^2 + 2 B dx dy + C dy^2 <= 1, where A C - B^2 is
 * 1 / (a b)^2. Its right border is concave in dy with its farthest point at dy = -B reachX / C, so the widest place of
 * a row is that point brought into the row; the left border is the right one turned by half a circle.
 */
function ellipseRows(shape: Exclude<RegionShape, { shape: 'polygon' }>): (y: number) => Stretch[] {
  const { centreX, centreY, halfWidth, halfHeight, cosine, sine } = turnedBox(shape)
  const a = Math.max(halfWidth, 1e-6)
  const b = Math.max(halfHeight, 1e-6)
  const A = (cosine / a) ** 2 + (sine / b) ** 2
  const B = sine * cosine * (1 / a ** 2 - 1 / b ** 2)
  const C = (sine / a) ** 2 + (cosine / b) ** 2
  const determinant = 1 / (a * b) ** 2
  const reachX = Math.sqrt(C / determinant)
  const reachY = Math.sqrt(A / determinant)
  const farthestAt = (-B * reachX) / C
  const border = (dy: number): number => (-B * dy + Math.sqrt(Math.max(0, A - determinant * dy * dy))) / A
  return (y) => {
    const from = clamp(y - centreY, -reachY, reachY)
    const until = clamp(y + 1 - centreY, -reachY, reachY)
    const right = border(clamp(farthestAt, from, until))
    const left = -border(clamp(farthestAt, -until, -from))
    return [[centreX + left, centreX + right]]
  }
}

/** A polygon's edge from its upper to its lower end. */
type Edge = { readonly upper: readonly [x: number, y: number]; readonly lower: readonly [x: number, y: number] }

/**
 * A pixel that no edge touches lies wholly inside or outside, so the touched pixels are those along the edges and those
 * that are inside on the row's middle line.
 */
function polygonRows(corners: readonly (readonly [x: number, y: number])[]): (y: number) => Stretch[] {
  const edges = corners.map((to, index): Edge => {
    const from = corners.at(index - 1) ?? to
    return from[1] <= to[1] ? { upper: from, lower: to } : { upper: to, lower: from }
  })
  return (y) => {
    const near = edges.filter(({ upper, lower }) => lower[1] >= y && upper[1] <= y + 1)
    return [...near.map((edge) => alongRow(edge, y)), ...insideAt(near, y + 0.5)]
  }
}

/** The stretch that an edge takes up between the lines `y` and `y + 1`. */
function alongRow({ upper, lower }: Edge, y: number): Stretch {
  const from = along(upper, lower, Math.max(y, upper[1]))
  const until = lower[1] === upper[1] ? lower[0] : along(upper, lower, Math.min(y + 1, lower[1]))
  return [Math.min(from, until), Math.max(from, until)]
}

/** The stretches of the line `y` that are inside, by the even-odd rule. */
function insideAt(edges: readonly Edge[], y: number): Stretch[] {
  const crossings = edges
    .filter(({ upper, lower }) => upper[1] <= y && lower[1] > y)
    .map(({ upper, lower }) => along(upper, lower, y))
    .sort((p, q) => p - q)
  return crossings.flatMap((from, index) => (index % 2 === 0 ? [[from, crossings[index + 1] ?? from] as const] : []))
}

/** Where the edge crosses the line `y`, which lies between its ends. */
function along(upper: readonly [number, number], lower: readonly [number, number], y: number): number {
  const rise = lower[1] - upper[1]
  if (rise === 0) return upper[0]
  const x = upper[0] + ((y - upper[1]) / rise) * (lower[0] - upper[0])
  return clamp(x, Math.min(upper[0], lower[0]), Math.max(upper[0], lower[0]))
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
