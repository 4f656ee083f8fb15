import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { clip } from '../clips/matrix.ts'
import { readAudio } from '../clips/read-back.ts'
import { pictureInput, soundInput, x264 } from '../clips/sources.ts'
import { bitsFlipped } from '../clips/spoil.ts'
import { lagSamples } from '../clips/test-sound.ts'
import { openPlayerPage, type PlayerPage } from './player-page.ts'
import { judgeClip } from './wrong-frames.ts'

/** The player in a real Chromium, over clips that the real engine has indexed, under the product's own content policy. */
let page: PlayerPage
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-player-'))
  page = await openPlayerPage(join(folder, 'page'))
  await page.add('played', await clip('h264-2997'))
  await page.add('beside', await clip('rotated-90'))
})
afterAll(async () => {
  await page?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('every frame is itself, in leaps and in steps, read back from the canvas', () => {
  test.each([
    ['h264-variable-rate', 'window'],
    ['rotated-90', 'window'],
    ['fragmented', 'window'],
    ['clock-wrap', 'window'],
    ['h264-high10', 'window'],
    ['edit-list', 'engine'],
    ['hevc', 'engine'],
    ['mpeg4-g711', 'engine'],
    ['mjpeg-odd-alaw', 'engine'],
  ])('%s, decoded by the %s', async (name, by) => {
    const verdict = await judgeClip(page, name, { seeks: 20, steps: 60 })
    expect(verdict.by).toBe(by)
    expect([...verdict.wrongSeeks, ...verdict.wrongSteps]).toEqual([])
    expect(verdict.stepped).toBeGreaterThan(49)
  })

  test('the engine shows the same frames as the window', async () => {
    await page.add('both', await clip('h264-2997'))
    expect(await page.ask('open', 'both', 'engine')).toMatchObject({ by: 'engine' })
    const seen = await page.ask('seek', [40, 3, 59, 30, 29, 0])
    expect(seen.map(({ seen }) => seen)).toEqual([40, 3, 59, 30, 29, 0])
  })
})

test('no picture is left open', async () => {
  await page.ask('closeAll')
  expect(await page.ask('openPictures')).toBe(0)
})

test('damage is said of the frames that have it, and of no other; all of them are shown in their place', async () => {
  const bytes = new Uint8Array(await readFile(await clip('h264-2997')))
  const path = join(folder, 'damaged.mp4')
  await writeFile(path, bitsFlipped(bytes, { flips: 25, seed: 4, from: 0.55, until: 0.8 }))
  const index = await page.add('damaged', path, true)
  const damaged = index.video?.damagedFrames ?? []
  expect(damaged.length).toBeGreaterThan(0)
  const { frames } = await page.ask('open', 'damaged')
  const seen = await page.ask('step', 0, frames, 1)
  expect(seen.filter(({ trouble }) => trouble !== null).map(({ asked }) => asked)).toEqual(damaged)
  for (const { asked, seen: code, trouble } of seen) if (trouble === null && code !== null) expect(code).toBe(asked)
  expect(seen.filter(({ trouble, seen: code }) => trouble === null && code === null)).toEqual([])
})

test.each([
  ['late-sound', 'window'],
  ['ts-aac', 'window'],
  ['mpeg4-g711', 'engine'],
  ['mjpeg-odd-alaw', 'engine'],
])('sound of %s, from the %s, lies where the evidence has it, to 5 ms', async (name, from) => {
  const path = await clip(name)
  await page.add(name, path)
  const { by, sampleRate, samples } = await page.ask('sound', name, 2)
  expect(by).toBe(from)
  const truth = await readAudio(path, { rate: sampleRate })
  const lag = lagSamples(truth, Float32Array.from(samples), sampleRate)
  expect(Math.abs(lag) / sampleRate).toBeLessThan(0.005)
})

test('sound that an engine decodes has a waveform, and is heard to its end though its engine dies on the way', async () => {
  const path = join(folder, 'surround.mp4')
  const sources = [
    ...pictureInput({ rate: '30', frames: 120 }),
    ...soundInput({ rate: 48_000, channels: 2, seconds: 4 }),
  ]
  await runDebian('ffmpeg', [...sources, ...x264, '-c:a', 'ac3', path])
  const index = await page.add('surround', path)
  const { tracks, peaks } = await page.ask('waveform', 'surround')
  expect(tracks).toBe(1)
  // Clicks at each half second reach 0.9 of full scale, tones between them 0.3 (see testSound).
  const loud = peaks.flatMap((peak, at) => (peak > 150 ? [Math.round(at / 20)] : []))
  expect(new Set(loud).size).toBeGreaterThanOrEqual(7)
  expect(peaks.filter((peak) => peak > 40).length).toBeGreaterThan(peaks.length * 0.9)
  await page.ask('listen', 'surround')
  page.endEngines()
  const { samples = 0, firstSample = 0 } = index.audio[0] ?? {}
  expect(await page.ask('listened')).toEqual({ soundState: 'open', shown: 119, decodedUntil: firstSample + samples })
})

test('playing shows what is drawn, and with every frame none is passed over', async () => {
  const { played, heard } = await page.ask('play', 'played', 8, 'every-frame')
  expect(heard).toBe(true)
  expect(played.map(({ frame }) => frame)).toEqual(Array.from({ length: 59 }, (_, at) => at + 1))
  for (const { frame, seen } of played) if (seen !== null) expect(seen).toBe(frame)
})

test('keys move the whole player, and its picture is the frame that it names', async () => {
  await page.ask('show', 'played')
  const after = async (key: string): Promise<number | null> => {
    await page.ask('shownInView')
    await page.press(key)
    await page.ask('nextInView')
    return page.ask('codeInView')
  }
  expect(await page.ask('codeInView')).toBe(0)
  expect(await after('.')).toBe(1)
  expect(await after('Shift+ArrowRight')).toBe(11)
  expect(await after(',')).toBe(10)
  expect(await after('Control+ArrowRight')).toBe(29)
  expect(await after('End')).toBe(59)
  expect(await after('Home')).toBe(0)
})

test('clips side by side stand at the same recorded time', async () => {
  // The second began half a second, 15 frames, after the first.
  await page.ask('showBeside', ['played', 'beside'], 0.5)
  expect(await page.ask('beside', [0, null])).toEqual([0, null])
  await page.press('Shift+ArrowRight')
  await page.press('Shift+ArrowRight')
  expect(await page.ask('beside', [20, 5])).toEqual([20, 5])
  await page.press('End')
  expect(await page.ask('beside', [59, 44])).toEqual([59, 44])
  await page.press('Home')
  expect(await page.ask('beside', [0, null])).toEqual([0, null])
})

test('footage that cannot be read any more is said in place, and read again once it can be', async () => {
  expect(await page.ask('withholding', 'played')).toEqual({
    opened: 0,
    failed: 'disk-full',
    again: 40,
    stopped: 0,
  })
})

test('the page complains of nothing, its content policy included', async () => {
  await page.ask('closeAll')
  expect(page.complaints).toEqual([])
  expect(await page.ask('openPictures')).toBe(0)
})
