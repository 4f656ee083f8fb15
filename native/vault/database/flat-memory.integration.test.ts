import { afterAll, beforeAll, expect, test } from 'vitest'
import { clipOf, keep, started, trialFolder } from './trial-vault.ts'
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

const mebibyte = 1 << 20

async function putClips(from: number, count: number): Promise<void> {
  const clips = Array.from({ length: count }, (_, number) => clipOf(from + number))
  await keep(database, clips)
}

// A statement for each row would hold 80 KiB of each: some 400 MiB here.
test('writing and reading thousands of records takes no memory that grows with them', async () => {
  await putClips(0, 500)
  const before = process.memoryUsage().rss
  for (let from = 500; from < 5_500; from += 500) await putClips(from, 500)
  for (let number = 0; number < 5_500; number++) await database.read.clip(clipOf(number).id)
  expect((process.memoryUsage().rss - before) / mebibyte).toBeLessThan(120)
  expect(await database.read.countClips({ limit: 1 })).toBe(5_500)
})
