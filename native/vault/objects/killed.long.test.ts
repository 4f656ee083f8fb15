import { expect, it } from 'vitest'
import { killRounds } from '../../../tools/vault/kill-rounds.ts'

it('leaves nothing half-done when it is killed two hundred times', async () => {
  expect(await killRounds(200)).toBeGreaterThan(0)
})
