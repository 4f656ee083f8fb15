import { expect, it } from 'vitest'
import type { Candidate, Refusal } from '../../core/intake/candidate.ts'
import { ImportTally } from './import-tally.ts'

const mebibyte = 1024 * 1024

async function* entries(...sizes: readonly (number | null)[]): AsyncGenerator<Candidate | Refusal> {
  for (const size of sizes)
    yield (size === null ? { kind: 'refusal' } : { kind: 'candidate', size: size * mebibyte }) as Candidate | Refusal
}

async function first(size: number | null): Promise<Candidate | Refusal> {
  for await (const entry of entries(size)) return entry
  throw new Error('there is one')
}

it('knows what there is in all only once it was counted', async () => {
  const tally = new ImportTally()
  tally.passed(await first(3))
  expect(tally.progress({ done: 1, total: 4 })).toMatchObject({ done: 4, total: 7, files: { done: 1, all: null } })
  await tally.count(entries(3, 4, null, 10))
  expect(tally.progress({ done: 1, total: 4 })).toMatchObject({ done: 4, total: 17, files: { done: 1, all: 4 } })
})

it('never says that more is done than there is, when files come meanwhile', async () => {
  const tally = new ImportTally()
  await tally.count(entries(1))
  for (const size of [1, 5, null]) tally.passed(await first(size))
  expect(tally.progress()).toMatchObject({ done: 6, total: 6, files: { done: 3, all: 3 } })
})
