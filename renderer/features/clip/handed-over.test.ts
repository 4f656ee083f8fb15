import { expect, test } from 'vitest'
import { handedOver } from './handed-over.ts'

const { signal } = new AbortController()

test('items are taken in order, and none is handed over before the one before it was taken', async () => {
  const given: number[] = []
  const seen: number[][] = []
  const items = handedOver<number>(async (give) => {
    for (const item of [1, 2, 3]) {
      given.push(item)
      await give(item)
    }
  }, signal)
  for await (const item of items) seen.push([item, given.length])
  expect(seen).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ])
})

test('what went wrong is thrown to whoever takes, after what came before', async () => {
  const taken: number[] = []
  const items = handedOver<number>(async (give) => {
    await give(1)
    throw new Error('lost')
  }, signal)
  await expect(
    (async () => {
      for await (const item of items) taken.push(item)
    })(),
  ).rejects.toThrow('lost')
  expect(taken).toEqual([1])
})

test('leaving early stops whoever hands over', async () => {
  let stopped = false
  const items = handedOver<number>(async (give, leaving) => {
    leaving.addEventListener('abort', () => {
      stopped = true
    })
    for (let item = 0; !leaving.aborted; item++) await give(item)
  }, signal)
  for await (const item of items) if (item === 2) break
  expect(stopped).toBe(true)
})

test('who leaves early lets go of whoever waits', async () => {
  const given: Promise<void>[] = []
  const items = handedOver<number>(async (give) => {
    for (const item of [1, 2, 3]) given.push(give(item))
    await Promise.all(given)
    given.push(give(4))
  }, new AbortController().signal)
  expect((await items.next()).value).toBe(1)
  await items.return(undefined)
  await Promise.all(given)
  await expect.poll(() => given.length).toBe(4)
  await Promise.all(given)
})
