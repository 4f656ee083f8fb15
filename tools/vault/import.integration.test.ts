import { expect, test } from 'vitest'
import { growth, importRounds } from './import-rounds.ts'

test('an import that is killed three times goes on, loses nothing and doubles nothing, in flat memory', async () => {
  const { problems, killed, last, again } = await importRounds({ clips: 6, kills: 3, within: 200, seed: 5 })
  expect(problems).toEqual([])
  expect(killed).toBeGreaterThan(0)
  expect([last.code, last.items.length]).toEqual([0, 6])
  expect([again.code, again.result]).toMatchObject([0, { imported: 0, duplicates: 6, unindexed: 0, refused: 0 }])
  expect(growth(last, 2)).toBeLessThan(24)
})
