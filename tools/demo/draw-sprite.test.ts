import { expect, test } from 'vitest'
import { drawSprite } from './draw-sprite.ts'
import { matteOf, opacityAt, type Plane, spriteOf } from './sprite.ts'

const plane = (width: number, height: number, value: (x: number, y: number) => number): Plane => ({
  ...{ width, height },
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
})
const flat = (width: number, height: number, value: number) => plane(width, height, () => value)
const frameOf = (width: number, height: number) => {
  const target = (w: number, h: number) => ({ data: new Uint8Array(w * h), stride: w, width: w, height: h })
  return { luma: target(width, height), u: target(width >> 1, height >> 1), v: target(width >> 1, height >> 1) }
}
const sprite = (opacity: Plane | null) => spriteOf(flat(8, 8, 200), flat(4, 4, 90), flat(4, 4, 160), opacity)

test('an opaque sprite covers exactly its place, also past the edge', () => {
  const frame = frameOf(16, 16)
  drawSprite(frame, sprite(null), { left: 12, top: -4, scale: 1 })
  const covered = [...frame.luma.data.entries()].filter(([, value]) => value === 200).map(([i]) => [i % 16, i >> 4])
  expect(covered).toHaveLength(4 * 4)
  expect(covered.every(([x = 0, y = 0]) => x >= 12 && y < 4)).toBe(true)
  expect(frame.u.data.filter((value) => value === 90)).toHaveLength(2 * 2)
  expect(frame.v.data.filter((value) => value === 160)).toHaveLength(2 * 2)
})

test('opacity mixes, whole pixels and sampled ones alike', () => {
  const half = flat(8, 8, 128)
  for (const scale of [1, 1.5]) {
    const frame = frameOf(16, 16)
    drawSprite(frame, sprite(half), { left: 2, top: 2, scale })
    expect(frame.luma.data[6 * 16 + 6]).toBe(100)
    expect(frame.luma.data[0]).toBe(0)
  }
})

test('half-size drawing averages', () => {
  const frame = frameOf(16, 16)
  const striped = spriteOf(
    plane(64, 64, (x) => (x % 2) * 200),
    flat(32, 32, 128),
    flat(32, 32, 128),
    null,
  )
  drawSprite(frame, striped, { left: 0, top: 0, scale: 0.25 })
  expect(frame.luma.data[8 * 16 + 8]).toBe(100)
})

test('opacity at a point follows place and scale; empty rows of a matte have no columns', () => {
  const right = plane(8, 8, (x) => (x >= 4 ? 255 : 0))
  const shown = sprite(right)
  const place = { left: 10, top: 20, scale: 2 }
  expect(opacityAt(shown, place, 10 + 9, 21)).toBe(255)
  expect(opacityAt(shown, place, 10 + 7, 21)).toBe(0)
  expect(opacityAt(shown, place, 9, 21)).toBe(0)
  expect(opacityAt(sprite(null), place, 11, 21)).toBe(255)
  expect([...matteOf(plane(4, 2, (_, y) => y * 9)).until]).toEqual([0, 4])
})
