import { expect, test } from 'vitest'
import { latestOnly } from './latest-only.ts'

test('while one is on its way, only the latest of the others is kept', async () => {
  const sent: number[] = []
  const ways: (() => void)[] = []
  const send = latestOnly((value: number) => {
    sent.push(value)
    return new Promise<void>((resolve) => void ways.push(resolve))
  })
  for (const value of [1, 2, 3]) send(value)
  expect(sent).toEqual([1])
  ways.shift()?.()
  await expect.poll(() => sent).toEqual([1, 3])
  ways.shift()?.()
  await Promise.resolve()
  send(4)
  await expect.poll(() => sent).toEqual([1, 3, 4])
})
