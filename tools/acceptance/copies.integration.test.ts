import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepAllSound } from '../../core/redaction/new-project.ts'
import type { ClipTruth } from '../clips/clip-recipe.ts'
import { clip, clipMatrix } from '../clips/matrix.ts'
import { probe } from '../clips/read-back.ts'
import { movingTrack, openIndexed, planOf, renderFile, verifyFile } from './redact-file.ts'
import { expectSameFrames, expectSameSound, shortMutes } from './same-as-original.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-copies-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Opened = Awaited<ReturnType<typeof openIndexed>>

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
      const shift = await expectSameFrames({ original, copy }, opened.index)
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
