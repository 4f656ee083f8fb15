import { expect, test } from 'vitest'
import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { frameIndex, pts } from '../../../../core/time.ts'
import { ClipReader } from './clip-reader.ts'
import type { ReadFrame } from './picture.ts'

class Doubt extends Error {}

type Source = 'window' | 'engine'
class Painted {
  readonly codedWidth = 4
  readonly codedHeight = 4
  readonly by: Source
  constructor(by: Source) {
    this.by = by
  }
  clone(): this {
    return this
  }
  close(): void {}
}

function videoOf(damaged: readonly number[] | null): VideoIndex {
  return {
    ...{ codec: 'h264', width: 4, height: 4, displayWidth: 4, displayHeight: 4, pixelAspect: [1, 1], rotation: 0 },
    ...{ timeBase: [1, 25], pts: Array.from({ length: 40 }, (_, at) => pts(BigInt(at))), lastDuration: pts(1n) },
    keyframes: [0, 10, 20, 30].map(frameIndex),
    ...{ variableRate: false, interlaced: false, pixelFormat: 'yuv420p', missingFrames: 0 },
    colour: { range: 'tv', primaries: 'unknown', transfer: 'unknown', matrix: 'unknown' },
    damagedFrames: damaged?.map(frameIndex) ?? null,
  }
}

/** A window that decodes all but `missing`, and gives up at `failsAt`. */
function readerOf(parts: {
  readonly damaged?: readonly number[]
  readonly missing?: readonly number[]
  readonly failsAt?: number
  readonly engineOnly?: true
}) {
  const doubts: number[] = []
  const engineRuns: [number, number][] = []
  async function* inWindow(from: number): AsyncGenerator<ReadFrame<Painted>> {
    for (let frame = from - (from % 10); frame < 40; frame++) {
      if (frame === parts.failsAt) throw new Doubt('gave up')
      if (!parts.missing?.includes(frame)) yield { frame, picture: new Painted('window'), trouble: null }
    }
  }
  async function* inEngine(from: number, until: number): AsyncGenerator<ReadFrame<Painted>> {
    engineRuns.push([from, until])
    for (let frame = from; frame < until; frame++) yield { frame, picture: new Painted('engine'), trouble: null }
  }
  const reader = new ClipReader<Painted>({
    video: videoOf(parts.damaged ?? null),
    inWindow: parts.engineOnly ? null : inWindow,
    isDoubt: (fault) => fault instanceof Doubt,
    inEngine,
    onDoubt: (keyframe) => doubts.push(keyframe),
  })
  const read = async (from: number): Promise<[number, Source | null][]> => {
    const all: [number, Source | null][] = []
    for await (const { frame, picture } of reader.run(from, new AbortController().signal))
      all.push([frame, picture?.by ?? null])
    return all
  }
  return { reader, read, doubts, engineRuns }
}

const expected = (byEngine: (frame: number) => boolean, from = 0) =>
  Array.from({ length: 40 - from }, (_, at) => [at + from, byEngine(at + from) ? 'engine' : 'window'])

test('the window decodes all of a sound clip', async () => {
  const { read, engineRuns } = readerOf({})
  expect(await read(0)).toEqual(expected(() => false))
  expect(engineRuns).toEqual([])
})

test('stretches that hold damage go to the engine, from keyframe to keyframe', async () => {
  const { read, engineRuns } = readerOf({ damaged: [13, 25] })
  expect(await read(0)).toEqual(expected((frame) => frame >= 10 && frame < 30))
  expect(engineRuns).toEqual([[10, 30]])
})

test('a frame that the window leaves out comes from the engine, and so does the rest of its stretch', async () => {
  const { read, doubts } = readerOf({ missing: [14] })
  expect(await read(0)).toEqual(expected((frame) => frame >= 14 && frame < 20))
  expect(doubts).toEqual([10])
})

test('a decoder that gives up is not asked again for that stretch', async () => {
  const { read, doubts } = readerOf({ failsAt: 22 })
  expect(await read(0)).toEqual(expected((frame) => frame >= 22 && frame < 30))
  expect(await read(20)).toEqual(expected((frame) => frame >= 20 && frame < 30, 20))
  expect(doubts).toEqual([20])
})

test('the last frames count as much as any', async () => {
  const { read } = readerOf({ missing: [39] })
  expect((await read(30)).at(-1)).toEqual([39, 'engine'])
})

test('where the window cannot decode, the engine is asked for what is needed and no more', () => {
  const { reader } = readerOf({ engineOnly: true })
  expect(reader.startFor(35, 1, 40)).toBe(35)
  expect(reader.startFor(35, -1, 40)).toBe(30)
  expect(reader.startFor(29, -1, 8)).toBe(25)
})

test('an engine that leaves off is a fault, never a clip of damaged frames', async () => {
  const reader = new ClipReader<Painted>({
    video: videoOf(null),
    inWindow: null,
    isDoubt: () => false,
    inEngine: async function* (from) {
      yield { frame: from, picture: new Painted('engine'), trouble: null }
    },
  })
  const frames = reader.run(5, new AbortController().signal)
  expect((await frames.next()).value).toMatchObject({ frame: 5 })
  await expect(frames.next()).rejects.toThrow('left off')
})
