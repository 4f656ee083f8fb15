import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOf, codeCells, codeFromLevels, frameCodeFilter } from './frame-code.ts'

const levelsOf = (frameNumber: number): number[] => cellsOf(frameNumber).map((white) => (white ? 235 : 16))

test('every number is read back from its cells', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), (n) => {
      expect(codeFromLevels(levelsOf(n))).toBe(n)
    }),
  )
})

test('numbers wrap after 16 bits', () => {
  expect(codeFromLevels(levelsOf(65_536 + 7))).toBe(7)
})

test('one wrong cell is never read as another number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: codeCells - 1 }), (n, cell) => {
      const levels = levelsOf(n)
      levels[cell] = 251 - (levels[cell] ?? 0)
      expect(codeFromLevels(levels)).toBeNull()
    }),
  )
})

test('a grey cell is not guessed', () => {
  const levels = levelsOf(5)
  levels[9] = 128
  expect(codeFromLevels(levels)).toBeNull()
})

test('an all-white or all-black strip, such as a blanked picture, is not a number', () => {
  expect(codeFromLevels(Array.from({ length: codeCells }, () => 255))).toBeNull()
  expect(codeFromLevels(Array.from({ length: codeCells }, () => 0))).toBeNull()
})

test('the drawn cells tile the width without a gap', () => {
  const filter = frameCodeFilter({ width: 321, height: 241 })
  const boxes = [...filter.matchAll(/x=(\d+):y=0:w=(\d+)/g)].slice(1).map(([, x, w]) => [Number(x), Number(w)] as const)
  expect(boxes).toHaveLength(codeCells)
  let at = 0
  for (const [x, width] of boxes) {
    expect(x).toBe(at)
    at += width
  }
  expect(at).toBe(321)
})
