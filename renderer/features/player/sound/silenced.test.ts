import { expect, test } from 'vitest'
import { silenced } from './silenced.ts'
import type { SoundBlock, SoundRun } from './sound-block.ts'

/** Two blocks of four samples each, a second long, all of them loud. */
function loud(): { run: SoundRun; blocks: readonly SoundBlock[] } {
  const blocks = [0, 1].map((clipSeconds) => ({
    ...{ clipSeconds, sampleRate: 4 },
    planes: [new Float32Array(4).fill(1), new Float32Array(4).fill(1)],
  }))
  const run: SoundRun = async function* () {
    yield* blocks
  }
  return { run, blocks }
}

async function heard(run: SoundRun): Promise<readonly (readonly (readonly number[])[])[]> {
  const all: number[][][] = []
  for await (const { planes } of run(0, new AbortController().signal)) all.push(planes.map((plane) => [...plane]))
  return all
}

test('what is silent is so in every channel and across blocks, to the sample; the rest is as it was', async () => {
  const { run, blocks } = loud()
  const [first, second] = [
    [1, 0, 1, 0],
    [0, 1, 1, 1],
  ]
  const ranges = [
    [0.25, 0.5],
    [0.75, 1.25],
    [7, 9],
  ] as const
  expect(await heard(silenced(run, ranges))).toEqual([
    [first, first],
    [second, second],
  ])
  expect([...(blocks[0]?.planes[0] ?? [])]).toEqual([1, 1, 1, 1])
})

test('with nothing silent the sound is the same', () => {
  const { run } = loud()
  expect(silenced(run, [])).toBe(run)
})
