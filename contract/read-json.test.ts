import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { readJson, readWrittenJson } from './read-json.ts'

const schema = z.object({ value: z.json() })

it('reads what was written as files are read', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify({ value })
      fc.pre(!text.includes('__proto__'))
      expect(readWrittenJson(text, 'a text', schema)).toEqual(readJson(text, 'a text', schema))
    }),
  )
})

it.each(['', '{"value":1', '{"value":1}}', '{}', '{"value":1,}', '[]'])('refuses %j as files are refused', (text) => {
  const read = readWrittenJson(text, 'a text', schema)
  expect(read.ok).toBe(false)
  expect(read).toEqual(readJson(text, 'a text', schema))
})
