import { expect, test } from 'vitest'
import { reasonText } from './vault-schemas.ts'

test('a reason is one line of up to two thousand characters, however it was typed', () => {
  expect(reasonText.parse(' request 12,\n\tby post ')).toBe('request 12, by post')
  expect(reasonText.parse('x'.repeat(2_000))).toHaveLength(2_000)
  for (const wrong of ['', ' \n', 'x'.repeat(2_001), 'a\u0007bell'])
    expect(reasonText.safeParse(wrong).success).toBe(false)
})
