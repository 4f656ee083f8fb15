import fc from 'fast-check'
import { expect, it } from 'vitest'
import { appearanceDistance, isAppearance, writeAppearance } from './appearance.ts'

/** Histograms with one full bin each. */
function plain(colourBin: number, textureBin: number): string {
  const colour = Array.from({ length: 24 }, (_, bin) => (bin === colourBin ? 5 : 0))
  const texture = Array.from({ length: 8 }, (_, bin) => (bin === textureBin ? 7 : 0))
  return writeAppearance(colour, texture) ?? ''
}

const histogram = (length: number) => fc.array(fc.nat(100), { minLength: length, maxLength: length })
const appearance = fc
  .tuple(histogram(24), histogram(8))
  .map(([colour, texture]) => writeAppearance(colour, texture) ?? plain(0, 0))

it('writes square roots of shares', () => {
  const colour = Array.from({ length: 24 }, (_, bin) => (bin === 0 ? 1 : bin === 23 ? 3 : 0))
  const texture = [4, 0, 0, 0, 0, 0, 0, 0]
  expect(writeAppearance(colour, texture)).toBe(`8${'0'.repeat(22)}df${'0'.repeat(7)}`)
})

it('has nothing to say of nothing', () => {
  expect(writeAppearance(Array(24).fill(0), Array(8).fill(1))).toBeNull()
  expect(() => writeAppearance([1], [1])).toThrow(RangeError)
})

it('knows its format', () => {
  expect(isAppearance('0'.repeat(32))).toBe(true)
  for (const text of ['', '0'.repeat(31), '0'.repeat(33), 'G'.repeat(32), 'A'.repeat(32)])
    expect(isAppearance(text)).toBe(false)
  expect(() => appearanceDistance('0', plain(1, 1))).toThrow(RangeError)
})

it('other colours are further than other texture; nothing shared is 1', () => {
  expect(appearanceDistance(plain(3, 1), plain(3, 1))).toBe(0)
  expect(appearanceDistance(plain(3, 1), plain(3, 2))).toBeCloseTo(0.5)
  expect(appearanceDistance(plain(3, 1), plain(4, 1))).toBeCloseTo(Math.sqrt(0.75))
  expect(appearanceDistance(plain(3, 1), plain(4, 2))).toBe(1)
})

it('is a distance within 0 and 1, the same both ways, whatever the sum of the histograms', () => {
  fc.assert(
    fc.property(appearance, appearance, (a, b) => {
      const distance = appearanceDistance(a, b)
      expect(distance).toBeGreaterThanOrEqual(0)
      expect(distance).toBeLessThanOrEqual(1)
      expect(appearanceDistance(b, a)).toBe(distance)
      expect(appearanceDistance(a, a)).toBeLessThan(1e-7)
    }),
  )
  fc.assert(
    fc.property(histogram(24), histogram(8), fc.integer({ min: 1, max: 9 }), (colour, texture, times) => {
      const more = writeAppearance(
        colour.map((count) => count * times),
        texture.map((count) => count * times),
      )
      expect(more).toBe(writeAppearance(colour, texture))
    }),
  )
})
