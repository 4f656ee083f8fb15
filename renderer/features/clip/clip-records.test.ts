import { expect, test } from 'vitest'
import { startWith } from './clip-records.ts'

const at = (startMilliseconds: number, offsetSeconds = 0) => ({
  startMilliseconds,
  offsetSeconds,
  zone: 'Europe/London',
})

test('a clip without a recorded time begins with the first of the others, as their offsets say', () => {
  expect(startWith([at(9_000), null, at(10_000, -3)]).startMilliseconds).toBe(7_000)
  expect(startWith([null, null])).toMatchObject({ startMilliseconds: 0, offsetSeconds: 0 })
})
