import type { Box, Size } from '../../core/geometry/shape.ts'
import type { PlanFrame, PlanRegion } from '../../core/redaction/plan.ts'
import { contains } from '../leak-rate.ts'
import type { ClipTruth } from './clip-truth.ts'

/** Areas of a clip, in squares of the raster added up over the frames that are looked at. */
export type PaintedArea = {
  readonly painted: number
  /** In a true box of what had to be painted. */
  readonly needed: number
  /** Painted where neither a head nor a thing is, their boxes grown by half on each side. */
  readonly needless: number
}

/** Pixels between the points of the raster, and frames between those that are looked at. */
const raster = { step: 4, frames: 3 } as const

/** What had to be painted: faces, or heads and the drawn things. */
export type Needed = 'faces' | 'heads and things'

/** How much a plan paints of a clip and how much of that it had to. Frames that the plan omits are left out. */
export function paintedArea(truth: ClipTruth, needs: Needed, plan: readonly PlanFrame[]): PaintedArea {
  const sum = { painted: 0, needed: 0, needless: 0 }
  for (const planned of plan) {
    if (planned.frame % raster.frames !== 0 || planned.mode === 'omit') continue
    const painted = new Marks(truth.size)
    for (const region of planned.regions) painted.mark(boundsOf(region), (x, y) => contains(region, [x, y]))
    const needed = new Marks(truth.size)
    for (const box of boxesOf(truth, needs, planned.frame)) needed.mark(box)
    const near = new Marks(truth.size)
    for (const box of boxesOf(truth, 'heads and things', planned.frame)) near.mark(grownByHalf(box))
    sum.painted += painted.count()
    sum.needed += needed.count()
    sum.needless += painted.countWithout(near)
  }
  return sum
}

function boxesOf(truth: ClipTruth, needs: Needed, frame: number): Box[] {
  if (needs === 'faces') return (truth.frames[frame] ?? []).map(({ box }) => box)
  return [...(truth.heads[frame] ?? []), ...(truth.objects[frame] ?? [])].map(({ box }) => box)
}

/** Points of a picture, marked or not. */
class Marks {
  readonly #columns: number
  readonly #rows: number
  readonly #marks: Uint8Array

  constructor({ width, height }: Size) {
    this.#columns = Math.ceil(width / raster.step)
    this.#rows = Math.ceil(height / raster.step)
    this.#marks = new Uint8Array(this.#columns * this.#rows)
  }

  mark([left, top, width, height]: Box, holds: (x: number, y: number) => boolean = () => true): void {
    const at = (pixel: number) => Math.ceil(pixel / raster.step - 0.5)
    for (let row = Math.max(0, at(top)); row < Math.min(this.#rows, at(top + height)); row++) {
      for (let column = Math.max(0, at(left)); column < Math.min(this.#columns, at(left + width)); column++) {
        const isIn = holds((column + 0.5) * raster.step, (row + 0.5) * raster.step)
        if (isIn) this.#marks[row * this.#columns + column] = 1
      }
    }
  }

  count(): number {
    return this.#marks.reduce((sum, mark) => sum + mark, 0)
  }

  countWithout(other: Marks): number {
    return this.#marks.reduce((sum, mark, at) => sum + (mark === 1 && other.#marks[at] === 0 ? 1 : 0), 0)
  }
}

function boundsOf(region: PlanRegion): Box {
  if (region.shape !== 'polygon' && (region.angle ?? 0) === 0) return region.box
  if (region.shape !== 'polygon') {
    const [x, y, width, height] = region.box
    const reach = Math.hypot(width, height) / 2
    return [x + width / 2 - reach, y + height / 2 - reach, 2 * reach, 2 * reach]
  }
  const xs = region.points.map(([x]) => x)
  const ys = region.points.map(([, y]) => y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top]
}

function grownByHalf([x, y, width, height]: Box): Box {
  return [x - width / 2, y - height / 2, width * 2, height * 2]
}
