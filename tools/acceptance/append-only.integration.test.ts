import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import { keepAllSound } from '../../core/redaction/new-project.ts'
import { frameIndex } from '../../core/time.ts'
import type { ClipTruth } from '../clips/clip-recipe.ts'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { clip, clipNamed } from '../clips/matrix.ts'
import { frameHashes, probe, readFrames } from '../clips/read-back.ts'
import { type LongClip, longClip, longSound } from './long-clips.ts'
import { movingTrack, openIndexed, planOf, renderAppended, renderFile, unwatched, verifyFile } from './redact-file.ts'
import { expectSameFrames, expectSameSound, shortMutes } from './same-as-original.ts'

/** Copies as a vault takes them: no byte is written but at the end. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-append-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Opened = Awaited<ReturnType<typeof openIndexed>>

/** What is known of a copy in advance: its picture's numbers and times are compared in any case. */
type Known = Pick<ClipTruth, 'sound'>

function wholePlan(index: ClipIndex) {
  const tracks = index.video ? [movingTrack(index)] : []
  return planOf(index, () => ({ tracks, audio: [...keepAllSound(index), ...shortMutes(index)] }))
}

/** Renders, verifies and reads back; answers how many fragments there are. */
async function expectGoodCopy(original: string, opened: Opened, truth: Known): Promise<number> {
  const copy = join(folder, 'copy.mp4')
  const plan = wholePlan(opened.index)
  const report = await renderAppended(opened, plan, copy)
  const written = await readFile(copy)
  expect(report.bytes).toBe(written.length)
  const checks = await verifyFile(opened, plan, report, copy)
  expect(checks.flatMap((check) => check.failures)).toEqual([])
  expect(checks.filter((check) => check.outcome === 'could-not-run')).toEqual([])
  const shift = await expectSameFrames({ original, copy }, opened.index)
  await expectSameSound({ original, copy }, truth, shift)
  await expectIntactIndex(copy, opened.index)
  return checks.find(({ check }) => check === 'metadata')?.figures['fragments'] ?? 0
}

/** The copy's own index has every frame, and nothing in it looks like damage. */
async function expectIntactIndex(copy: string, original: ClipIndex): Promise<void> {
  const again = await openIndexed(copy)
  try {
    const { video, audio } = again.index
    expect(video?.pts.length).toBe(original.video?.pts.length)
    expect([video?.damagedFrames ?? [], video?.missingFrames ?? 0]).toEqual([[], 0])
    expect(audio.map(({ lostSamples }) => lostSamples)).toEqual(audio.map(() => undefined))
    expect(again.index.lostSoundTracks).toBeUndefined()
  } finally {
    await again.close()
  }
}

test.each([
  ...['h264-variable-rate', 'rotated-90', 'edit-list', 'late-picture', 'late-sound', 'two-audio-tracks', 'surround'],
  ...['mpeg4-g711', 'clock-wrap', 'no-audio', 'fragmented', 'sound-only-aac', 'sound-only-g711', 'sound-only-opus'],
])('%s: every frame and sound is where it was', async (name) => {
  const original = await clip(name)
  const opened = await openIndexed(original)
  try {
    const { truth } = clipNamed(name)
    expect(await expectGoodCopy(original, opened, truth)).toBeGreaterThan(0)
    const written = await probe(join(folder, 'copy.mp4'))
    const kinds = [...(truth.picture ? ['video'] : []), ...truth.sound.map(() => 'audio')]
    expect(written.streams.map((stream) => stream.codec_type)).toEqual(kinds)
  } finally {
    await opened.close()
  }
})

test.each<[LongClip, number]>([
  // A keyframe every 60 of 240 frames; the first fragment waits for the late sound.
  [longClip, 3],
  [longSound, 2],
])('$name: many fragments are one clip', async ({ make, sound }, least) => {
  const original = await make()
  const opened = await openIndexed(original)
  try {
    expect(await expectGoodCopy(original, opened, { sound })).toBeGreaterThanOrEqual(least)
  } finally {
    await opened.close()
  }
})

/** All but the silence after the last sample, which fills up a frame of AAC: an edit list of fragments has no end. */
function expectSameIndex(found: ClipIndex, expected: ClipIndex): void {
  expect(found.video).toEqual(expected.video)
  const facts = ({ samples: _, ...rest }: ClipIndex['audio'][number]) => rest
  expect(found.audio.map(facts)).toEqual(expected.audio.map(facts))
  for (const [track, { samples }] of found.audio.entries()) {
    const more = samples - (expected.audio[track]?.samples ?? 0)
    expect([more >= 0, more < 1024]).toEqual([true, true])
  }
}

test('frames of a copy in fragments are found in any order, and are those of a copy in one piece', async () => {
  const opened = await openIndexed(await longClip.make())
  const [whole, appended, remade] = ['whole.mp4', 'appended.mp4', 'remade.mp4'].map((name) => join(folder, name))
  if (!whole || !appended || !remade) throw new Error('three files')
  try {
    const plan = wholePlan(opened.index)
    await renderFile(opened, plan, whole)
    await renderAppended(opened, plan, appended)
    expect((await readFrames(appended)).map(({ ticks }) => ticks)).toEqual(
      (await readFrames(whole)).map(({ ticks }) => ticks),
    )
    // The same pictures in one piece: two renders of a plan may differ, since the encoder's threads do.
    await runDebian('ffmpeg', ['-i', appended, '-map', '0', '-c', 'copy', remade])
    expect(await frameHashes(appended)).toEqual(await frameHashes(remade))
    const first = await openIndexed(whole)
    const [one, other] = [await openIndexed(remade), await openIndexed(appended)]
    expectSameIndex(other.index, first.index)
    for (const frame of [200, 61, 0, 119, 120, 59, 7]) {
      const [expected, found] = [one, other].map(({ engine, bytes, index }) =>
        engine.still(bytes, index, { frame: frameIndex(frame) }, unwatched),
      )
      expect(await found, `frame ${frame}`).toEqual(await expected)
    }
    await first.close()
    await one.close()
    await other.close()
  } finally {
    await opened.close()
  }
})

test('parts of a clip, with cuts inside of what would be one fragment', async () => {
  const original = await longClip.make()
  const opened = await openIndexed(original)
  const copy = join(folder, 'parts.mp4')
  const spans = [
    [50, 70],
    [118, 200],
  ].map(([from = 0, until = 0]) => [frameIndex(from), frameIndex(until)] as const)
  try {
    const plan = planOf(opened.index, (index) => ({
      ...{ tracks: [movingTrack(index)], audio: keepAllSound(index), spans, leftOutReason: 'not asked for' },
    }))
    const report = await renderAppended(opened, plan, copy)
    const checks = await verifyFile(opened, plan, report, copy)
    expect(checks.flatMap((check) => check.failures)).toEqual([])
    const codes = (await readFrames(copy)).map(({ code }) => code)
    expect(codes).toEqual(spans.flatMap(([from, until]) => Array.from({ length: until - from }, (_, at) => from + at)))
  } finally {
    await opened.close()
  }
})
