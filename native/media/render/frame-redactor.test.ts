import { describe, expect, it } from 'vitest'
import type { VideoIndex } from '../../../core/clips/clip-index.ts'
import type { Rotation } from '../../../core/geometry/shape.ts'
import type { PlanFrame, PlanRegion } from '../../../core/redaction/plan.ts'
import { frameIndex, pts } from '../../../core/time.ts'
import { type PlanarPicture, typescriptKernels } from '../../../kernels/index.ts'
import { codedRedaction, FrameRedactor } from './frame-redactor.ts'

const [width, height] = [64, 48]

function videoOf(rotation: Rotation): VideoIndex {
  const upright = rotation % 180 === 0
  const display = { displayWidth: upright ? width : height, displayHeight: upright ? height : width }
  return {
    ...{ codec: 'h264', width, height, ...display, pixelAspect: [1, 1], rotation },
    ...{ timeBase: [1, 25], pts: [pts(0n)], lastDuration: pts(1n), keyframes: [], variableRate: false },
    ...{ interlaced: false, pixelFormat: 'yuv420p', missingFrames: 0, damagedFrames: null },
    colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
  }
}

const face: PlanRegion = { track: 't1', style: 'solid', strength: 1, shape: 'rect', box: [8, 4, 12, 20] }
const plate: PlanRegion = {
  track: 't2',
  style: 'blur',
  strength: 2,
  shape: 'polygon',
  points: [
    [0, 0],
    [9, 0],
    [0, 9],
  ],
}

function planned(mode: PlanFrame['mode'], changes: Partial<PlanFrame> = {}): PlanFrame {
  return { frame: frameIndex(7), mode, regions: [face, plate], ...changes }
}

describe('a planned frame', () => {
  it('keeps its regions, who they are and how they are covered', () => {
    expect(codedRedaction(planned('hide'), videoOf(0))).toEqual({ frame: 7, mode: 'hide', regions: [face, plate] })
    const inverse = planned('inverse', { regions: [face], hidden: [plate] })
    expect(codedRedaction(inverse, videoOf(0))).toEqual({ frame: 7, mode: 'inverse', regions: [face], hidden: [plate] })
    expect(codedRedaction(planned('blank', { regions: [] }), videoOf(0))).toEqual({
      frame: 7,
      mode: 'blank',
      regions: [],
    })
  })

  it('has its regions turned back into coded pixels, hidden ones too', () => {
    const turned = codedRedaction(planned('inverse', { hidden: [face] }), videoOf(90))
    const coded = { ...face, box: [4, height - 20, 20, 12] }
    expect(turned.regions[0]).toEqual(coded)
    expect(turned.hidden).toEqual([coded])
    expect(turned.regions[1]).toMatchObject({
      shape: 'polygon',
      points: [
        [0, 48],
        [0, 39],
        [9, 48],
      ],
    })
  })

  it('outside of the spans has nothing to cover: nobody may see it', () => {
    expect(() => codedRedaction(planned('omit'), videoOf(0))).toThrow(RangeError)
  })
})

describe('covering', () => {
  const white = (): PlanarPicture => {
    const plane = (shift: number) => {
      const [columns, rows] = [width >> shift, height >> shift]
      return { data: new Uint8Array(columns * rows).fill(200), stride: columns, width: columns, height: rows }
    }
    const halved = { shiftX: 1, shiftY: 1 }
    return { planes: [plane(0), plane(1), plane(1)], subsampling: [{ shiftX: 0, shiftY: 0 }, halved, halved] }
  }
  /** Bounds of what is black in the luma: left, top, right, bottom. */
  const blackOf = ({ planes }: PlanarPicture): number[] => {
    const at = [...(planes[0]?.data ?? [])].flatMap((value, place) => (value === 16 ? [place] : []))
    const [columns, rows] = [at.map((place) => place % width), at.map((place) => Math.floor(place / width))]
    return [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1]
  }

  it.each([
    [0, [8, 4, 20, 24]],
    [90, [4, 28, 24, 40]],
    [180, [44, 24, 56, 44]],
    [270, [40, 8, 60, 20]],
  ] as const)('a picture that is turned by %i degrees hides what people see there', (rotation, coded) => {
    const picture = white()
    const redactor = new FrameRedactor(typescriptKernels, '0'.repeat(64), [16, 128, 128])
    redactor.redact(picture, codedRedaction(planned('hide', { regions: [face] }), videoOf(rotation)))
    expect(blackOf(picture)).toEqual(coded)
  })

  it('keeps the cells of a pixelated region from frame to frame', () => {
    const redactor = new FrameRedactor(typescriptKernels, '0'.repeat(64), [16, 128, 128])
    const region: PlanRegion = { ...face, style: 'pixelate' }
    expect(redactor.held.size).toBe(0)
    redactor.redact(white(), codedRedaction(planned('hide', { regions: [region] }), videoOf(0)))
    const [key, first] = [...redactor.held][0] ?? []
    const darker = white()
    darker.planes[0]?.data.fill(90)
    const next = planned('hide', { frame: frameIndex(8), regions: [region] })
    redactor.redact(darker, codedRedaction(next, videoOf(0)))
    expect(redactor.held.size).toBe(1)
    expect(key === undefined ? undefined : redactor.held.get(key)).toEqual(first)
  })
})
