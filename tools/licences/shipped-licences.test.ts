import { expect, test } from 'vitest'
import { listOfLicences } from './shipped-licences.ts'

test('what is shipped is in order, and a text that several have stands once', () => {
  const mit = { licence: 'MIT', version: '1.0.0', text: 'Permission is granted' }
  const list = listOfLicences([
    { ...mit, name: 'zod' },
    { name: 'bare', version: '2.0.0', licence: 'ISC', text: null },
    { ...mit, name: 'argon2' },
  ])
  expect(list.parts.map(({ name, text }) => [name, text])).toEqual([
    ['argon2', 0],
    ['bare', null],
    ['zod', 0],
  ])
  expect(list.texts).toEqual(['Permission is granted'])
})
