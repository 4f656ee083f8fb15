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
  redactFrame,
  typescriptKernels,
} from '../../../../kernels/index.ts'
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
  coverPixels(pixels, size, redaction, { secret, held: noHeldCells })
  return { pixels, redaction }
}

/** The export’s own way over the same brightness. */
function exported(redaction: FrameRedaction): Uint8Array {
  const picture = greyPicture()
  const data = Uint8Array.from({ length: size.width * size.height }, (_, at) => picture[at * 4] ?? 0)
  const planes = [{ data, ...size, stride: size.width }]
  const means = { kernels: typescriptKernels, key: noiseKey(secret), solid: [0] }
  redactFrame({ planes, subsampling: [{ shiftX: 0, shiftY: 0 }] }, redaction, noHeldCells, means)
  return data
}

test('a solid region is black in exactly the pixels that the export covers, and nowhere else', () => {
  const { pixels, redaction } = covered({ style: 'solid' })
  const before = greyPicture()
  const wanted = new Set<number>()
  const spans = coveredSpans(layersOf(redaction, size.width, size.height))
  for (let at = 0; at < spans.length; at += 3)
    for (let x = spans[at + 1] ?? 0; x < (spans[at + 2] ?? 0); x++) wanted.add((spans[at] ?? 0) * size.width + x)
  expect(wanted.size).toBeGreaterThan(500)
  for (let at = 0; at < size.width * size.height; at++) expect(pixels[at * 4]).toBe(wanted.has(at) ? 0 : before[at * 4])
})

test.each(['pixelate', 'blur'] as const)('%s shows the same brightness as the export, to the value', (style) => {
  const { pixels, redaction } = covered({ style, strength: 2 })
  const wanted = exported(redaction)
  for (let at = 0; at < wanted.length; at++) expect(pixels[at * 4]).toBe(wanted[at])
})

test('a frame that is not disclosed has no picture', () => {
  const planned: PlanFrame = { frame: frameIndex(3), mode: 'omit', regions: [] }
  expect(codedPlan(planned, { ...size, rotation: 0 } as VideoIndex)).toBeNull()
})
