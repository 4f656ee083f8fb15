import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { posterFrames } from '../../core/clips/poster-frames.ts'
import { frameIndex } from '../../core/time.ts'
import { clip } from '../clips/matrix.ts'
import { probe, readFrames } from '../clips/read-back.ts'
import { need, openIndexed, unwatched } from './redact-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-poster-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Size of a picture, and the number drawn in it: a wrong frame or turn tells. */
async function looked(png: Uint8Array) {
  const path = join(folder, 'poster.png')
  await writeFile(path, png)
  const [stream] = (await probe(path)).streams
  const [frame] = await readFrames(path)
  return { size: [stream?.width, stream?.height], code: frame?.code }
}

test.each([
  // 320x240 upright, and 240x320 turned on its side, which is shown as 320x240.
  ['h264-2997', 200, [200, 113]],
  ['rotated-90', 160, [160, 120]],
  ['rotated-270', 160, [160, 120]],
  ['h264-variable-rate', 4000, [320, 240]],
  ['h264-variable-rate', undefined, [320, 240]],
] as const)('posters of %s within %s pixels are the exact frames, upright', async (name, longestSide, size) => {
  const { engine, bytes, index, close } = await openIndexed(await clip(name))
  try {
    const frames = posterFrames(index)
    expect(frames).toEqual([6, 30, 53])
    for (const frame of frames) {
      const wanted = longestSide === undefined ? { frame } : { frame, longestSide }
      const png = need(await engine.still(bytes, index, wanted, unwatched), 'poster')
      expect(await looked(png)).toEqual({ size, code: frame })
    }
  } finally {
    await close()
  }
})

test('a bound that is none is a bug of the caller', async () => {
  const { engine, bytes, index, close } = await openIndexed(await clip('no-audio'))
  try {
    for (const longestSide of [0, -1, 15, 20.5, Number.NaN]) {
      const still = engine.still(bytes, index, { frame: frameIndex(0), longestSide }, unwatched)
      await expect(still, String(longestSide)).rejects.toThrow('not a bound')
    }
  } finally {
    await close()
  }
})
