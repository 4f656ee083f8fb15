import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { frameHashes, probe, readAudio } from '../clips/read-back.ts'
import { rms } from '../clips/test-sound.ts'
import { writeContactSheet } from '../contact-sheet.ts'
import { makeDemoClip } from '../demo-clip.ts'
import { type FaceTruth, truthCells } from '../face-truth.ts'

let folder = ''
let clip = ''
let truth: FaceTruth
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-demo-'))
  clip = join(folder, 'clip.mp4')
  truth = await makeDemoClip(clip, { seconds: 2, width: 320, height: 180 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the clip has every frame once, and sound all along', async () => {
  const { streams } = await probe(clip)
  expect(streams.map(({ codec_name, width }) => [codec_name, width])).toEqual([
    ['h264', 320],
    ['aac', undefined],
  ])
  const hashes = await frameHashes(clip)
  expect(hashes).toHaveLength(60)
  expect(new Set(hashes).size).toBe(60)
  const sound = await readAudio(clip, { rate: 8000 })
  expect(sound.length / 8000).toBeCloseTo(2, 0)
  expect(rms(sound, 4800, 8000)).toBeGreaterThan(0.02)
  expect(existsSync(`${clip}.partial`)).toBe(false)
})

test('the truth knows everybody: sizes, entries, people behind things', async () => {
  expect(JSON.parse(await readFile(`${clip}.truth.json`, 'utf8'))).toEqual(truth)
  expect(truth.frames).toHaveLength(60)
  const all = truth.frames.flat()
  expect(new Set(all.map(({ person }) => person)).size).toBe(10)
  expect(all.every(({ seen, visible }) => seen.length === truthCells ** 2 && visible >= 0 && visible <= 1)).toBe(true)
  expect(truth.frames.every((faces) => faces.some(({ person }) => person === truth.requester))).toBe(true)
  expect(all.some(({ visible }) => visible > 0 && visible < 0.5)).toBe(true)
  // Heights of 34 to 250 px at full size: a sixth of that here.
  const heights = all.map(({ box }) => box[3] * 6)
  expect(Math.min(...heights)).toBeLessThan(36)
  expect(Math.max(...heights)).toBeGreaterThan(240)
})

test('the same clip every time', async () => {
  const again = join(folder, 'again.mp4')
  expect(await makeDemoClip(again, { seconds: 2, width: 320, height: 180 })).toEqual(truth)
  expect(await frameHashes(again)).toEqual(await frameHashes(clip))
})

test('a contact sheet holds both pictures of every chosen frame', async () => {
  const path = join(folder, 'sheet.png')
  await writeContactSheet({ original: clip, copy: clip, path, count: 3 })
  const { streams } = await probe(path)
  expect(streams[0]).toMatchObject({ codec_name: 'png', width: 3 * 24 + 4 * 480 + 2 * 6, height: 48 + 2 * (270 + 34) })
})
