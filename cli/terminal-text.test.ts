import fc from 'fast-check'
import { expect, it } from 'vitest'
import { terminalJson, terminalLine } from './terminal-text.ts'

const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

it.each(['a\u001b[2Jb', 'a\u009b1mb', 'a\u202eb', 'a\r\nb', 'a\u2028b', 'a\u0000b', 'a\u{e0001}b', 'a\ud800b'])(
  'leaves nothing that acts on a terminal (%j)',
  (text) => {
    expect(terminalLine(text)).toMatch(/^a\?.*b$/)
    expect(terminalLine(text)).not.toMatch(acts)
  },
)

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
