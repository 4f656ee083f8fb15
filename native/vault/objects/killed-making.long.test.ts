import { expect, it } from 'vitest'
import { deletionKills } from '../../../tools/vault/deletion-kills.ts'
import { makingKills, restoringKills } from '../../../tools/vault/making-kills.ts'

it('is made again where its making was killed', async () => {
  expect(await makingKills(200, 7)).toBeGreaterThan(0)
})

it('is restored again where its restoring was killed', async () => {
  expect(await restoringKills(200, 7)).toBeGreaterThan(0)
})

it('has deleted clips wholly or not at all when it is killed', async () => {
  const { kept, not } = await deletionKills(200, 7)
  expect(kept).toBeGreaterThan(0)
  expect(not).toBeGreaterThan(0)
})
