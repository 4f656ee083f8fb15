import type { FrameIndex } from '../../../core/time.ts'
import {
  chromaSpans,
  countSamples,
  invertSpans,
  type Kernels,
  type LabelStamp,
  type PlanarPicture,
  type Plane,
  type Spans,
  subtractSpans,
  summariseDifferences,
} from '../../../kernels/index.ts'
import { exposureOf } from './exposure.ts'
import type { PictureSides } from './plane-region.ts'
import type { Tally } from './tally.ts'

/**
 * Letters must be brighter than their box by this much, on average: of the 219 or 255 steps that they are written with. Good copies:
 * 214 and more, of full range 247.
 */
const leastContrast = 150

/**
 * A block of 16 x 16 of the label may differ from the planned one by this much (mean square). Good copies of every clip of the tests
 * at crf 20: up to 140, of full range 250. A comma for a full stop: 1,480; a nought for an o: 3,100.
 */
const worstBlockMeanSquare = 600

/** Blocks with fewer samples of the label say little. */
const leastBlockSamples = 32

/** Share of what the label lies over that may show through it, where that is more (mean square) than compression leaves. */
const mostShareShown = 0.15
const leastShown = 30

/** A frame with a label, as it was, as it should be and as it is. */
export type LabelCheck = PictureSides & { readonly frame: FrameIndex; readonly stamp: LabelStamp }

/** The label must be there, as planned to the letter, with nothing of the picture in it and nothing else. */
export function checkLabel(check: LabelCheck, kernels: Kernels, tally: Tally): void {
  const { frame, stamp, expected, found } = check
  tally.looked()
  const contrast = contrastOf(found, stamp)
  tally.least('leastContrast', contrast)
  if (contrast < leastContrast) tally.fail('is not there', frame)
  for (const [index, plane] of expected.planes.entries()) {
    const [seen, box] = [found.planes[index], boxOn(found, index, stamp.box)]
    if (!seen) throw new Error('a picture has too few planes')
    const blocks = kernels.blockDifferences(plane, seen, invertSpans(box, plane.width, plane.height))
    const { worst } = summariseDifferences(blocks, leastBlockSamples)
    if (!worst) continue
    tally.most('worstBlockMeanSquare', worst.meanSquare)
    if (worst.meanSquare > worstBlockMeanSquare) tally.fail(`is another at ${worst.x},${worst.y}`, frame)
  }
  checkNothingShows(check, tally)
}

function checkNothingShows({ original, expected, found, stamp, frame }: LabelCheck, tally: Tally): void {
  const parts = found.planes.map((seen, index) => {
    const [before, planned] = [original.planes[index], expected.planes[index]]
    if (!before || !planned) throw new Error('a picture has too few planes')
    return { sides: { original: before, expected: planned, found: seen }, spans: boxOn(found, index, stamp.box) }
  })
  const { share, shown } = exposureOf(parts)
  if (shown <= leastShown) return
  tally.most('worstShareShown', share)
  if (share > mostShareShown) tally.fail(`shows ${Math.round(share * 100)} % of what it lies over`, frame)
}

function boxOn({ subsampling }: PlanarPicture, index: number, box: Spans): Spans {
  const { shiftX, shiftY } = subsampling[index] ?? { shiftX: 0, shiftY: 0 }
  return chromaSpans(box, shiftX, shiftY)
}

/** How much brighter the letters are than the rest of the box. */
function contrastOf({ planes }: PlanarPicture, { box, letters }: LabelStamp): number {
  const luma = planes[0]
  if (!luma) throw new Error('a picture has no luma')
  return meanOf(luma, letters) - meanOf(luma, subtractSpans(box, letters))
}

function meanOf({ data, stride }: Plane, spans: Spans): number {
  let sum = 0
  for (let i = 0; i < spans.length; i += 3) {
    const row = (spans[i] ?? 0) * stride
    for (let at = row + (spans[i + 1] ?? 0); at < row + (spans[i + 2] ?? 0); at++) sum += data[at] ?? 0
  }
  return sum / Math.max(1, countSamples(spans))
}
