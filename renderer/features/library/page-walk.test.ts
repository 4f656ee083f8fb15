import { expect, test } from 'vitest'
import { failed, ok } from '../../../core/result.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { walkedPages } from './page-walk.ts'

const { signal } = new AbortController()

function vaultOf(total: number) {
  const asked: (readonly [after: string | null, limit: number])[] = []
  const pages = walkedPages(async (after, limit) => {
    asked.push([after, limit])
    const from = after === null ? 0 : Number(after) + 1
    const until = Math.min(from + limit, total)
    const clips = Array.from({ length: until - from }, (_, at) => ({ clip: String(from + at) }) as ClipRow)
    return ok({ clips, more: until < total })
  })
  return { pages, asked }
}

test('pages one after the other cost one question each, and the total is known at the end', async () => {
  const { pages, asked } = vaultOf(250)
  const totals: number[] = []
  for (const offset of [0, 100, 200]) {
    const page = await pages(offset, 100, signal)
    if (page.ok) totals.push(page.value.total)
  }
  expect(asked).toEqual([
    [null, 100],
    ['99', 100],
    ['199', 100],
  ])
  expect(totals).toEqual([101, 201, 250])
})

test('a place far on is walked to in large steps, and what was walked is not walked again', async () => {
  const { pages, asked } = vaultOf(100_000)
  const far = await pages(5_500, 100, signal)
  expect(far.ok && far.value.rows[0]?.clip).toBe('5500')
  expect(asked.length).toBe(7)
  await pages(5_600, 100, signal)
  expect(asked.length).toBe(8)
})

test('behind the end there is nothing, and a failure stays one', async () => {
  const { pages } = vaultOf(50)
  expect(await pages(500, 100, signal)).toEqual(ok({ rows: [], total: 50 }))
  const broken = walkedPages(async () => failed({ kind: 'not-signed-in' }))
  expect(await broken(0, 100, signal)).toEqual(failed({ kind: 'not-signed-in' }))
})
