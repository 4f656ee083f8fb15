import { afterAll, beforeAll, expect, test } from 'vitest'
import { playerBenchClips } from './bench-clips.ts'
import { openPlayerPage, type PlayerPage } from './player-page.ts'

/** Playing in a loop for two minutes stands for eight hours: what grows with frames shows in 3,600 of them. */
const seconds = 120
const round = 20

let page: PlayerPage
beforeAll(async () => {
  page = await openPlayerPage()
})
afterAll(() => page?.close())

test('memory stays flat while 1080p plays again and again', async () => {
  const { large } = await playerBenchClips()
  await page.add('large', large)
  const held: number[] = []
  const heap: number[] = []
  for (let gone = 0; gone < seconds; gone += round) {
    const soaked = await page.ask('soak', 'large', round)
    held.push(soaked.pictures)
    heap.push(soaked.heapMegabytes)
  }
  // 256 MiB of 1080p are 86 pictures; a few more are being decoded and painted.
  expect(Math.max(...held)).toBeLessThan(100)
  expect((heap.at(-1) ?? 0) - (heap[1] ?? 0)).toBeLessThan(24)
  await page.ask('closeAll')
  expect(await page.ask('openPictures')).toBe(0)
})
