import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Track } from '../../core/redaction/project.ts'
import { frameIndex } from '../../core/time.ts'
import { readPlanesOf } from '../clips/read-back.ts'
import { clipOfPhotograph, photographClip } from './photograph-clip.ts'
import { openIndexed, planOf, renderFile } from './redact-file.ts'

/**
 * Two sources that have nothing in common, under the same solid masks: if the masks hid less than all, the copies would
 * differ inside. Decoded by a program that shares no code with the one that wrote them.
 */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-same-mask-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Mask = { readonly shape: 'rect' | 'ellipse'; readonly x: number; readonly y: number; readonly size: number }

const masks: readonly Mask[] = [
  { shape: 'ellipse', x: 60, y: 60, size: 160 },
  { shape: 'rect', x: 300, y: 90, size: 120 },
  { shape: 'ellipse', x: 480, y: 250, size: 40 },
  { shape: 'rect', x: 560, y: 40, size: 20 },
]

const frames = [0, 1, 13, 29, 30, 47, 59]

const tracks = masks.map(({ shape, x, y, size }, at): Track => {
  const what = { id: `t${at + 1}`, class: 'face', action: 'hide', margin: 0, style: 'solid' } as const
  const keys = [{ frame: frameIndex(0), box: [x, y, size, size] as const }]
  return { ...what, shape, keys, untilFrame: frameIndex(photographClip.frames) }
})

/** Compression bleeds over an edge this far. */
const inset = 4

function isInside({ shape, x, y, size }: Mask, column: number, row: number): boolean {
  const reach = size / 2 - inset
  const [dx, dy] = [column + 0.5 - x - size / 2, row + 0.5 - y - size / 2]
  return shape === 'rect' ? Math.abs(dx) < reach && Math.abs(dy) < reach : dx * dx + dy * dy < reach * reach
}

async function copyOf(photograph: string): Promise<string> {
  const clip = await openIndexed(await clipOfPhotograph(`same-mask-${photograph.replace('.', '-')}`, { photograph }))
  const out = join(folder, `${photograph}.mp4`)
  try {
    await renderFile(
      clip,
      planOf(clip.index, () => ({ tracks })),
      out,
    )
  } finally {
    await clip.close()
  }
  return out
}

/** How far two planes lie apart: mean square and worst, within the masks and elsewhere. */
function apart(a: Uint8Array, b: Uint8Array, width: number, scale: number) {
  const sums = { inside: { squares: 0, samples: 0, worst: 0 }, elsewhere: { squares: 0, samples: 0, worst: 0 } }
  for (const [at, value] of a.entries()) {
    const [column, row] = [((at % width) + 0.5) * scale - 0.5, (Math.floor(at / width) + 0.5) * scale - 0.5]
    const sum = masks.some((mask) => isInside(mask, column, row)) ? sums.inside : sums.elsewhere
    const difference = Math.abs(value - (b[at] ?? 0))
    sum.squares += difference * difference
    sum.samples += 1
    sum.worst = Math.max(sum.worst, difference)
  }
  const { inside, elsewhere } = sums
  return {
    inside: inside.squares / inside.samples,
    worst: inside.worst,
    elsewhere: elsewhere.squares / elsewhere.samples,
  }
}

test('two sources under the same solid masks are equal inside, to what compression does', async () => {
  const [one, other] = [await copyOf('sample6.jpg'), await copyOf('sample3.jpg')]
  const [planesOne, planesOther] = [await readPlanesOf(one, frames), await readPlanesOf(other, frames)]
  expect(planesOne).toHaveLength(frames.length)
  for (const [at, a] of planesOne.entries()) {
    const b = planesOther[at]
    if (!b) throw new Error('a frame is missing')
    const luma = apart(a.y, b.y, a.width, 1)
    expect(luma.inside).toBeLessThan(2)
    expect(luma.worst).toBeLessThan(32)
    expect(luma.elsewhere).toBeGreaterThan(1000)
    for (const [c, d] of [[a.u, b.u] as const, [a.v, b.v] as const]) {
      const chroma = apart(c, d, a.width / 2, 2)
      expect(chroma.inside).toBeLessThan(4)
      expect(chroma.worst).toBeLessThan(32)
    }
  }
})
