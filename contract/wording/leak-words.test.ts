import { expect, test } from 'vitest'
import { leakKinds, leakThing } from './leak-words.ts'

test('a leak is called by what it shows', () => {
  expect(leakThing({ class: 'plate' })).toBe('a number plate')
  expect(leakThing({ class: 'person', part: 'hand' })).toBe('a hand')
  expect(leakThing({ class: 'toString' })).toBe('something')
})

test('each kind is named once, as several only where they were there at once', () => {
  const at = (frame: number, kind: string) => ({ frame: frame as never, class: kind })
  expect(leakKinds([at(1, 'face'), at(2, 'face'), at(2, 'plate'), at(2, 'plate')])).toBe('a face, number plates')
})
