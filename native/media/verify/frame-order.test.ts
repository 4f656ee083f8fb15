import { describe, expect, it } from 'vitest'
import { type Plane, type Spans, wholePicture } from '../../../kernels/index.ts'
import { FrameOrder } from './frame-order.ts'

const noSpans: Spans = new Int32Array(0)

const [width, height] = [64, 48]

/** A picture of stripes, moved by so many pixels, a little coarser than the source. */
function picture(moved: number, { coarse = 1 } = {}): Plane {
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const value = 128 + 100 * Math.sin(((at % width) + moved) / 5)
    return Math.round(value / coarse) * coarse
  })
  return { data, stride: width, width, height }
}

function take(pairs: readonly (readonly [source: number, shown: number])[], covered = noSpans) {
  const order = new FrameOrder()
  return pairs.map(([source, shown]) => order.take(picture(source), picture(shown, { coarse: 8 }), covered))
}

describe('a frame', () => {
  it('that shows its own picture is in order', () => {
    expect(
      take([
        [0, 0],
        [2, 2],
        [4, 4],
        [6, 6],
      ]),
    ).toEqual([null, null, null, null])
  })

  it('that shows the one before is told', () => {
    expect(
      take([
        [0, 0],
        [2, 0],
        [4, 4],
      ]),
    ).toEqual([null, { shows: 'the frame before', position: 'this' }, null])
  })

  it('that shows the one after is told when that comes', () => {
    expect(
      take([
        [0, 0],
        [2, 4],
        [4, 4],
      ]),
    ).toEqual([null, null, { shows: 'the frame after', position: 'last' }])
  })

  it('that shows something else altogether is another check’s business', () => {
    expect(
      take([
        [0, 0],
        [2, 17],
        [4, 4],
      ]),
    ).toEqual([null, null, null])
  })

  it('cannot be told where all is covered, or where nothing moves', () => {
    expect(
      take(
        [
          [0, 0],
          [2, 0],
        ],
        wholePicture(width, height),
      ),
    ).toEqual([null, null])
    expect(
      take([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual([null, null])
  })

  it('after a restart has none before it', () => {
    const order = new FrameOrder()
    order.take(picture(0), picture(0), noSpans)
    order.restart()
    expect(order.take(picture(2), picture(0), noSpans)).toBeNull()
  })
})
