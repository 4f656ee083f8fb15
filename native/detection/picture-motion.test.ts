import { describe, expect, it } from 'vitest'
import { motionBetween } from './picture-motion.ts'
import { beginsScene, spreadBetween } from './scene-change.ts'
import { type Thumbnail, thumbnailOf, thumbnailSize } from './thumbnails.ts'

const landscape = { width: 1920, height: 1080 }

/** From 0 to 1, the same for the same numbers. */
function random(seed: number, at: number): number {
  let mixed = Math.imul(seed * 10_007 + at, 0x6d2b79f5)
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** Brightness of a made-up scene at a point, in thumbnail pixels: things of many sizes, some in front of others. */
function scene(seed: number): (x: number, y: number) => number {
  const things = Array.from({ length: 150 }, (_, at) => {
    const of = (step: number) => random(seed, at * 8 + step)
    const size = 3 + 30 * of(0) ** 2
    return { x: -120 + 370 * of(1), y: -80 + 220 * of(2), across: size, down: size * (0.5 + of(3)), light: of(4) }
  })
  // Scenes differ in how much of them is dark as well.
  const skew = [0.7, 1, 1.6][seed % 3] ?? 1
  return (x, y) => {
    let light = 0.5
    for (const each of things) {
      const across = Math.min(1, Math.max(0, each.across - Math.abs(x - each.x) + 0.5))
      const down = Math.min(1, Math.max(0, each.down - Math.abs(y - each.y) + 0.5))
      light += (each.light - light) * across * down
    }
    return 30 + 200 * light ** skew
  }
}

type View = { dx?: number; dy?: number; gain?: number; offset?: number; noise?: number }

/** The scene as a thumbnail, its content moved and lit like this. */
function seen(draw: (x: number, y: number) => number, view: View = {}): Thumbnail {
  const { dx = 0, dy = 0, gain = 1, offset = 0, noise = 0 } = view
  const size = thumbnailSize(landscape)
  const grey = Uint8Array.from({ length: size.width * size.height }, (_, at) => {
    const [x, y] = [at % size.width, Math.floor(at / size.width)]
    const random = ((Math.imul(at + 13, 2246822519) >>> 8) / 2 ** 24 - 0.5) * 2 * noise
    return Math.min(255, Math.max(0, Math.round(draw(x - dx, y - dy) * gain + offset + random)))
  })
  return thumbnailOf(grey, size)
}

describe('displacement', () => {
  // 0.3 thumbnail pixels are 4.5 pixels of a 1080p picture, 0.1 are 1.5; most pictures do better.
  it.each([
    [0, 0],
    [0.3, -0.2],
    [2.4, 1.7],
    [-7.5, 3.25],
    [21, -9.4],
    [-30.6, 12.1],
  ])('of (%d, %d) is found, in noise and other light', (dx, dy) => {
    for (const seed of [1, 2, 3]) {
      const draw = scene(seed)
      const { move, likeness } = motionBetween(seen(draw), seen(draw, { dx, dy, gain: 0.8, offset: 12, noise: 6 }))
      expect(Math.hypot(move[0] - dx, move[1] - dy)).toBeLessThan(Math.hypot(dx, dy) < 4 ? 0.1 : 0.3)
      expect(likeness).toBeGreaterThan(0.8)
    }
  })

  it('is the background where a part moves on its own', () => {
    const [background, person] = [scene(4), scene(5)]
    const with_ = (at: number) => (x: number, y: number) =>
      x > 40 + at && x < 62 + at && y > 20 && y < 60 ? person(x - at, y) : background(x, y)
    const { move } = motionBetween(seen(with_(0)), seen(with_(4), { dx: 1.5 }))
    expect(Math.hypot(move[0] - 1.5, move[1])).toBeLessThan(0.4)
  })

  it('is none where nothing is seen', () => {
    const dark = seen(() => 16, { noise: 1 })
    expect(dark.hasContent).toBe(false)
    expect(motionBetween(dark, seen(scene(1)))).toEqual({ move: [0, 0], likeness: 0 })
  })

  it('thumbnails of upright pictures stand upright', () => {
    expect(thumbnailSize({ width: 1080, height: 1920 })).toEqual({ width: 64, height: 128 })
  })
})

/** Whether a cut is seen at each place of a row of pictures. */
function cutsIn(pictures: readonly Thumbnail[]): readonly number[] {
  return pictures.flatMap((now, at) => {
    const usable = (some: readonly Thumbnail[]) => some.filter(({ hasContent }) => hasContent)
    const before = usable(pictures.slice(Math.max(0, at - 3), at)).toReversed()
    const [nearest] = before
    const likeness = nearest ? motionBetween(nearest, now).likeness : 0
    return beginsScene(now, { before, after: usable(pictures.slice(at + 1, at + 3)) }, likeness) ? [at] : []
  })
}

describe('cuts', () => {
  it('between scenes are found, each once', () => {
    for (let seed = 1; seed < 12; seed += 1) {
      const [a, b] = [scene(seed), scene(seed + 1)]
      const pictures = [0, 1, 2, 3, 4].map((dx) => seen(a, { dx, noise: 4 }))
      const others = [0, 1, 2, 3, 4].map((dx) => seen(b, { dx, noise: 4 }))
      expect(cutsIn([...pictures, ...others]), `scene ${seed}`).toEqual([5])
    }
  })

  it('across a black picture are found', () => {
    const black = seen(() => 16)
    const [a, b] = [seen(scene(1)), seen(scene(2))]
    expect(cutsIn([a, a, a, black, b, b, b])).toEqual([4])
    expect(cutsIn([a, a, a, black, a, a, a])).toEqual([])
  })

  it('are not seen in flicker, fades, flashes and fast pans', () => {
    const draw = scene(7)
    const row = (views: readonly View[]) => views.map((view) => seen(draw, { noise: 4, ...view }))
    expect(cutsIn(row([1, 0.5, 1, 0.6, 1.3, 0.4].map((gain) => ({ gain }))))).toEqual([])
    expect(cutsIn(row([1, 0.8, 0.6, 0.4, 0.2, 0.05, 0, 0.05, 0.3, 0.6, 1].map((gain) => ({ gain }))))).toEqual([])
    const flash = seen(() => 255)
    const glare = seen(scene(8), { gain: 0.1, offset: 225 })
    const steady = row([{}, {}, {}, {}])
    expect(cutsIn([...steady, flash, ...steady])).toEqual([])
    expect(cutsIn([...steady, glare, ...steady])).toEqual([])
    expect(cutsIn(row([0, 30, 60, 90, 120].map((dx) => ({ dx }))))).toEqual([])
  })

  it('ask for brightness to be spread differently', () => {
    expect(spreadBetween(seen(scene(1)), seen(scene(1), { gain: 0.5 }))).toBeLessThan(0.1)
    expect(spreadBetween(seen(scene(1)), seen(scene(2)))).toBeGreaterThan(0.1)
  })
})
