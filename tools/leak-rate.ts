import type { Box, Point } from '../core/geometry/shape.ts'
import type { PlanFrame, PlanRegion } from '../core/redaction/plan.ts'
import { cellCentres, type FaceTruth, type TruthFace } from './face-truth.ts'

/** Third-party person-frames of one size of face. A person-frame leaks when less than 90 % of what is seen is covered. */
export type LeakClass = {
  readonly label: string
  readonly personFrames: number
  readonly leaked: number
  /** Leaked of a thousand person-frames; 0 where there are none. */
  readonly perThousand: number
}

/** How well a plan hides the third parties of a clip whose truth is known. */
export type LeakRate = LeakClass & {
  readonly bySize: readonly LeakClass[]
  /** Share of all the clip's pixels that is painted. */
  readonly paintedShare: number
  /** Share of all the clip's pixels that is painted although it is no third party's head (the face's box, grown by half on each side). */
  readonly overPaintedShare: number
  /** Of a thousand frames in which the kept person is seen, in how many at least a tenth of the face is painted. */
  readonly requesterHiddenPerThousand: number
  /** Up to 20 leaks, the least covered first. */
  readonly worst: readonly { readonly frame: number; readonly person: string; readonly covered: number }[]
}

/** Faces of which less than this share is to be seen are nobody's leak. */
const leastVisible = 0.25
/** A face leaks when less than this share of what is seen of it is covered. */
export const coveredEnough = 0.9
const sizes = [
  { label: 'under 40 px', until: 40 },
  { label: '40-80 px', until: 80 },
  { label: '80-160 px', until: 160 },
  { label: '160 px and more', until: Number.POSITIVE_INFINITY },
] as const

/** Tells which points of a frame are painted over. */
export type Painted = (point: Point) => boolean

/** A face that is to be seen in a frame, and the share of what is seen of it that is painted over. */
export type SeenFace = { readonly frame: number; readonly face: TruthFace; readonly covered: number }

/**
 * The leak rate of a plan on a clip with known faces: third-party person-frames whose visible face is covered less than
 * 90 %, per 1,000, also by the height of the face. Frames that the plan omits count for nothing; a frame that the plan
 * does not have counts as not covered.
 */
export function leakRate(truth: FaceTruth, planFrames: readonly PlanFrame[]): LeakRate {
  const plans = new Map<number, PlanFrame>(planFrames.map((plan) => [plan.frame, plan]))
  const seen = seenFaces(truth.frames, (frame) => {
    const plan = plans.get(frame)
    return plan?.mode === 'omit' ? null : plan ? painter(plan) : () => false
  })
  const others = seen.filter(({ face }) => face.person !== truth.requester)
  const own = seen.filter(({ face }) => face.person === truth.requester)
  const leaks = others.filter(isLeak).toSorted((a, b) => a.covered - b.covered)
  return {
    ...summed('all', others),
    bySize: sizes.map(({ label, until }, i) => {
      const from = sizes[i - 1]?.until ?? 0
      return summed(
        label,
        others.filter(({ face }) => face.box[3] >= from && face.box[3] < until),
      )
    }),
    ...paintedShares(truth, plans),
    requesterHiddenPerThousand: perThousand(
      own.filter(({ covered }) => covered >= 1 - coveredEnough).length,
      own.length,
    ),
    worst: leaks.slice(0, 20).map(({ frame, face, covered }) => ({ frame, person: face.person, covered })),
  }
}

/** Every face that is to be seen enough to count, with what is painted of it. Frames without `paintedAt` count for nothing. */
export function seenFaces(
  frames: readonly (readonly TruthFace[])[],
  paintedAt: (frame: number) => Painted | null,
): SeenFace[] {
  const seen: SeenFace[] = []
  for (const [frame, faces] of frames.entries()) {
    const painted = paintedAt(frame)
    if (!painted) continue
    for (const face of faces) {
      if (face.visible >= leastVisible) seen.push({ frame, face, covered: coveredShare(face, painted) })
    }
  }
  return seen
}

const isLeak = ({ covered }: SeenFace) => covered < coveredEnough

function summed(label: string, seen: readonly SeenFace[]): LeakClass {
  const leaked = seen.filter(isLeak).length
  return { label, personFrames: seen.length, leaked, perThousand: perThousand(leaked, seen.length) }
}

function perThousand(part: number, whole: number): number {
  return whole === 0 ? 0 : (1000 * part) / whole
}

function coveredShare(face: TruthFace, painted: Painted): number {
  const visible = cellCentres(face.box).filter((_, cell) => face.seen[cell] === '1')
  if (visible.length === 0) return 1
  return visible.filter(painted).length / visible.length
}

/** Tells which points of the picture a plan paints over in a frame. */
export function painter(plan: PlanFrame): Painted {
  const inAny = (regions: readonly PlanRegion[], point: Point) => regions.some((region) => contains(region, point))
  switch (plan.mode) {
    case 'blank':
      return () => true
    case 'omit':
      return () => false
    case 'hide':
      return (point) => inAny(plan.regions, point)
    case 'inverse':
      return (point) => !inAny(plan.regions, point) || inAny(plan.hidden ?? [], point)
  }
}

/** True where a region of a plan holds a point. */
export function contains(region: PlanRegion, [x, y]: Point): boolean {
  if (region.shape === 'polygon') return inPolygon(region.points, x, y)
  const [left, top, width, height] = region.box
  const turn = (-(region.angle ?? 0) * Math.PI) / 180
  const dx = x - left - width / 2
  const dy = y - top - height / 2
  const across = (2 * (dx * Math.cos(turn) - dy * Math.sin(turn))) / width
  const down = (2 * (dx * Math.sin(turn) + dy * Math.cos(turn))) / height
  return region.shape === 'rect' ? Math.abs(across) <= 1 && Math.abs(down) <= 1 : across * across + down * down <= 1
}

function inPolygon(points: readonly Point[], x: number, y: number): boolean {
  let inside = false
  let before = points.at(-1) ?? [0, 0]
  for (const point of points) {
    const crosses = point[1] > y !== before[1] > y
    if (crosses && x < point[0] + ((y - point[1]) / (before[1] - point[1])) * (before[0] - point[0])) inside = !inside
    before = point
  }
  return inside
}

/** Columns and rows of the raster by which painted area is measured, and how many frames apart. */
const raster = { columns: 96, rows: 54, frames: 5 } as const

function paintedShares(truth: FaceTruth, plans: ReadonlyMap<number, PlanFrame>) {
  const sampled = truth.frames.map((_, frame) => frame).filter((frame) => frame % raster.frames === 0)
  const disclosed = sampled.flatMap((frame) => plans.get(frame) ?? []).filter((plan) => plan.mode !== 'omit')
  const painted = disclosed.flatMap((plan) => {
    const faces = (truth.frames[plan.frame] ?? []).filter((face) => face.person !== truth.requester)
    const heads = faces.map(({ box }) => grown(box))
    const needed = (point: Point) => heads.some((head) => within(head, point))
    return rasterOf(truth).filter(painter(plan)).map(needed)
  })
  const points = Math.max(1, disclosed.length * raster.columns * raster.rows)
  const needless = painted.filter((needed) => !needed)
  return { paintedShare: painted.length / points, overPaintedShare: needless.length / points }
}

function rasterOf({ size }: FaceTruth): Point[] {
  const columns = Array.from({ length: raster.columns }, (_, column) => ((column + 0.5) * size.width) / raster.columns)
  const rows = Array.from({ length: raster.rows }, (_, row) => ((row + 0.5) * size.height) / raster.rows)
  return rows.flatMap((y) => columns.map((x): Point => [x, y]))
}

function grown([x, y, width, height]: Box): Box {
  return [x - width / 2, y - height / 2, width * 2, height * 2]
}

function within([left, top, width, height]: Box, [x, y]: Point): boolean {
  return x >= left && y >= top && x < left + width && y < top + height
}
