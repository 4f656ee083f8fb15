import { expect, test } from 'vitest'
import { labelTells } from './label-tells.ts'

const known = { officer: 'PC 4711 Okafor', device: 'Axon Body 3 X60A1234', name: 'X60A1234_2026-03-12_1422.mp4' }

test('a label that says what the copy is tells nothing of the clip', () => {
  expect(labelTells('Redacted copy. Essex Police. For the SAR of J. P., 2026/340', known)).toEqual([])
  expect(labelTells('', known)).toEqual([])
})

test.each([
  ['Copy for PC 4711', ['the officer']],
  ['recorded by okafor', ['the officer']],
  ['From x60a1234', ['the camera', 'the recording’s own name']],
  ['From X60A1234_2026-03-12_1422', ['the camera', 'the recording’s own name']],
])('%s tells of %j', (text, told) => {
  expect(labelTells(text, known)).toEqual(told)
})

test('of a clip of which nobody knows who recorded it only its name is told', () => {
  expect(labelTells('4711 Okafor', { ...known, officer: null, device: null })).toEqual([])
  expect(labelTells('clip one', { officer: '', device: ' ', name: 'clip one.mp4' })).toEqual([
    'the recording’s own name',
  ])
})
