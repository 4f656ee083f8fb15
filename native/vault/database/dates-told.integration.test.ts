import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { failed, ok } from '../../../core/result.ts'
import { clipOf, draftOf, keep, started, trialFolder } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

const [one, two, three] = [clipOf(1), clipOf(2), clipOf(3)] as const
const first = instant('2026-12-24T00:00:00.000Z')
const second = instant('2027-06-01T00:00:00.000Z')

test('dates that were told are written down for the clips that they are of, and nothing else of them changes', async () => {
  await keep(database, [one, two, three])
  const told = [
    { id: one.id, dueBefore: first },
    { id: three.id, dueBefore: second },
  ]
  await database.change(draftOf('vault.profile'), async (write) => ok(await write.putDatesTold(told)))
  const kept = await Promise.all([one, two, three].map(({ id }) => database.read.clip(id)))
  expect(kept).toEqual([{ ...one, dueBefore: first }, two, { ...three, dueBefore: second }])

  await database.change(draftOf('vault.profile'), async (write) => {
    await write.putDatesTold([{ id: one.id, dueBefore: second }])
    return failed({ kind: 'cancelled' })
  })
  expect(await database.read.clip(one.id)).toEqual({ ...one, dueBefore: first })
})
