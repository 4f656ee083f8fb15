import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonFault } from './scan-json.ts'

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

it('accepts every JSON text that JSON.parse does, written either way', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      if (!text.includes('"__proto__"')) expect(jsonFault(text)).toBeNull()
    }),
    { numRuns: 300 },
  )
})

/** What JSON.parse lets through and Occlude does not. */
const stricter = new Set([
  'field given twice',
  'field name that is not allowed',
  'number too large',
  'number with too many digits',
])

it('judges damaged JSON as JSON.parse does', () => {
  let [good, bad] = [0, 0]
  const edit = fc.record({
    at: fc.nat(),
    take: fc.nat({ max: 3 }),
    put: fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ':',
      '}',
      ']',
      '{',
      '[',
      '0',
      '-',
      '.',
      'e',
      'u',
      ' ',
      '\n',
      't',
      '\u0001',
    ),
  })
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
      const damaged = edits.reduce((now, { at, take, put }) => {
        const from = at % (now.length + 1)
        return now.slice(0, from) + put + now.slice(from + take)
      }, text)
      const fault = jsonFault(damaged)
      const strict = fault && stricter.has(fault.problem)
      if (strict) return
      expect(fault === null).toBe(parses(damaged))
      if (fault) bad++
      else good++
    }),
    { numRuns: 3000 },
  )
  expect(good).toBeGreaterThan(100)
  expect(bad).toBeGreaterThan(1000)
})

it.each([
  ['', 0, 'ends too early'],
  ['  ', 2, 'ends too early'],
  ['[1,]', 3, 'not a value'],
  ['{"a":1,}', 7, 'expected a field name in quotes'],
  ['{"a" 1}', 5, 'expected a colon'],
  ['[1 2]', 3, 'expected a comma or the end of a list or object'],
  ['1 2', 2, 'more after the end'],
  ['"abc', 4, 'ends within a text'],
  ['"a\nb"', 2, 'control character in a text'],
  ['"\\x"', 1, 'bad escape in a text'],
  ['"\\u12"', 1, 'bad escape in a text'],
  ['[1e999]', 1, 'number too large'],
  [`[${'1'.repeat(65)}]`, 1, 'number with too many digits'],
  ['[NaN]', 1, 'not a value'],
  ['[01]', 1, 'not a value'],
  ['{"a":1,"b":2,"a":3}', 13, 'field given twice'],
  ['{"a":1,"\\u0061":3}', 7, 'field given twice'],
  ['{"__proto__":{}}', 1, 'field name that is not allowed'],
  ['{"\\u005f_proto__":{}}', 1, 'field name that is not allowed'],
])('refuses %j at %i: %s', (text, offset, problem) => {
  expect(jsonFault(text)).toStrictEqual({ offset, problem })
})

it('allows the same field in different objects', () => {
  expect(jsonFault('[{"a":{"a":1}},{"a":2}]')).toBeNull()
})

it('refuses what is too deep or too many before anything is built', () => {
  expect(jsonFault('['.repeat(32) + ']'.repeat(32))).toBeNull()
  expect(jsonFault('['.repeat(33) + ']'.repeat(33))).toStrictEqual({ offset: 32, problem: 'nested too deeply' })
  expect(jsonFault('[{"a":'.repeat(1_000_000))).toMatchObject({ problem: 'nested too deeply' })
  expect(jsonFault(`[${'1,'.repeat(8_000_000)}1]`)).toMatchObject({ problem: 'too many values' })
})
