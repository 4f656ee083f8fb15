import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import { keepAllSound } from '../../core/redaction/new-project.ts'
import type { AudioDecision } from '../../core/redaction/project.ts'
import { sampleIndex } from '../../core/time.ts'
import type { ClipTruth } from '../clips/clip-recipe.ts'
import { clip, clipMatrix } from '../clips/matrix.ts'
import { probe, readAudio, readFrames } from '../clips/read-back.ts'
import { lagSamples } from '../clips/test-sound.ts'
import { movingTrack, openIndexed, planOf, renderFile, verifyFile } from './redact-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-copies-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Opened = Awaited<ReturnType<typeof openIndexed>>

/** A fifth of a second of silence in every track: codecs spread sound into it from both sides. */
function shortMutes(index: ClipIndex): AudioDecision[] {
  return index.audio.map(({ track, sampleRate }) => ({
    kind: 'mute',
    fromSample: sampleIndex(Math.round(0.3 * sampleRate)),
    untilSample: sampleIndex(Math.round(0.5 * sampleRate)),
    audioTrack: track,
  }))
}

/** What the index should say of the picture, from how the clip was made. */
function pictureTruth(truth: ClipTruth) {
  const { picture } = truth
  if (!picture) return null
  const { codec, width, height, pixelFormat, rotation, pixelAspect, variableRate, interlaced, frames } = picture
  const size = { codec, width, height, pixelFormat, rotation, pixelAspect, variableRate, interlaced, frames }
  return { ...size, damagedFrames: [], missingFrames: 0 }
}

function pictureFound({ index: { video } }: Opened) {
  if (!video) return null
  const { codec, width, height, pixelFormat, rotation, pixelAspect, variableRate, interlaced } = video
  const size = { codec, width, height, pixelFormat, rotation, pixelAspect, variableRate, interlaced }
  return { ...size, frames: video.pts.length, damagedFrames: video.damagedFrames, missingFrames: video.missingFrames }
}

function expectSound({ index }: Opened, truth: ClipTruth): void {
  const facts = (all: readonly { codec: string; sampleRate: number; channels: number }[]) =>
    all.map(({ codec, sampleRate, channels }) => ({ codec, sampleRate, channels }))
  expect(facts(index.audio)).toEqual(facts(truth.sound))
  for (const [track, audio] of index.audio.entries()) {
    expect(audio.samples / audio.sampleRate).toBeCloseTo(truth.sound[track]?.seconds ?? 0, 0.7)
    expect(audio.firstSample / audio.sampleRate).toBeCloseTo(truth.sound[track]?.startsAt ?? 0, 1.2)
  }
}

/**
 * Frame by frame, read back by a program that shares no code with the one that wrote: numbers and times. Answers by how
 * much the copy was moved up, in seconds: only where the original begins before 0.
 */
async function expectSameFrames(original: string, copy: string, { index }: Opened): Promise<number> {
  const { video } = index
  if (!video) return 0
  const tick = video.timeBase[0] / video.timeBase[1]
  const [before, after] = [await readFrames(original), await readFrames(copy)]
  expect(after.map((frame) => frame.code)).toEqual(before.map((frame) => frame.code))
  const first = before[0]?.pts ?? 0
  const shift = first < 0 ? (after[0]?.pts ?? 0) - first : 0
  const apart = before.map((frame, at) => Math.abs((after[at]?.pts ?? 0) - frame.pts - shift))
  expect(Math.max(...apart)).toBeLessThanOrEqual(tick + 1e-6)
  return shift
}

/** Sound is where it was against the picture, to 5 ms. */
async function expectSameSound(paths: { original: string; copy: string }, truth: ClipTruth, shift: number) {
  for (const [track, sound] of truth.sound.entries()) {
    const how = { track, rate: Math.min(48_000, sound.sampleRate), containerClock: true }
    const [before, after] = [await readAudio(paths.original, how), await readAudio(paths.copy, how)]
    const moved = Math.round(shift * how.rate)
    const lag = lagSamples(before, after, moved + Math.round(how.rate / 4))
    expect(Math.abs(lag - moved)).toBeLessThanOrEqual(how.rate / 200)
  }
}

describe.each(clipMatrix.map((recipe) => [recipe.name, recipe] as const))('%s', (name, { truth }) => {
  test('is indexed as it was made, redacted, and every frame and sound is where it was', async () => {
    const original = await clip(name)
    const opened = await openIndexed(original)
    const copy = join(folder, `${name}.mp4`)
    try {
      expect(opened.index.container).toBe(truth.container)
      expect(pictureFound(opened)).toEqual(pictureTruth(truth))
      expectSound(opened, truth)
      const tracks = opened.index.video ? [movingTrack(opened.index)] : []
      const plan = planOf(opened.index, (index) => ({ tracks, audio: [...keepAllSound(index), ...shortMutes(index)] }))
      const report = await renderFile(opened, plan, copy)
      const checks = await verifyFile(opened, plan, report, copy)
      expect(checks.flatMap((check) => check.failures)).toEqual([])
      expect(checks.filter((check) => check.outcome === 'could-not-run')).toEqual([])
      const shift = await expectSameFrames(original, copy, opened)
      await expectSameSound({ original, copy }, truth, shift)
      const written = await probe(copy)
      const kinds = [...(truth.picture ? ['video'] : []), ...truth.sound.map(() => 'audio')]
      expect(written.streams.map((stream) => stream.codec_type)).toEqual(kinds)
    } finally {
      await opened.close()
      await rm(copy, { force: true })
    }
  })
})
