import { expect, test } from 'vitest'
import { entriesToShow, purposeOf } from './entry-words.ts'

const entry = {
  seq: 7,
  at: '2026-11-22T14:03:00.000Z',
  user: { id: 'a', name: 'R. Officer' },
  role: 'disclosure-officer',
  action: 'clip.view',
  outcome: 'done',
  reason: 'SAR 12',
  object: { kind: 'clip', id: 'b' },
}

test('entries are shown, and those that cannot be read are counted', () => {
  const { shown, unread } = entriesToShow([entry, { seq: 'eight' }, null])
  expect(shown.map(({ seq, user }) => [seq, user?.name])).toEqual([[7, 'R. Officer']])
  expect(unread).toBe(2)
})

test('only the purposes of the law are purposes', () => {
  expect(purposeOf('lawfulness')).toBe('lawfulness')
  expect(purposeOf('curiosity')).toBeNull()
})
