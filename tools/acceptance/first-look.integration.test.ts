import { afterAll, expect, test } from 'vitest'
import { posterFrames } from '../../core/clips/poster-frames.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { FirstLook } from '../../core/ports/media-engine.ts'
import type { Result } from '../../core/result.ts'
import { createMediaEngine } from '../../native/engine/engine.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { hostileInputs, makeHostile } from '../clips/hostile.ts'
import { clip } from '../clips/matrix.ts'
import { need, unwatched } from './redact-file.ts'

const engine = createMediaEngine()
afterAll(() => engine.close())

const side = 160

/** The same, asked for one by one, each in a process of its own. */
async function oneByOne(bytes: ByteSource): Promise<Result<FirstLook>> {
  const index = await engine.index(bytes, 'clip', false, unwatched)
  if (!index.ok) return index
  const posters: FirstLook['posters'][number][] = []
  for (const frame of posterFrames(index.value)) {
    const png = await engine.still(bytes, index.value, { frame, longestSide: side }, unwatched)
    if (png.ok) posters.push({ frame, png: png.value })
  }
  return { ok: true, value: { index: index.value, posters } }
}

async function opened<T>(path: string, use: (bytes: ByteSource) => Promise<T>): Promise<T> {
  const source = need(await openFileSource(path, 'clip'), path)
  try {
    return await use(source.bytes)
  } finally {
    await source.close()
  }
}

// One that loses pictures, and one that is no clip at all.
const hostile = hostileInputs.filter(({ name }) =>
  ['absurd-sample-count', 'samples-past-the-end', 'wave-named-mp4'].includes(name),
)

test.each([
  ...['rotated-90', 'ts-mp3'].map((name) => [name, () => clip(name)] as const),
  ...hostile.map((input) => [input.name, () => makeHostile(input)] as const),
])('a first look at %s is its index and its posters, as they are one by one', async (_name, make) => {
  await opened(await make(), async (bytes) => {
    const looked = await engine.firstLook(bytes, 'clip', side, unwatched)
    expect(looked).toEqual(await oneByOne(bytes))
  })
})

test('a process that dies of a picture takes the index with it only once', async () => {
  await opened(await clip('h264-variable-rate'), async (bytes) => {
    const whole = need(await engine.firstLook(bytes, 'clip', side, unwatched), 'whole')
    let reads = 0
    const counted: ByteSource = {
      size: bytes.size,
      read(at, length) {
        reads += 1
        return bytes.read(at, length)
      },
    }
    await engine.firstLook(counted, 'clip', side, unwatched)
    for (const deadly of [0, Math.floor((reads * 2) / 3)]) {
      let read = 0
      const source: ByteSource = {
        size: bytes.size,
        async read(at, length) {
          if (read++ === deadly) engine.close()
          return bytes.read(at, length)
        },
      }
      expect(need(await engine.firstLook(source, 'clip', side, unwatched), `read ${deadly}`)).toEqual(whole)
      expect(read).toBeGreaterThan(deadly + 1)
    }
  })
})
