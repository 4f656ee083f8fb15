import { expect, test } from 'vitest'
import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { PlanFrame, PlanRegion } from '../../../../core/redaction/plan.ts'
import { frameIndex } from '../../../../core/time.ts'
import {
  coveredSpans,
  type FrameRedaction,
  layersOf,
  noHeldCells,
  noiseKey,
  type Plane,
  redactFrame,
  typescriptKernels,
} from '../../../../kernels/index.ts'
import { coloursOf } from './copy-colours.ts'
import { codedPlan, coverPixels } from './cover-pixels.ts'

const size = { width: 96, height: 64 }
const secret = '7'.repeat(64)

/** A grey picture with structure: each channel says the same, so brightness is any of them. */
function greyPicture(): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(size.width * size.height * 4)
  for (let at = 0; at < size.width * size.height; at++) pixels.fill(40 + ((at * 37) % 160), at * 4, at * 4 + 3)
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255
  return pixels
}

function covered(region: Partial<PlanRegion>): {
  readonly pixels: Uint8ClampedArray
  readonly redaction: FrameRedaction
} {
  const shape = { shape: 'ellipse', box: [10.5, 8, 40, 33], angle: 20 } as const
  const whole: PlanRegion = { ...shape, track: 't1', style: 'solid', strength: 1, ...region } as PlanRegion
  const planned: PlanFrame = { frame: frameIndex(3), mode: 'hide', regions: [whole] }
  const redaction = codedPlan(planned, { ...size, rotation: 0 } as VideoIndex)
  if (!redaction) throw new Error('not in the copy')
  const pixels = greyPicture()
  coverPixels(pixels, size, redaction, {
    secret,
    held: noHeldCells,
    colours: coloursOf({ matrix: null, fullRange: null }),
  })
  return { pixels, redaction }
}

/** The export’s own way over the same grey in a copy’s planes, as a screen shows them (ITU-R BT.601, studio range). */
function exported(redaction: FrameRedaction): Uint8ClampedArray {
  const picture = greyPicture()
  const grey = (at: number) => Math.round(16 + ((picture[at * 4] ?? 0) * 219) / 255)
  const half = [size.width / 2, size.height / 2] as const
  const plane = (width: number, height: number, value: (at: number) => number): Plane => {
    return { data: Uint8Array.from({ length: width * height }, (_, at) => value(at)), width, height, stride: width }
  }
  const [y, u, v] = [
    plane(size.width, size.height, grey),
    plane(...half, () => 128),
    plane(...half, () => 128),
  ] as const
  const means = { kernels: typescriptKernels, key: noiseKey(secret), solid: [16, 128, 128] }
  const shifts = [0, 1, 1].map((shift) => ({ shiftX: shift, shiftY: shift }))
  redactFrame({ planes: [y, u, v], subsampling: shifts }, redaction, noHeldCells, means)
  const shown = new Uint8ClampedArray(picture.length)
  for (let at = 0; at < y.data.length; at++) {
    const small = (Math.floor(at / size.width) >> 1) * u.width + ((at % size.width) >> 1)
    const bright = 1.164384 * ((y.data[at] ?? 0) - 16)
    const [blue, red] = [(u.data[small] ?? 0) - 128, (v.data[small] ?? 0) - 128]
    shown.set(
      [bright + 1.596027 * red, bright - 0.391762 * blue - 0.812968 * red, bright + 2.017232 * blue, 255],
      at * 4,
    )
  }
  return shown
}

test('a solid region is black in exactly the pixels that the export covers, and nowhere else', () => {
  const { pixels, redaction } = covered({ style: 'solid' })
  const before = greyPicture()
  const wanted = new Set<number>()
  const spans = coveredSpans(layersOf(redaction, size.width, size.height))
  for (let at = 0; at < spans.length; at += 3)
    for (let x = spans[at + 1] ?? 0; x < (spans[at + 2] ?? 0); x++) wanted.add((spans[at] ?? 0) * size.width + x)
  expect(wanted.size).toBeGreaterThan(500)
  for (let at = 0; at < size.width * size.height; at++)
    if (wanted.has(at)) expect(pixels[at * 4]).toBe(0)
    else expect(Math.abs((pixels[at * 4] ?? 0) - (before[at * 4] ?? 0))).toBeLessThanOrEqual(1)
})

test.each(['pixelate', 'blur'] as const)('%s shows the same colours as the copy, noise included', (style) => {
  const { pixels, redaction } = covered({ style, strength: 2 })
  const wanted = exported(redaction)
  let [apart, coloured] = [0, 0]
  for (const [at, value] of pixels.entries()) {
    apart = Math.max(apart, Math.abs(value - (wanted[at] ?? 0)))
    if (at % 4 === 0) coloured = Math.max(coloured, Math.abs(value - (pixels[at + 2] ?? 0)))
  }
  // What is not covered is stored in fewer steps than it has; nothing else is rounded twice.
  expect(apart).toBeLessThanOrEqual(1)
  // The noise of colours tells one from the other.
  expect(coloured).toBeGreaterThan(10)
})

test.each([
  ['bt709', [0.2126, 0.0722]],
  ['bt2020-ncl', [0.2627, 0.0593]],
  ['smpte170m', [0.299, 0.114]],
  [null, [0.299, 0.114]],
] as const)('colours of %s are taken as they were meant', (matrix, [red, blue]) => {
  expect(coloursOf({ matrix, fullRange: true })).toEqual({ red, blue, fullRange: true })
})

test('a frame that is not disclosed has no picture', () => {
  const planned: PlanFrame = { frame: frameIndex(3), mode: 'omit', regions: [] }
  expect(codedPlan(planned, { ...size, rotation: 0 } as VideoIndex)).toBeNull()
})
