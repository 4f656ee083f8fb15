import fc from 'fast-check'
import { expect, it } from 'vitest'
import { terminalJson } from './terminal-text.ts'

const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

it('escapes JSON without changing what it means', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  fc.assert(
    fc.property(fc.dictionary(text, text), (value) => {
      const line = terminalJson(JSON.stringify(value))
      expect(line).not.toMatch(acts)
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  expect(terminalJson('{"name":"Überfall 12 – Straße"}')).toBe('{"name":"Überfall 12 – Straße"}')
})
