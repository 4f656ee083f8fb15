import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

it('gives the form of RFC 8785, appendix B and section 3.2.3', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '1': 'One',
    '\ud83d\ude00': 'Emoji',
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0],
  }
  expect(canonicalJson.textOf(value)).toBe(
    '{"\\r":"Carriage Return","1":"One","numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"€":"Euro Sign","😀":"Emoji"}',
  )
})

it('hashes the text in UTF-8', () => {
  expect(canonicalJson.hashOf({ b: 'é', a: 1 })).toBe(createHash('sha256').update('{"a":1,"b":"é"}').digest('hex'))
})

it('gives values that went through a file the same hash', () => {
  const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => JSON.stringify(value).isWellFormed())
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson.hashOf(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson.hashOf(value))
    }),
    { numRuns: 200 },
  )
})

it('throws on what JSON cannot carry', () => {
  expect(() => canonicalJson.textOf({ ticks: 3n })).toThrow()
  expect(() => canonicalJson.textOf(Number.NaN)).toThrow()
  expect(() => canonicalJson.textOf(undefined)).toThrow()
})
