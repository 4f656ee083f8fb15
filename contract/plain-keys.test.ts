import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arePlainKeys } from './plain-keys.ts'
import { regionKey } from './project-file.ts'

const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    10_000_000,
    10_000_001,
    1_000_000,
    1_000_000.5,
    -1_000_000,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
)
const anything = fc.oneof(number, fc.constantFrom(null, undefined, '', 'x', [], {}, true))
const sides = fc.oneof(
  fc.tuple(number, number, number, number),
  fc.array(anything, { maxLength: 5 }),
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(9), fc.integer({ min: 1, max: 9 }), fc.nat(9)),
)
const keys = fc.oneof(
  fc.record({ frame: fc.nat(100), box: sides }, { noNullPrototype: true }),
  fc.record({ frame: fc.oneof(fc.nat(100), number), box: sides }, { noNullPrototype: true }),
  fc.record(
    { frame: anything, box: anything, angle: number, points: fc.constant([]), other: anything },
    { requiredKeys: [], noNullPrototype: true },
  ),
  anything,
)

test('what is taken as it is, the schema takes, and as it is', () => {
  let taken = 0
  fc.assert(
    fc.property(keys, (key) => {
      if (!arePlainKeys([key], 1)) return
      taken += 1
      expect(regionKey.safeParse(key)).toStrictEqual({ success: true, data: key })
    }),
    { numRuns: 2_000 },
  )
  expect(taken).toBeGreaterThan(100)
})

test('nearly all keys are taken; others, longer lists and what is no list are left to the schema', () => {
  const plain = { frame: 3, box: [-10.5, 2, 30, 0.25] }
  expect(arePlainKeys([plain, plain], 2)).toBe(true)
  expect(arePlainKeys([plain, plain], 1)).toBe(false)
  for (const other of [{ ...plain, angle: 3 }, { ...plain, frame: 3.5 }, { ...plain, box: [1, 2, 0, 3] }, { frame: 3 }])
    expect(arePlainKeys([plain, other], 9)).toBe(false)
  expect(arePlainKeys(JSON.parse('[{"frame":1,"box":[1,2,3,4],"__proto__":1}]'), 9)).toBe(false)
  for (const none of [undefined, null, {}, 'keys']) expect(arePlainKeys(none, 9)).toBe(false)
})
