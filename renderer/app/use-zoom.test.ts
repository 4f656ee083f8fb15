import { expect, test } from 'vitest'
import { zoomAfterKey } from './use-zoom.ts'

const after = (zoom: number, key: string): number | null => zoomAfterKey(zoom, { key, ctrlKey: true, metaKey: false })

test('keys make the window larger and smaller, within bounds, and as designed again', () => {
  expect(after(1, '+')).toBe(1.25)
  expect(after(2, '=')).toBe(2)
  expect(after(1, '-')).toBe(0.75)
  expect(after(0.75, '-')).toBe(0.75)
  expect(after(1.75, '0')).toBe(1)
})

test('other keys are left to others', () => {
  expect(after(1, 'l')).toBeNull()
  expect(zoomAfterKey(1, { key: '+', ctrlKey: false, metaKey: false })).toBeNull()
})
