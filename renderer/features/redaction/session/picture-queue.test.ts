import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { PlayerSession } from '../../player/index.ts'
import { PictureQueue } from './picture-queue.ts'

type State = ReturnType<PlayerSession['store']['getState']>

function clip(unreadable: number | null = null) {
  const transport = { rate: 0 } as State['transport']
  const store = createStore(() => ({ transport, waiting: false }) as State)
  const read: number[] = []
  const open = { now: 0 }
  const still = async (frame: number) => {
    read.push(frame)
    if (frame === unreadable) throw new Error('it cannot be read')
    open.now += 1
    const close = (): void => {
      open.now -= 1
    }
    return { frame, picture: null, trouble: null, close }
  }
  const plays = (rate: State['transport']['rate']): void => store.setState({ transport: { ...transport, rate } })
  return { session: { store, still } as unknown as PlayerSession, read, open, plays }
}

function picture(frame: number, name = `${frame}`) {
  return { name, frame, cut: () => `picture ${name}` }
}

test('pictures are made one after another, each once, and given to all who wait', async () => {
  const { session, read, open } = clip()
  const queue = new PictureQueue<string>(session, 10)
  const given: string[] = []
  for (const frame of [3, 3, 5]) queue.want(picture(frame), (made) => given.push(made))
  await expect.poll(() => given).toEqual(['picture 3', 'picture 3', 'picture 5'])
  queue.want(picture(5), (made) => given.push(made))
  expect(given).toHaveLength(4)
  expect(read).toEqual([3, 5])
  expect(open.now).toBe(0)
})

test('nothing is read while it plays, nor for whoever has gone meanwhile', async () => {
  const { session, read, plays } = clip()
  const queue = new PictureQueue<string>(session, 10)
  plays(1)
  const given: string[] = []
  const leave = queue.want(picture(3), (made) => given.push(made))
  queue.want(picture(5), (made) => given.push(made))
  leave()
  expect(read).toEqual([])
  plays(0)
  await expect.poll(() => given).toEqual(['picture 5'])
  expect(read).toEqual([5])
})

test('no more are kept than it may; what was wanted last stays', async () => {
  const { session, read } = clip()
  const queue = new PictureQueue<string>(session, 2)
  const given: string[] = []
  const want = async (frame: number): Promise<void> => {
    const before = given.length
    queue.want(picture(frame), (made) => given.push(made))
    await expect.poll(() => given.length).toBe(before + 1)
  }
  for (const frame of [1, 2, 1, 3, 1, 2]) await want(frame)
  expect(read).toEqual([1, 2, 3, 2])
  queue.close()
})

test('a frame that cannot be read keeps no other picture back', async () => {
  const { session, read } = clip(3)
  const queue = new PictureQueue<string>(session, 10)
  const given: string[] = []
  for (const frame of [3, 5, 3, 7]) queue.want(picture(frame), (made) => given.push(made))
  await expect.poll(() => given).toEqual(['picture 5', 'picture 7'])
  expect(read).toEqual([3, 5, 7])
})

test('once it is closed nothing is read, also where somebody has waited for what plays to stop', async () => {
  const { session, read, plays } = clip()
  const queue = new PictureQueue<string>(session, 10)
  plays(1)
  queue.want(picture(3), () => expect.unreachable())
  queue.close()
  plays(0)
  await Promise.resolve()
  expect(read).toEqual([])
})
