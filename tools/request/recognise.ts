import type { Box } from '../../core/geometry/shape.ts'
import { type Planes, readPlanes } from '../clips/read-back.ts'
import type { RequestClip } from './request-clip.ts'

/** Side of the small pictures by which somebody is recognised. */
export const likenessSide = 16

/** A picture this alike shows them, where nobody else is nearly as alike. */
const alikeEnough = { least: 0.75, lead: 0.1 }

/**
 * Whether a small picture, `likenessSide` squared and grey, shows the requester more than anybody else who is in a frame: what an
 * officer sees on a card with the photograph of whoever asked beside it.
 */
export async function showsRequester({ path, truth }: RequestClip, frame: number, picture: readonly number[]) {
  const planes = await readPlanes(path, frame)
  const scored = (truth.frames[frame] ?? []).map(({ person, box }) => {
    const views = framings(headOf(box)).map((one) => likeness(picture, viewOf(planes, one)))
    return { person, alike: Math.max(...views) }
  })
  const [best, next] = scored.toSorted((a, b) => b.alike - a.alike)
  const isClear = best !== undefined && best.alike >= alikeEnough.least
  return isClear && best.alike - (next?.alike ?? 0) >= alikeEnough.lead && best.person === truth.requester
}

/** How far a card may show somebody to any side of where they are, and how much more or less of them, as shares of the head. */
const shifts = Array.from({ length: 11 }, (_, at) => (at - 5) * 0.08)
const scales = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75]

/** The boxes that a card of somebody may show: heads are found a little beside where they are, and guessed larger or smaller. */
function framings([x, y, width, height]: Box): Box[] {
  return scales.flatMap((scale) =>
    shifts.flatMap((across) =>
      shifts.map((down): Box => {
        const [wide, tall] = [width * scale, height * scale]
        return [x + (width - wide) / 2 + across * width, y + (height - tall) / 2 + down * height, wide, tall]
      }),
    ),
  )
}

function headOf([x, y, width, height]: Box): Box {
  return [x - width * 0.3, y - height * 0.3, width * 1.6, height * 1.33]
}

/** The square about a box, as much larger as a card shows it, in grey. */
function viewOf({ width, height, y: plane }: Planes, box: Box): number[] {
  const side = Math.max(box[2], box[3]) * 1.5
  const [left, top] = [box[0] + box[2] / 2 - side / 2, box[1] + box[3] / 2 - side / 2]
  return Array.from({ length: likenessSide ** 2 }, (_, cell) => {
    const x = Math.round(left + (((cell % likenessSide) + 0.5) * side) / likenessSide)
    const y = Math.round(top + ((Math.floor(cell / likenessSide) + 0.5) * side) / likenessSide)
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : (plane[y * width + x] ?? 0)
  })
}

/** Correlation of two pictures, -1 to 1. */
function likeness(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middleA, middleB] = [mean(a), mean(b)]
  const sums = a.reduce(
    (sum, value, at) => {
      const [one, other] = [value - middleA, (b[at] ?? 0) - middleB]
      return { both: sum.both + one * other, a: sum.a + one * one, b: sum.b + other * other }
    },
    { both: 0, a: 0, b: 0 },
  )
  return sums.both / Math.sqrt(sums.a * sums.b || 1)
}
