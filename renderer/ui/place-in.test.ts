import { expect, test } from 'vitest'
import { namedByMoment, placeIn } from './place-in.ts'

test('places are written as their system writes them', () => {
  expect(
    ['/media/stick', '/', 'D:\\', 'D:\\Backups', '\\\\server\\share'].map((folder) => placeIn(folder, 'x')),
  ).toEqual(['/media/stick/x', '/x', 'D:\\x', 'D:\\Backups\\x', '\\\\server\\share\\x'])
})

test('names by the moment stand in its order', () => {
  expect(namedByMoment('occlude', '.backup', new Date('2026-11-23T14:03:12.999Z'))).toBe(
    'occlude-2026-11-23-140312.backup',
  )
})
