import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('turns do not overlap, and a failed one does not keep the next from its own', async () => {
  const turns = new Turns()
  const log: string[] = []
  const slow = turns.take(async () => {
    log.push('first begins')
    await Promise.resolve()
    log.push('first ends')
  })
  const bad = turns.take(() => Promise.reject(new Error('bad')))
  const last = turns.take(async () => log.push('last'))
  await expect(bad).rejects.toThrow('bad')
  await Promise.all([slow, last])
  expect(log).toEqual(['first begins', 'first ends', 'last'])
})

test('a turn within a turn throws instead of waiting for ever; one that comes after does not', async () => {
  const turns = new Turns()
  let later: Promise<unknown> = Promise.resolve()
  const outer = turns.take(async () => {
    expect(() => turns.take(async () => undefined)).toThrow('within another')
    later = Promise.resolve().then(() => outer.then(() => turns.take(async () => 'after')))
  })
  await outer
  expect(await later).toBe('after')
})
