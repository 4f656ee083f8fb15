import { expect, it } from 'vitest'
import { deletionKills } from '../../../tools/vault/deletion-kills.ts'
import { makingKills, restoringKills } from '../../../tools/vault/making-kills.ts'

it('is made again where its making was killed', async () => {
  expect(await makingKills(20, 20_261_123)).toBeGreaterThan(0)
})

it('is restored again where its restoring was killed', async () => {
  expect(await restoringKills(20, 20_261_123)).toBeGreaterThan(0)
})

it('has deleted clips wholly or not at all when it is killed', async () => {
  const { kept, not } = await deletionKills(20, 20_261_123)
  expect(kept + not).toBeGreaterThan(0)
})
