import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { belowStrip } from './frame-code.ts'
import { makeClip } from './make-clip.ts'
import { clip, clipMatrix, clipNamed } from './matrix.ts'
import { frameHashes, probe, readAudio, readFrames, readPlanes } from './read-back.ts'
import { lagSamples, rms } from './test-sound.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-matrix-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(['rotated-90', 'edit-list', 'h264-variable-rate', 'mpeg4-g711'])('%s shows its numbers', async (name) => {
  const truth = clipNamed(name).truth.picture
  const path = await clip(name, folder)
  const frames = await readFrames(path)
  const expected = Array.from({ length: truth?.frames ?? 0 }, (_, i) => (truth?.firstCode ?? 0) + i)
  expect(frames.map((frame) => frame.code)).toEqual(expected)
  expect(frames.every((frame, i) => i === 0 || frame.ticks > (frames[i - 1]?.ticks ?? 0n))).toBe(true)
  expect(frames[0]?.pts).toBeCloseTo(truth?.startsAt ?? 0, 1)
})

test('a clip turned the wrong way is not read', async () => {
  const path = await clip('rotated-90', folder)
  const recipe = clipNamed('rotated-90')
  const upsideDown = {
    ...recipe,
    name: 'turned-wrongly',
    runs: [...recipe.runs.slice(0, 1), ['-i', path, '-c', 'copy', '-metadata:s:v', 'rotate=90', recipe.fileName]],
  }
  const codes = (await readFrames(await makeClip(upsideDown, folder))).map((frame) => frame.code)
  expect(codes.filter((code, i) => code === i)).toHaveLength(0)
})

test('everything below the strip may be painted over, at a quarter of the size and a low bit rate', async () => {
  const recipe = clipNamed('h264-2997')
  const paint = `drawbox=y=${belowStrip(360)}:h=360:color=black:t=fill,scale=160:90`
  const plain = await clip('h264-2997', folder)
  const run = ['-i', plain, '-an', '-vf', paint, '-c:v', 'libx264', '-crf', '34', '-bf', '2', recipe.fileName]
  const frames = await readFrames(await makeClip({ ...recipe, name: 'painted-over', runs: [run] }, folder))
  expect(frames.map(({ code }) => code)).toEqual(Array.from({ length: 60 }, (_, i) => i))
})

test('a late start of the sound is silence first', async () => {
  const plain = await readAudio(await clip('h264-2997', folder), { rate: 8000 })
  const late = await readAudio(await clip('late-sound', folder), { rate: 8000 })
  // 0.5 s less the 1,024 samples of priming that the copy shows.
  expect(Math.abs(lagSamples(plain, late, 8000) - 4000)).toBeLessThan(200)
  expect(rms(late, 0, 3500)).toBe(0)
})

test('frames are told apart to the bit and read as planes', async () => {
  const path = await clip('no-audio', folder)
  const hashes = await frameHashes(path)
  expect(new Set(hashes).size).toBe(60)
  const planes = await readPlanes(path, 3)
  expect([planes.y.length, planes.u.length, planes.v.length]).toEqual([320 * 240, 160 * 120, 160 * 120])
  expect(planes.y[5]).toBeGreaterThan(200)
  expect(await readAudio(path)).toHaveLength(0)
  await expect(readPlanes(path, 60)).rejects.toThrow(RangeError)
})

test('the metadata clip carries what must not come through', async () => {
  const path = await clip('metadata-mp4', folder)
  const report = JSON.stringify(await probe(path))
  const missing = clipNamed('metadata-mp4').truth.secrets.filter((secret) => !report.includes(secret))
  // The subtitle's text stands in a packet, not in the description.
  expect(missing).toEqual(['SUBTITLE-NAMES-EXAMPLE'])
})

test('names are unique and a made clip is not made again', async () => {
  expect(new Set(clipMatrix.map((recipe) => recipe.name)).size).toBe(clipMatrix.length)
  const before = await readdir(folder)
  await clip('no-audio', folder)
  expect(await readdir(folder)).toEqual(before)
})
