import { boxCentre, boxUnion, containsPoint, grownBox } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { Detection } from './detection.ts'
import type { TextBlock } from './text-blocks.ts'

/** What may be a number plate: its box with the plate's rim, and how sure that is. */
export type Plate = { readonly box: Box; readonly score: number; readonly model: string }

/** Width over height of the characters: one line (UK front plate 4.7), or two lines on one plate. */
const oneLine = [1.8, 8] as const
const twoLines = [0.9, 2.6] as const
/**
 * Without a vehicle (seen from close by it fills the picture, and is not found) a line by itself of the shape of a plate
 * counts, for so much of its score.
 */
const plainLine = [3, 6.5] as const
const withoutVehicle = 0.65
const byItself = 2
/** Share of its vehicle's width; seen from far aside a vehicle is long. */
const widthShares = [0.05, 0.55] as const
/** Plates sit below the windows: under this share of the vehicle's height. */
const highestPlate = 0.3
/** Vehicles move between the frames in which they are looked for. */
const vehicleSlack = 0.1
/** A plate's rim around its characters, as shares of their width and height on each side. */
const rim = [0.08, 0.25] as const

function within(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most
}

function isOn(vehicle: Box, text: Box): boolean {
  if (!within(text[2] / vehicle[2], widthShares)) return false
  const [, y] = boxCentre(text)
  if (y < vehicle[1] + highestPlate * vehicle[3]) return false
  return containsPoint({ shape: 'rect', box: grownBox(vehicle, vehicleSlack) }, boxCentre(text))
}

function withRim([x, y, width, height]: Box): Box {
  const [dx, dy] = [rim[0] * width, rim[1] * height]
  return [x - dx, y - dy, width + 2 * dx, height + 2 * dy]
}

/** Whether `below` is the second line of a plate whose first line is `above`. */
function isSecondLine(above: Box, below: Box): boolean {
  const height = Math.max(above[3], below[3])
  if (Math.min(above[3], below[3]) < height / 1.6) return false
  const space = below[1] - (above[1] + above[3])
  const aside = Math.abs(boxCentre(above)[0] - boxCentre(below)[0])
  return space > -0.3 * height && space < 0.8 * height && aside < 0.3 * Math.max(above[2], below[2])
}

function pairsOf(texts: readonly Detection[]): Plate[] {
  const pairs: Plate[] = []
  for (const above of texts) {
    for (const below of texts) {
      if (above === below || !isSecondLine(above.box, below.box)) continue
      const box = boxUnion(above.box, below.box)
      if (!within(box[2] / box[3], twoLines)) continue
      pairs.push({ box, score: Math.min(above.score, below.score), model: above.model })
    }
  }
  return pairs
}

function platesIn({ boxes }: TextBlock, vehicles: readonly Box[]): Plate[] {
  const lines = boxes.filter(({ box }) => within(box[2] / box[3], oneLine))
  return [...lines, ...pairsOf(boxes)].flatMap(({ box, score, model }) => {
    if (vehicles.some((vehicle) => isOn(vehicle, box))) return [{ box: withRim(box), score, model }]
    const isPlain = boxes.length <= byItself && within(box[2] / box[3], plainLine)
    return isPlain ? [{ box: withRim(box), score: score * withoutVehicle, model }] : []
  })
}

/**
 * Text of one frame that may be a number plate: a line of a plate's shape, or two lines as on square plates, of plausible
 * size in the lower part of a vehicle. Without a vehicle a line by itself counts for two thirds of its score. `vehicles` are
 * those of the nearest frames in which vehicles were seen. Lettering on vehicles and short signs pass too.
 */
export function platesAmong(blocks: readonly TextBlock[], vehicles: readonly Box[]): readonly Plate[] {
  return blocks.flatMap((block) => platesIn(block, vehicles))
}
