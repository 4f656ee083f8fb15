import { expect, test } from 'vitest'
import type { Search } from '../../../../core/detection/detection.ts'
import { extentWords } from './extent-words.ts'

const withHands: Search = { profile: 'balanced', classes: ['face', 'head', 'person'], extent: 'head' }
const without: Search = { profile: 'balanced', classes: ['face', 'head'] }

test('a card says where what is asked for was not found, and where more is hidden', () => {
  const words = (extent: 'body' | 'head-and-hands', missing: number, wider: number, search = withHands) =>
    extentWords({ asked: { extent, missing, wider }, frames: 90 }, { search })
  expect(extentWords({ asked: null, frames: 90 }, { search: withHands })).toBeNull()
  expect(words('body', 0, 0)).toBeNull()
  expect(words('body', 41, 0)).toBe('Whole body: not found in 41 frames')
  expect(words('body', 90, 0)).toBe('Whole body: not found in any frame')
  expect(words('head-and-hands', 0, 0)).toBeNull()
  expect(words('head-and-hands', 0, 1)).toBe('Not both hands found in 1 frame: the whole body is hidden there')
  expect(words('head-and-hands', 12, 30)).toBe(
    'Not both hands found in 30 frames: the whole body is hidden there; neither both hands nor the body found in 12 frames',
  )
  expect(words('head-and-hands', 12, 78, without)).toBe(
    'Hands were not looked for: the whole body is hidden; neither both hands nor the body found in 12 frames',
  )
})
