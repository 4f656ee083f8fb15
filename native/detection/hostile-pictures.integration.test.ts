import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Size } from '../../core/geometry/shape.ts'
import { typescriptKernels } from '../../kernels/index.ts'
import { openPhotograph } from '../../tools/photographs.ts'
import { type Detector, type FoundBox, openDetector } from './detector.ts'
import { InputTensors } from './input-tensors.ts'
import { fitLetterbox } from './letterbox.ts'
import { openModelFolder } from './model-folder.ts'

const detectors = new Map<string, Detector>()
const tensors = new InputTensors(typescriptKernels)

beforeAll(async () => {
  const folder = await openModelFolder()
  if (!folder.ok) throw new Error(folder.failure.kind)
  for (const model of folder.value.manifest.models) {
    const options = { classes: model.classes.map((found) => found.class), threads: 2 }
    const detector = await openDetector(folder.value, model, { ...options, largestInput: { width: 416, height: 256 } })
    if (!detector.ok) throw new Error(JSON.stringify(detector.failure))
    detectors.set(model.id, detector.value)
  }
})

afterAll(async () => {
  for (const detector of detectors.values()) await detector.close()
})

/** Value of a channel of a pixel, at the size that is asked for. */
type Paint = (x: number, y: number, channel: number) => number

async function look(id: string, size: Size, scale: number, paint: Paint): Promise<readonly FoundBox[]> {
  const detector = detectors.get(id)
  if (!detector) throw new Error(`no ${id}`)
  const letterbox = fitLetterbox([0, 0, size.width, size.height], scale, detector.model.input)
  const toRgb = (width: number, height: number) =>
    Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const pixel = Math.trunc(i / 3)
      return paint(pixel % width, Math.trunc(pixel / width), i % 3)
    })
  const tensor = tensors.make({ toRgb }, letterbox, detector.model.input)
  const found = await detector.examine(tensor, letterbox, size)
  tensors.giveBack(tensor)
  for (const { score, box } of found) {
    const [x, y, width, height] = box
    expect(score > 0 && score <= 1).toBe(true)
    expect(x >= 0 && y >= 0 && width > 0 && height > 0).toBe(true)
    expect(x + width <= size.width + 1e-6 && y + height <= size.height + 1e-6).toBe(true)
  }
  return found
}

const noise: Paint = (x, y, channel) => Math.imul(x * 7919 + y * 104_729 + channel * 31 + 1, 2654435761) >>> 24
const grey: Paint = (x, y) => (x * 3 + y * 5) % 256
const ids = ['centerface', 'movenet', 'nanodet', 'text-detection']

test.each(ids)('%s: nothing is found in black, grey and white pictures', async (id) => {
  for (const value of [0, 128, 255]) {
    expect(await look(id, { width: 640, height: 360 }, 416, () => value)).toEqual([])
  }
})

test.each(ids)('%s: pictures of one pixel, of 8K, narrow strips either way, in noise and in grey', async (id) => {
  const sizes = [
    { width: 1, height: 1 },
    { width: 2, height: 3 },
    { width: 7680, height: 4320 },
    { width: 4096, height: 256 },
    { width: 256, height: 4096 },
    { width: 16_000, height: 10 },
    { width: 3, height: 9000 },
  ]
  for (const size of sizes) {
    for (const paint of [noise, grey]) expect((await look(id, size, 416, paint)).length).toBeLessThan(1000)
  }
})

test('a thousand faces in one frame are all found, each once', async () => {
  const photograph = await openPhotograph('sample1.jpg')
  const detector = detectors.get('centerface')
  if (!detector) throw new Error('no centerface')
  const whole = fitLetterbox([0, 0, photograph.size.width, photograph.size.height], 640, detector.model.input)
  const [face] = await detector.examine(tensors.make(photograph, whole, detector.model.input), whole, photograph.size)
  if (!face) throw new Error('no face in the photograph')
  const side = 48
  const [x, y, width, height] = face.box
  const perPixel = (1.5 * Math.max(width, height)) / side
  const { size } = photograph
  const rgb = photograph.toRgb(size.width, size.height)
  photograph.close()
  const left = x + width / 2 - (perPixel * side) / 2
  const top = y + height / 2 - (perPixel * side) / 2
  const crowd: Paint = (column, row, channel) => {
    const from = Math.min(size.width - 1, Math.max(0, Math.round(left + (column % side) * perPixel)))
    const line = Math.min(size.height - 1, Math.max(0, Math.round(top + (row % side) * perPixel)))
    return rgb[3 * (line * size.width + from) + channel] ?? 0
  }
  const found = await look('centerface', { width: 40 * side, height: 26 * side }, 40 * side, crowd)
  const cells = new Set(
    found.map(({ box }) => `${Math.trunc((box[0] + box[2] / 2) / side)} ${Math.trunc((box[1] + box[3] / 2) / side)}`),
  )
  expect(cells.size).toBeGreaterThan(0.98 * 40 * 26)
  expect(found.length).toBeLessThan(1.2 * 40 * 26)
})

test.each(ids)('%s: the same picture gives the same boxes', async (id) => {
  const size = { width: 500, height: 300 }
  const once = await look(id, size, 416, noise)
  expect(await look(id, size, 416, noise)).toEqual(once)
})
