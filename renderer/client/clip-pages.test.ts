import { expect, test } from 'vitest'
import { failed, ok, type Result } from '../../core/result.ts'
import { type ClipPage, ClipPages, knownRows } from './clip-pages.ts'
import type { ClipRow } from './window-client.ts'

const rowOf = (at: number): ClipRow => ({ clip: `clip ${at}`, name: `${at}.mp4` }) as ClipRow

/** A vault of so many clips whose answers come when they are let. */
function vaultOf(total: number) {
  const asked: { offset: number; limit: number; signal: AbortSignal; answer: (result?: Result<ClipPage>) => void }[] =
    []
  const pages = new ClipPages((offset, limit, signal) => {
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => rowOf(offset + at))
    return new Promise((resolve) => {
      asked.push({ offset, limit, signal, answer: (result = ok({ rows, total, restricted: 0 })) => resolve(result) })
    })
  })
  const settle = async (): Promise<void> => {
    for (const { answer } of asked.splice(0)) answer()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { pages, asked, settle }
}

test('rows come where they are wanted, and nothing is asked for twice', async () => {
  const { pages, asked, settle } = vaultOf(100_000)
  pages.want(0, 40)
  pages.want(10, 60)
  expect(asked.map(({ offset }) => offset)).toEqual([0])
  expect(pages.rowAt(5)).toBeNull()
  await settle()
  expect(pages.rowAt(5)).toEqual(rowOf(5))
  expect(pages.state().total).toBe(100_000)
  pages.want(20, 30)
  expect(asked).toEqual([])
})

test('a leap to the end asks for nothing that was only scrolled past', async () => {
  const { pages, asked, settle } = vaultOf(100_000)
  for (const first of [0, 50_000, 60_000, 70_000, 99_900]) pages.want(first, first + 40)
  expect(asked.map(({ offset }) => offset)).toEqual([0, 50_000])
  await settle()
  expect(asked.map(({ offset }) => offset)).toEqual([99_900])
  await settle()
  expect(pages.rowAt(99_940)).toEqual(rowOf(99_940))
  expect(pages.rowAt(60_000)).toBeNull()
})

test('a page that failed is asked for again when somebody comes back to it, and not by itself', async () => {
  const { pages, asked } = vaultOf(1_000)
  pages.want(0, 40)
  asked.splice(0)[0]?.answer(failed({ kind: 'not-signed-in' }))
  await new Promise((resolve) => setImmediate(resolve))
  expect(asked).toEqual([])
  pages.want(0, 40)
  expect(asked.map(({ offset }) => offset)).toEqual([0])
})

test('however far somebody scrolls, the rows that are held stay few', async () => {
  const { pages, settle } = vaultOf(100_000)
  for (let first = 0; first < 100_000; first += 100) {
    pages.want(first, first + 50)
    await settle()
  }
  const held = Array.from({ length: 100_000 }, (_, at) => pages.rowAt(at)).filter((row) => row !== null)
  expect(held.length).toBeLessThanOrEqual(3_000)
  expect(pages.rowAt(99_999)).toEqual(rowOf(99_999))
})

test('a failure is kept for the page to show, and a changed clip is put in its place', async () => {
  const { pages, asked, settle } = vaultOf(10)
  let told = 0
  pages.subscribe(() => {
    told += 1
  })
  pages.want(0, 9)
  await settle()
  pages.replace({ ...rowOf(3), name: 'renamed' })
  expect(pages.rowAt(3)?.name).toBe('renamed')
  pages.want(100, 110)
  asked[0]?.answer(failed({ kind: 'not-signed-in' }))
  await settle()
  expect(pages.state().failure).toEqual({ kind: 'not-signed-in' })
  expect(told).toBe(3)
})

test('what comes after the end of a search changes nothing', async () => {
  const { pages, settle } = vaultOf(10)
  pages.want(0, 9)
  pages.close()
  await settle()
  expect(pages.state().total).toBeNull()
})

test('rows of any places are fetched many at a time, and only those that are not known', async () => {
  const { pages, asked, settle } = vaultOf(5_000)
  const { signal } = new AbortController()
  const held = (at: number) => pages.rowAt(at)
  pages.want(0, 99)
  await settle()
  expect(knownRows({ first: 3, last: 5 }, held)).toEqual([3, 4, 5].map(rowOf))
  expect(knownRows({ first: 99, last: 100 }, held)).toBeNull()

  const many = pages.rows({ first: 50, last: 1_499 }, held, signal)
  expect(asked.map(({ offset }) => offset)).toEqual([100])
  await settle()
  expect(asked.map(({ offset }) => offset)).toEqual([1_100])
  await settle()
  expect(await many).toEqual(ok(Array.from({ length: 1_450 }, (_, at) => rowOf(50 + at))))

  const known = (at: number) => (at === 150 ? null : rowOf(at))
  const one = pages.rows({ first: 0, last: 400 }, known, signal)
  expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([[150, 1]])
  await settle()
  expect(await one).toEqual(ok(Array.from({ length: 401 }, (_, at) => rowOf(at))))

  const some = pages.rows({ first: 200, last: 300 }, held, signal)
  asked[0]?.answer(failed({ kind: 'vault-locked' }))
  expect(await some).toEqual(failed({ kind: 'vault-locked' }))
})

test('of hits that are not there any more there are no rows', async () => {
  const { pages, settle } = vaultOf(20)
  const rows = pages.rows({ first: 10, last: 30 }, () => null, new AbortController().signal)
  await settle()
  await settle()
  expect(await rows).toEqual(ok(Array.from({ length: 10 }, (_, at) => rowOf(10 + at))))
})
