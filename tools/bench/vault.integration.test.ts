import { expect, test } from 'vitest'
import { benchVault } from './vault.ts'

test('the benchmark of the vault runs, and measures everything that has a goal', async () => {
  const measures = await benchVault('small')
  const judged = measures
    .filter(({ ok }) => ok !== null)
    .map(({ measure }) => measure.replace(/[,0-9].*| of .*/, '').trim())
  expect(judged).toEqual([
    'encrypted import',
    'index and posters in one process',
    'random reads',
    'what the entry adds',
    'unlock',
    'search over',
    'count',
    'audit verify',
  ])
  for (const { measure, value } of measures) expect(value, measure).toBeGreaterThanOrEqual(0)
})
