import { expect, test } from 'vitest'
import { fuzzEngine } from './fuzz-engine.ts'

test('indexes 5,000 spoilt clips without a crash, a bug or a hang', async () => {
  const report = await fuzzEngine(100_000, 5000, false)
  expect(report.never).toEqual([])
  expect(report.peakMebibytes).toBeLessThan(1000)
})

test('copies of 1,000 spoilt clips pass their checks, or there is none', async () => {
  const report = await fuzzEngine(200_000, 1000, true)
  expect(report.never).toEqual([])
  expect(report.unverified.length, report.unverified.join('\n')).toBeLessThanOrEqual(20)
})
