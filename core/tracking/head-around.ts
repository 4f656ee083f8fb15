import type { Box } from '../geometry/shape.ts'

/** Hair above the hairline, and ears and hair beside the cheeks, as shares of the face's height and width. */
const above = 0.3
const beside = 0.3

/** The head that a face must be part of: where heads are to be hidden, a face whose head nobody saw shows its hair. */
export function headAround([x, y, width, height]: Box): Box {
  return [x - beside * width, y - above * height, (1 + 2 * beside) * width, (1 + above) * height]
}
