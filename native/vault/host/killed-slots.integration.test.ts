import { expect, it } from 'vitest'
import { slotKills } from '../../../tools/vault/slot-kills.ts'

it('has the old or the new people and keys after a kill, whole', async () => {
  const { kept, not } = await slotKills(20, 20_261_123)
  expect(kept + not).toBeGreaterThan(5)
})
