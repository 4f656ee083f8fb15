import { expect, it } from 'vitest'
import { killRounds } from '../../../tools/vault/kill-rounds.ts'

it('leaves nothing half-done when it is killed while importing and backing up', async () => {
  expect(await killRounds(20)).toBeGreaterThan(0)
})
