import { expect, test } from 'vitest'
import { killRounds } from './killed-rounds.ts'

test('a process that is killed while it writes loses nothing that it acknowledged and leaves nothing half-done', async () => {
  const { bad, edits } = await killRounds(20, 20_261_123)
  expect(bad).toEqual([])
  expect(edits).toBeGreaterThan(20)
})
