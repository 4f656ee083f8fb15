import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxFromInput, fitLetterbox } from './letterbox.ts'

test('1080p lies in 1920 x 1088 without stretching, the last eight rows stay black', () => {
  const letterbox = fitLetterbox([0, 0, 1920, 1080], 1920, { multipleOf: 32 })
  expect(letterbox.content).toEqual({ width: 1920, height: 1080 })
  expect(letterbox.input).toEqual({ width: 1920, height: 1088 })
})

test('small pictures are enlarged at most twice, large ones reduced', () => {
  expect(fitLetterbox([0, 0, 320, 240], 1920, { multipleOf: 32 }).content).toEqual({ width: 640, height: 480 })
  expect(fitLetterbox([0, 0, 320, 240], 480, { multipleOf: 32 }).content).toEqual({ width: 480, height: 360 })
  expect(fitLetterbox([0, 0, 7680, 4320], 960, { multipleOf: 32 }).input).toEqual({ width: 960, height: 544 })
  expect(fitLetterbox([0, 0, 1, 1], 960, { multipleOf: 32 }).input).toEqual({ width: 32, height: 32 })
  expect(fitLetterbox([0, 0, 16000, 10], 640, { multipleOf: 32 })).toMatchObject({
    content: { width: 640, height: 1 },
    input: { width: 640, height: 32 },
  })
})

test('a network of one size gets that size, whatever the picture and the scale', () => {
  const sides = { multipleOf: 32, size: { width: 640, height: 640 } }
  expect(fitLetterbox([0, 0, 1920, 1080], 960, sides)).toMatchObject({
    content: { width: 640, height: 360 },
    input: { width: 640, height: 640 },
  })
  expect(fitLetterbox([0, 0, 1080, 1920], 320, sides).content).toEqual({ width: 180, height: 320 })
  expect(fitLetterbox([0, 0, 10, 10], 640, sides).content).toEqual({ width: 20, height: 20 })
})

const pictures = fc.record({
  width: fc.integer({ min: 1, max: 8192 }),
  height: fc.integer({ min: 1, max: 8192 }),
  scale: fc.constantFrom(320, 480, 640, 960, 1920),
})

test('any picture fits, with sides that divide by 32 and no side longer than the scale rounded up', () => {
  fc.assert(
    fc.property(pictures, ({ width, height, scale }) => {
      const { content, input } = fitLetterbox([0, 0, width, height], scale, { multipleOf: 32 })
      for (const side of ['width', 'height'] as const) {
        expect(input[side] % 32).toBe(0)
        expect(content[side]).toBeGreaterThanOrEqual(1)
        expect(content[side]).toBeLessThanOrEqual(input[side])
        expect(input[side]).toBeLessThanOrEqual(Math.ceil(scale / 32) * 32)
      }
    }),
  )
})

test('a box of the picture comes back from input pixels', () => {
  const box = fc.tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 0.01, max: 0.1, noNaN: true }))
  fc.assert(
    fc.property(pictures, box, box, ({ width, height, scale }, [x, w], [y, h]) => {
      const letterbox = fitLetterbox([0, 0, width, height], scale, { multipleOf: 32 })
      const { content } = letterbox
      const inInput = [x * content.width, y * content.height, w * content.width, h * content.height] as const
      const back = boxFromInput(inInput, letterbox, { width, height })
      expect(back?.[0]).toBeCloseTo(x * width, 6)
      expect(back?.[1]).toBeCloseTo(y * height, 6)
      expect(back?.[2]).toBeCloseTo(w * width, 6)
      expect(back?.[3]).toBeCloseTo(h * height, 6)
    }),
  )
})

test('boxes are clipped to the picture; those whose centre is outside, or in the black rest, are dropped', () => {
  const picture = { width: 1920, height: 1080 }
  const letterbox = fitLetterbox([0, 0, 1920, 1080], 960, { multipleOf: 32 })
  expect(boxFromInput([-10, -20, 30, 60], letterbox, picture)).toEqual([0, 0, 40, 80])
  expect(boxFromInput([940, 500, 30, 60], letterbox, picture)).toEqual([1880, 1000, 40, 80])
  expect(boxFromInput([-30, 10, 40, 40], letterbox, picture)).toBeNull()
  expect(boxFromInput([100, 535, 20, 20], letterbox, picture)).toBeNull()
  expect(boxFromInput([Number.NaN, 0, 1, 1], letterbox, picture)).toBeNull()
  expect(boxFromInput([-1e30, -1e30, 2.1e30, 2.1e30], letterbox, picture)).toBeNull()
})

test('a part of the picture is mapped to its own place', () => {
  const letterbox = fitLetterbox([1000, 500, 400, 200], 640, { multipleOf: 32 })
  expect(letterbox.content).toEqual({ width: 640, height: 320 })
  const back = boxFromInput([320, 160, 64, 32], letterbox, { width: 1920, height: 1080 })
  expect(back).toEqual([1200, 600, 40, 20])
})
