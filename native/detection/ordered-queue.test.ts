import { expect, test } from 'vitest'
import { OrderedQueue } from './ordered-queue.ts'

/** A task that ends when told to. */
function gate(): {
  readonly open: () => void
  readonly fail: (error: Error) => void
  readonly task: () => Promise<void>
} {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { open: resolve, fail: reject, task: () => promise }
}

test('runs one task at a time, in order, and grants room only below the limit', async () => {
  const queue = new OrderedQueue(2)
  const events: string[] = []
  const first = gate()
  queue.add(async () => {
    events.push('first begins')
    await first.task()
    events.push('first ends')
  })
  queue.add(async () => void events.push('second'))
  let granted = false
  const room = queue.room().then(() => {
    granted = true
  })
  await Promise.resolve()
  expect([granted, events]).toEqual([false, ['first begins']])
  first.open()
  await room
  await queue.finish()
  expect(events).toEqual(['first begins', 'first ends', 'second'])
})

test('hands on what a task threw, starts no later one, and waits for what runs', async () => {
  const queue = new OrderedQueue(2)
  const first = gate()
  let started = false
  queue.add(first.task)
  queue.add(async () => {
    started = true
  })
  first.fail(new Error('broken'))
  await queue.idle()
  await expect(queue.room()).rejects.toThrow('broken')
  expect(started).toBe(false)
})
