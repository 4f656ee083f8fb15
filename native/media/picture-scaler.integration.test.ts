import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import type { Box } from '../../core/geometry/shape.ts'
import { frameIndex } from '../../core/time.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import type { Pixels } from '../detection/picture.ts'
import { indexMedia } from './index-clip.ts'
import { ClipPictures } from './pictures.ts'

const work = { signal: new AbortController().signal, onProgress: () => undefined }
const opened: { close(): void | Promise<void> }[] = []
let index: ClipIndex
let bytes: Uint8Array

beforeAll(async () => {
  bytes = await readFile(await makeClip(smallClipNamed('faststart')))
  const found = await indexMedia(source(), 'clip', false, work)
  if (!found.ok) throw new Error(found.failure.kind)
  index = { sha256: sha256('ab'.repeat(32)), ...found.value }
})

afterAll(async () => {
  for (const each of opened.toReversed()) await each.close()
})

function source() {
  return { size: bytes.length, read: async (at: number, length: number) => bytes.subarray(at, at + length) }
}

/** The clip's first frame, as if it had to be turned like this. */
async function turned(rotation: 0 | 90 | 180 | 270): Promise<Pixels> {
  if (!index.video) throw new Error('no picture')
  const pictures = await ClipPictures.open(source(), { ...index.video, rotation }, work.signal)
  if (!pictures.ok) throw new Error(pictures.failure.kind)
  opened.push(pictures.value)
  const first = await pictures.value.from(frameIndex(0), false).next()
  const pixels = first.value?.pixels
  if (!pixels) throw new Error('no first frame')
  opened.push(pixels)
  return pixels
}

function cut(rgb: Uint8Array, width: number, [x, y, w, h]: Box): Uint8Array {
  const out = new Uint8Array(w * h * 3)
  for (let row = 0; row < h; row += 1) {
    const start = ((y + row) * width + x) * 3
    out.set(rgb.subarray(start, start + w * 3), row * w * 3)
  }
  return out
}

it.each([0, 90, 180, 270] as const)('parts are parts of the upright picture, turned by %i', async (rotation) => {
  const [width, height] = rotation % 180 === 0 ? [176, 144] : [144, 176]
  const pixels = await turned(rotation)
  const whole = pixels.toRgb(width, height)
  for (const part of [
    [0, 0, 64, 32],
    [33, 17, 40, 60],
    [width - 20, height - 31, 20, 31],
  ] as const) {
    expect(pixels.toRgb(part[2], part[3], part)).toEqual(cut(whole, width, part))
  }
  const enlarged = pixels.toRgb(80, 120, [33, 17, 40, 60])
  const [first, exact] = [averageOf(enlarged), averageOf(cut(whole, width, [33, 17, 40, 60]))]
  expect(Math.abs(first - exact)).toBeLessThan(2)
  for (const part of [
    [-1, 0, 8, 8],
    [0, 0, width + 1, 8],
    [0.5, 0, 8, 8],
    [0, 0, 0, 8],
  ] as const)
    expect(() => pixels.toRgb(8, 8, part)).toThrow(RangeError)
})

it('grey pictures are upright as well', async () => {
  const upright = (await turned(0)).toGrey(176, 144)
  const grey = (await turned(90)).toGrey(144, 176)
  // Turned clockwise, the top left corner comes to the top right.
  expect(grey[143]).toBe(upright[0])
  expect(grey[0]).toBe(upright[143 * 176])
  const half = (await turned(180)).toGrey(176, 144)
  expect(half[0]).toBe(upright.at(-1))
})

function averageOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
