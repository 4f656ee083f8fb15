import { describe, expect, it } from 'vitest'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import type { Picture } from './picture.ts'
import { type WatchedPicture, WatchedPictures } from './watched-pictures.ts'

const frames = 40
const picture = { width: 1280, height: 640 }
const keyframes = [0, 10, 20, 30].map(frameIndex)

/** A pattern that is another from frame 15 on and moves to the right by 3 thumbnail pixels with every frame. */
function greyOf(frame: number, width: number, height: number): Uint8Array {
  const seed = frame < 15 ? 3 : 7
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) - 3 * (frame % 15), Math.floor(at / width)]
    const [column, row] = [Math.floor(x / (5 + seed)), Math.floor(y / (seed * 2))]
    const mixed = Math.imul(Math.imul(column * 31 + row + seed * 997, 0x6d2b79f5) >>> 7, 0x2545f491) >>> 24
    return frame < 15 ? mixed : Math.round(mixed ** 2 / 255)
  })
}

/** A source that says where it was begun, and how many pictures are open. */
function sourceWith(damaged: readonly number[] = [], missing: readonly number[] = []) {
  const log: string[] = []
  const state = { open: 0, most: 0 }
  const source = {
    async *from(frame: FrameIndex, careful: boolean): AsyncGenerator<Picture> {
      log.push(`${frame}${careful ? ' careful' : ''}`)
      for (let at = frame as number; at < frames; at += 1) {
        const gone = missing.includes(at)
        if (!gone) state.open += 1
        state.most = Math.max(state.most, state.open)
        const pixels = {
          toRgb: () => new Uint8Array(0),
          toGrey: (width: number, height: number) => greyOf(at, width, height),
          close: () => {
            state.open -= 1
          },
        }
        yield { frame: frameIndex(at), damaged: gone || damaged.includes(at), pixels: gone ? null : pixels }
      }
    },
  }
  return { source, log, state }
}

function watch(source: ReturnType<typeof sourceWith>['source']): WatchedPictures {
  return new WatchedPictures(source, { picture, frames, keyframes })
}

async function collected(pictures: AsyncIterable<WatchedPicture>) {
  const all: Pick<WatchedPicture, 'frame' | 'isCut' | 'move'>[] = []
  for await (const { frame, isCut, move } of pictures) all.push({ frame, isCut, move })
  return all
}

it('tells cuts and moves in source pixels, and keeps few pictures', async () => {
  const { source, state } = sourceWith()
  const watched = watch(source)
  const all = await collected(watched.range(0, frames, false))
  expect(all.map(({ frame }) => frame)).toEqual(Array.from({ length: frames }, (_, at) => at))
  expect(all.filter(({ isCut }) => isCut).map(({ frame }) => frame)).toEqual([15])
  const [first, second, , , , ...later] = all
  expect(first?.move).toBeNull()
  // 3 thumbnail pixels of 128 across are 30 of 1280.
  expect(second?.move?.[1]).toBeGreaterThan(28)
  expect(second?.move?.[1]).toBeLessThan(32)
  expect(Math.abs(second?.move?.[2] ?? 9)).toBeLessThan(2)
  expect(later.find(({ frame }) => frame === 15)?.move).toBeNull()
  expect(state.most).toBeLessThanOrEqual(3)
  await watched.close()
  expect(state.open).toBe(0)
})

describe('ranges', () => {
  it('that follow one another are read in one go; others begin at the keyframe before; all say the same', async () => {
    const { source, log } = sourceWith()
    const watched = watch(source)
    const inOrder = [
      ...(await collected(watched.range(0, 20, false))),
      ...(await collected(watched.range(20, 40, false))),
    ]
    expect(log).toEqual(['0'])
    const later = await collected(watched.range(20, 40, false))
    expect(log).toEqual(['0', '10'])
    const earlier = await collected(watched.range(0, 20, false))
    expect([...earlier, ...later]).toEqual(inOrder)
  })

  it('see damage from the keyframe on that they depend on', async () => {
    const { source } = sourceWith([12])
    const watched = watch(source)
    await collected(watched.range(0, 5, false))
    expect(watched.sawDamage).toBe(false)
    await collected(watched.range(5, 20, false))
    expect(watched.sawDamage).toBe(true)
    await collected(watched.range(20, 30, false))
    expect(watched.sawDamage, 'frame 17 is decoded from 10 on').toBe(true)
    await collected(watched.range(30, 40, false))
    expect(watched.sawDamage).toBe(false)
    await collected(watched.range(20, 30, false))
    expect(watched.sawDamage, 'also when reading begins there').toBe(true)
  })

  it('that are careful begin anew, and know no move past a frame that is missing', async () => {
    const { source, log } = sourceWith([], [6])
    const watched = watch(source)
    await collected(watched.range(0, 20, false))
    const again = await collected(watched.range(0, 20, true))
    expect(log).toEqual(['0', '0 careful'])
    expect(again.filter(({ move }) => move === null).map(({ frame }) => frame)).toEqual([0, 6, 7, 15])
  })
})
