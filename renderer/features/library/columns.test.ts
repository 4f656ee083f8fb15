import { expect, test } from 'vitest'
import { columnsFor, templateOf } from './columns.ts'

const names = (width: number) => columnsFor(width).map(({ id }) => id)

test('a wide list has every column', () => {
  expect(names(1_400)).toHaveLength(8)
})

test('a narrow one leaves out what is missed least, and keeps what, when and until when', () => {
  // 1280 pixels with the bar at the left, the panel at the right, and a scrollbar.
  expect(names(836)).toEqual(['name', 'recordedOn', 'length', 'officer', 'category', 'retention'])
  expect(names(540)).toEqual(['name', 'recordedOn', 'retention'])
  expect(names(0)).toEqual(['name', 'recordedOn', 'retention'])
})

test('what is shown fits', () => {
  for (let width = 532; width < 1_200; width += 7) {
    const least = columnsFor(width).reduce((all, column) => all + column.least + 12, 12)
    expect(least).toBeLessThanOrEqual(width)
  }
  expect(templateOf(columnsFor(540))).toBe('minmax(168px, 4fr) 172px 140px')
})
