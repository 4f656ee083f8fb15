import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { HeardTrack } from '../../core/sound/speech.ts'
import { runDebian } from '../../tools/clips/debian-ffmpeg.ts'
import { noiseBytes, seededNumbers } from '../../tools/clips/spoil.ts'
import { sha256Of } from '../../tools/models/package-source.ts'
import { speak, spokenRate } from '../../tools/sound/espeak.ts'
import { hearBytes, indexOfBytes, sourceOf } from '../../tools/sound/hear-bytes.ts'
import { wavOf } from '../../tools/sound/wav-file.ts'
import { openModelFolder, shippedModels } from '../detection/model-folder.ts'
import { createMediaEngine } from '../engine/engine.ts'
import { silenceFfmpeg } from '../media/ffmpeg.ts'
import { Stopped } from '../media/frame-decoder.ts'
import { listenTo } from './listen.ts'
import { loadSpeechModel } from './load-model.ts'

const unwatched = { signal: new AbortController().signal, onProgress: () => undefined }

let folder = ''
let spoken: Float32Array = new Float32Array(0)
/** Two seconds of silence, the sentence, two seconds of silence: mono at 16,000. */
let scene = new Float32Array(0)

beforeAll(async () => {
  silenceFfmpeg()
  folder = await mkdtemp(join(tmpdir(), 'occlude-listen-'))
  spoken = await speak('My name is Oliver Hughes and I live at twelve Mill Lane.', {
    name: 'en-gb',
    speed: 160,
    pitch: 50,
  })
  scene = new Float32Array(spoken.length + 4 * spokenRate)
  scene.set(spoken, 2 * spokenRate)
  await writeFile(join(folder, 'scene.wav'), wavOf([scene], spokenRate))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The scene as Debian's ffmpeg writes it with these options. */
async function clipOf(name: string, options: readonly string[]): Promise<Buffer> {
  await runDebian('ffmpeg', ['-i', 'scene.wav', ...options, name], folder)
  return readFile(join(folder, name))
}

function noise(length: number, loud: number): Float32Array {
  const next = seededNumbers(5)
  return Float32Array.from({ length }, () => loud * (2 * next() - 1))
}

function only(tracks: readonly HeardTrack[]): HeardTrack {
  const [track, ...more] = tracks
  if (!track || more.length > 0) throw new Error(`${tracks.length} tracks`)
  return track
}

/** Expects one segment around the sentence, which begins at `begin` seconds, on the clock of a track of this rate. */
function expectSentence({ segments, failed }: HeardTrack, rate: number, begin = 2): void {
  expect(failed).toEqual([])
  expect(segments).toHaveLength(1)
  const [from, until] = [(segments[0]?.fromSample ?? 0) / rate, (segments[0]?.untilSample ?? 0) / rate]
  expect(from).toBeGreaterThan(begin - 0.5)
  expect(from).toBeLessThan(begin)
  expect(until).toBeGreaterThan(begin + spoken.length / spokenRate - 0.3)
  expect(until).toBeLessThan(begin + spoken.length / spokenRate + 0.6)
}

describe('finds the sentence on the clock of the track', () => {
  test.each<[string, number, readonly string[]]>([
    ['alaw.wav', 8_000, ['-ar', '8000', '-c:a', 'pcm_alaw']],
    ['stereo.m4a', 44_100, ['-ar', '44100', '-ac', '2', '-c:a', 'aac', '-b:a', '96k']],
    ['fine.wav', 96_000, ['-ar', '96000', '-c:a', 'pcm_s24le']],
    ['opus.mkv', 48_000, ['-ar', '48000', '-c:a', 'libopus', '-b:a', '32k']],
    ['surround.m4a', 48_000, ['-ar', '48000', '-af', 'pan=5.1|FL=0*c0|FR=0*c0|BL=c0', '-c:a', 'aac']],
    ['opposite.wav', 48_000, ['-ar', '48000', '-af', 'pan=stereo|c0=c0|c1=-1*c0']],
    ['quiet.wav', 16_000, ['-af', 'volume=-54dB']],
  ])('%s', async (name, rate, options) => {
    const run = await hearBytes(await clipOf(name, options))
    expectSentence(only(run.tracks), rate)
  })
})

test('a voice in one channel is found beside loud noise in the other', async () => {
  const bytes = wavOf([noise(scene.length, 0.9), scene], spokenRate)
  expectSentence(only((await hearBytes(bytes)).tracks), spokenRate)
})

test('where sound is missing the clock goes on', async () => {
  const filter = "aselect='not(between(t,0.3,1.7))'"
  const bytes = await clipOf('gap.mkv', ['-af', filter, '-c:a', 'pcm_s16le'])
  expectSentence(only((await hearBytes(bytes)).tracks), spokenRate)
})

test('a pause of a minute is passed over, and the clock goes on', async () => {
  const later = "asetpts='PTS+if(gt(T,1),61.3/TB,0)'"
  const bytes = await clipOf('pause.mkv', ['-ar', '44100', '-af', later, '-c:a', 'pcm_s16le'])
  expectSentence(only((await hearBytes(bytes)).tracks), 44_100, 63.3)
})

test.each([
  ['silence', new Float32Array(3 * spokenRate)],
  ['noise', noise(3 * spokenRate, 0.5)],
  ['a single sample', Float32Array.of(0.5)],
])('hears nobody in %s', async (_, samples) => {
  expect(only((await hearBytes(wavOf([samples], spokenRate))).tracks)).toEqual({
    audioTrack: 0,
    segments: [],
    failed: [],
  })
})

test('a clip without sound has no tracks', async () => {
  const index = await indexOfBytes(wavOf([scene], spokenRate))
  expect((await hearBytes(new Uint8Array(0), { ...index, audio: [] })).tracks).toEqual([])
})

test('damaged sound has failed around the damage, and a track that does not decode wholly', async () => {
  const bytes = await clipOf('damaged.m4a', ['-ar', '48000', '-c:a', 'aac', '-b:a', '96k', '-movflags', 'faststart'])
  const index = await indexOfBytes(bytes)
  const media = bytes.indexOf('mdat') + 8
  const torn = Buffer.from(bytes)
  noiseBytes(4000, 3).forEach((byte, at) => {
    torn[media + Math.floor((bytes.length - media) / 2) + at] = byte
  })
  const damaged = only((await hearBytes(torn, index)).tracks)
  expect(damaged.failed.length).toBeGreaterThan(0)
  const lost = Buffer.from(bytes)
  lost.fill(0xff, media)
  const whole = only((await hearBytes(lost, index)).tracks)
  const covered = [...whole.segments.map(({ fromSample, untilSample }) => [fromSample, untilSample]), ...whole.failed]
  expect(covered.reduce((sum, [from = 0, until = 0]) => sum + until - from, 0)).toBeGreaterThanOrEqual(
    index.audio[0]?.samples ?? 0,
  )
})

test('sound that the index announces and that is not there has failed', async () => {
  const bytes = wavOf([scene], spokenRate)
  const index = await indexOfBytes(bytes)
  const longer: ClipIndex = {
    ...index,
    audio: index.audio.map((audio) => ({ ...audio, samples: audio.samples + 3 * spokenRate })),
  }
  const { failed } = only((await hearBytes(bytes, longer)).tracks)
  expect(failed).toEqual([[scene.length - spokenRate / 2, scene.length + 3 * spokenRate]])
})

test('the engine process answers the same, every time', async () => {
  const bytes = wavOf([scene], spokenRate)
  const index = await indexOfBytes(bytes)
  const here = await hearBytes(bytes, index)
  for (const threads of [1, 2]) {
    const engine = createMediaEngine({ threads })
    expect(await engine.listen(sourceOf(bytes), index, unwatched)).toEqual({ ok: true, value: here })
    engine.close()
  }
})

test('stops when it is told to', async () => {
  const signal = AbortSignal.abort()
  const bytes = wavOf([scene], spokenRate)
  const index = await indexOfBytes(bytes)
  await expect(listenTo(sourceOf(bytes), index, null, { ...unwatched, signal })).rejects.toBeInstanceOf(Stopped)
})

test('says which file is missing, changed or no speech model', async () => {
  const path = join(folder, 'models')
  await mkdir(path)
  const manifest = JSON.parse(await readFile(join(shippedModels(), 'manifest.json'), 'utf8'))
  const loaded = async (change: object) => {
    const [entry] = manifest.sound
    await writeFile(join(path, 'manifest.json'), JSON.stringify({ ...manifest, sound: [{ ...entry, ...change }] }))
    const opened = await openModelFolder(path)
    return opened.ok ? loadSpeechModel(opened.value) : opened
  }
  const name = 'silero-vad.onnx'
  expect(await loaded({})).toMatchObject({ ok: false, failure: { kind: 'model-missing', name } })
  const shipped = await readFile(join(shippedModels(), name))
  await writeFile(join(path, name), shipped.subarray(0, 1_000_000))
  expect(await loaded({})).toMatchObject({ ok: false, failure: { kind: 'model-changed', name } })
  const other = await readFile(join(shippedModels(), 'centerface.onnx'))
  for (const bytes of [noiseBytes(1000, 1), other]) {
    await writeFile(join(path, name), bytes)
    expect(await loaded({ sha256: sha256Of(bytes) })).toMatchObject({ ok: false, failure: { kind: 'model-unusable' } })
  }
  await writeFile(join(path, 'manifest.json'), JSON.stringify({ ...manifest, sound: [] }))
  const silent = await openModelFolder(path)
  expect(silent.ok && (await loadSpeechModel(silent.value))).toMatchObject({ failure: { kind: 'model-missing' } })
})
