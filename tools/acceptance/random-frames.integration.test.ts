import { createHash } from 'node:crypto'
import type { Frame } from 'node-av/lib'
import { expect, test } from 'vitest'
import { frameIndex } from '../../core/time.ts'
import { FrameCache } from '../../native/media/frame-cache.ts'
import { FrameReader } from '../../native/media/frame-reader.ts'
import { RandomFrames } from '../../native/media/random-frames.ts'
import { clip } from '../clips/matrix.ts'
import { need, openIndexed, unwatched } from './redact-file.ts'

/** Hash of the luma that is shown; what lies between rows is anybody's. */
function hashOf(picture: Frame | null): string | null {
  const [luma, stride] = [picture?.data?.[0], picture?.linesize[0]]
  if (!picture || !luma || stride === undefined) return null
  const hash = createHash('sha256')
  for (let row = 0; row < picture.height; row++) hash.update(luma.subarray(row * stride, row * stride + picture.width))
  return hash.digest('hex')
}

/** Every frame in a row, to hold jumps against. */
async function opened(name: string) {
  const { bytes, index, close } = await openIndexed(await clip(name))
  const { video } = index
  if (!video) throw new Error('the clip has no picture')
  const reader = need(await FrameReader.open(bytes, video), 'open')
  const hashes: (string | null)[] = []
  for await (const read of reader.frames(0, video.pts.length, unwatched.signal)) hashes.push(hashOf(read.picture))
  await reader.close()
  return { bytes, video, hashes, close }
}

test.each(['h264-2997', 'h264-variable-rate', 'hevc'])('%s gives the same frames in whatever order', async (name) => {
  const { bytes, video, hashes, close } = await opened(name)
  const total = hashes.length
  const frames = new RandomFrames(need(await FrameReader.open(bytes, video), 'open'), video, 1_000_000)
  const jumps = Array.from({ length: 40 }, (_, at) => (at * 7919) % total)
  const steps = Array.from({ length: 12 }, (_, at) => total - 1 - at)
  for (const frame of [...jumps, ...steps, 0, 1, 2, 1, 0]) {
    expect(hashOf(await frames.at(frameIndex(frame), unwatched.signal))).toBe(hashes[frame])
  }
  await frames.close()
  await close()
})

test('the cache keeps what was used last, within its bound', async () => {
  const { bytes, video, hashes, close } = await opened('h264-2997')
  const reader = need(await FrameReader.open(bytes, video), 'open')
  let frameBytes = 0
  let cache: FrameCache | null = null
  for await (const { frame, picture } of reader.frames(0, 10, unwatched.signal)) {
    if (!picture) throw new Error('a frame is missing')
    frameBytes ||= (picture.data ?? []).reduce((sum, plane) => sum + plane.length, 0)
    cache ??= new FrameCache(frameBytes * 3)
    cache.keep(frame, picture)
    expect(cache.bytes).toBeLessThanOrEqual(frameBytes * 3)
    // Frame 0 is asked for again and again, so it stays.
    expect(hashOf(cache.get(0))).toBe(hashes[0])
  }
  expect(cache?.get(9)).not.toBeNull()
  expect(cache?.get(5)).toBeNull()
  cache?.close()
  expect(cache?.bytes).toBe(0)
  await reader.close()
  await close()
})
