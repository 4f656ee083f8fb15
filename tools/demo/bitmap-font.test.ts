import { expect, test } from 'vitest'
import { textDots, textWidth } from './bitmap-font.ts'

const drawn = (text: string) => {
  const dots = new Set(textDots(text, 1).map(([x, y]) => `${x},${y}`))
  const row = (y: number) =>
    Array.from({ length: textWidth(text, 1) }, (_, x) => (dots.has(`${x},${y}`) ? '#' : ' ')).join('')
  return Array.from({ length: 7 }, (_, y) => row(y))
}

test('letters stand upright and side by side', () => {
  expect(drawn('LT')).toEqual([
    '#     #####',
    '#       #  ',
    '#       #  ',
    '#       #  ',
    '#       #  ',
    '#       #  ',
    '#####   #  ',
  ])
})

test('small letters are drawn as capitals, unknown signs as gaps, larger dots further apart', () => {
  expect(textDots('a', 1)).toEqual(textDots('A', 1))
  expect(textDots('~', 1)).toEqual([])
  expect(textDots('A', 3)).toEqual(textDots('A', 1).map(([x, y]) => [x * 3, y * 3]))
  expect(textWidth('AB', 2)).toBe(22)
})
