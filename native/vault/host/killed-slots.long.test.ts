import { expect, it } from 'vitest'
import { slotKills } from '../../../tools/vault/slot-kills.ts'

it('has the old or the new people and keys after two hundred kills, whole', async () => {
  const { kept, not } = await slotKills(200, 7)
  expect(kept).toBeGreaterThan(0)
  expect(not).toBeGreaterThan(0)
})
