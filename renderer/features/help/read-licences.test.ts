import { expect, test } from 'vitest'
import { licensedParts } from './read-licences.ts'

const part = { name: 'zod', version: '4.6.7', licence: 'MIT' }

test('each part has its own text, however many share it', () => {
  const list = {
    parts: [
      { ...part, text: 1 },
      { ...part, name: 'bare', text: null },
    ],
    texts: ['ISC', 'MIT text'],
  }
  expect(licensedParts(list)?.map(({ name, text }) => [name, text])).toEqual([
    ['zod', 'MIT text'],
    ['bare', null],
  ])
})

test('what is no list of licences is none', () => {
  for (const value of [null, {}, { parts: [part], texts: [] }, { parts: [{ ...part, text: -1 }], texts: [] }])
    expect(licensedParts(value)).toBeNull()
})
