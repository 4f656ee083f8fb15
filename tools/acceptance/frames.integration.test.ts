import { expect, test } from 'vitest'
import type { DecodedFrame, FramePicture } from '../../core/ports/media-engine.ts'
import { frameIndex } from '../../core/time.ts'
import { belowStrip, codeCells, codeFromLevels } from '../clips/frame-code.ts'
import { clip } from '../clips/matrix.ts'
import { need, openIndexed, unwatched } from './redact-file.ts'

/** The number drawn into a picture, from its luma. Upright pictures only. */
function codeOf({ width, height, bytes }: FramePicture): number | null {
  const row = Math.floor(belowStrip(height) / 2)
  const levels = Array.from({ length: codeCells }, (_, cell) => {
    const column = Math.floor(((cell + 0.5) * width) / codeCells)
    return bytes[row * width + column] ?? 0
  })
  return codeFromLevels(levels)
}

function pseudoRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

test.each(['h264-variable-rate', 'hevc-main10', 'mpeg4-g711'])(
  '%s: every frame asked for is that frame, in any order',
  async (name) => {
    const { engine, bytes, index, close } = await openIndexed(await clip(name))
    const frames = engine.frames(bytes, index)
    const count = index.video?.pts.length ?? 0
    const random = pseudoRandom(7)
    const codes: (number | null)[] = []
    const wanted: number[] = []
    try {
      for (let seek = 0; seek < 25; seek++) {
        const from = Math.floor(random() * count)
        const until = Math.min(count, from + 1 + Math.floor(random() * 3))
        for (let frame = from; frame < until; frame++) wanted.push(frame)
        const read = await frames.read(
          { fromFrame: frameIndex(from), untilFrame: frameIndex(until) },
          ({ picture }) => {
            codes.push(picture && codeOf(picture))
          },
          unwatched.signal,
        )
        need(read, 'frames')
      }
      expect(codes).toEqual(wanted)
    } finally {
      frames.close()
      await close()
    }
  },
)

test('a newer question overtakes an older one; the process goes on', async () => {
  const { engine, bytes, index, close } = await openIndexed(await clip('h264-2997'))
  const frames = engine.frames(bytes, index)
  const seen: DecodedFrame[] = []
  const ask = (from: number, until: number, onFrame: (frame: DecodedFrame) => void | Promise<void> = () => undefined) =>
    frames.read(
      { fromFrame: frameIndex(from), untilFrame: frameIndex(until), longestSide: 160 },
      onFrame,
      unwatched.signal,
    )
  try {
    const overtaken: Promise<unknown>[] = []
    const first = ask(0, 60, (frame) => {
      seen.push(frame)
      if (seen.length === 3)
        overtaken.push(
          ask(50, 51),
          ask(20, 22, (later) => void seen.push(later)),
        )
    })
    expect(await first).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    const [second, third] = await Promise.all(overtaken)
    expect(second).toEqual({ ok: false, failure: { kind: 'cancelled' } })
    expect(third).toEqual({ ok: true, value: undefined })
    expect(seen.map(({ frame }) => frame)).toEqual([0, 1, 2, 20, 21])
    expect(seen.every(({ picture }) => picture?.width === 160)).toBe(true)
  } finally {
    frames.close()
    await close()
  }
})

test('after its process has died, the next question is answered by another', async () => {
  const { engine, bytes, index, close } = await openIndexed(await clip('h264-2997'))
  const frames = engine.frames(bytes, index)
  const one = (onFrame: () => void) =>
    frames.read({ fromFrame: frameIndex(0), untilFrame: frameIndex(2) }, onFrame, unwatched.signal)
  try {
    expect(await one(() => engine.close())).toMatchObject({ ok: false, failure: { kind: 'engine-died' } })
    expect(await one(() => undefined)).toEqual({ ok: true, value: undefined })
  } finally {
    frames.close()
    await close()
  }
})
