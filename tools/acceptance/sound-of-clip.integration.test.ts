import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenSound } from '../../core/ports/media-engine.ts'
import { sampleIndex } from '../../core/time.ts'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { seededNumbers } from '../clips/spoil.ts'
import { lagSamples } from '../clips/test-sound.ts'
import { need, openIndexed, unwatched } from './redact-file.ts'

/** Seconds of every clip: longer than what decoding leans on before a place that is sought. */
const seconds = 14

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'occlude-sound-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Tones that change all the time, so that every shift shows. */
function tones(rate: number, channels: number): string[] {
  const one = (voice: number) => `0.4*sin(2*PI*(${220 + 90 * voice}*t+30*t*t))+0.2*lt(mod(t,0.3),0.002)`
  const all = Array.from({ length: channels }, (_, voice) => one(voice)).join('|')
  return ['-f', 'lavfi', '-i', `aevalsrc='${all}':s=${rate}:c=${channels === 1 ? 'mono' : 'stereo'}:d=${seconds}`]
}

async function made(name: string, rate: number, channels: number, options: readonly string[]): Promise<string> {
  const path = join(folder, name)
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=64x64:r=10:d=${seconds}`, '-c:v', 'mpeg4', '-q:v', '20']
  const [input, output] = [picture.slice(0, 4), name.endsWith('.wav') ? ['-vn'] : picture.slice(4)]
  await runDebian('ffmpeg', [...input, ...tones(rate, channels), ...output, ...options, path])
  return path
}

/** The whole track as Debian's ffmpeg decodes it from its first sample on, plane by plane. */
async function truthOf(path: string, channels: number): Promise<Float32Array[]> {
  const { stdout } = await runDebian('ffmpeg', ['-i', path, '-map', '0:a:0', '-f', 'f32le', 'pipe:1'])
  const samples = new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)))
  return Array.from({ length: channels }, (_, channel) => samples.filter((_, at) => at % channels === channel))
}

async function heard(sound: OpenSound, from: number, length: number): Promise<Float32Array[]> {
  const planes: number[][] = []
  let next = from
  const range = { fromSample: sampleIndex(from), untilSample: sampleIndex(from + length) }
  const read = await sound.read(
    { track: 0, ...range },
    (piece) => {
      expect(Number(piece.fromSample)).toBe(next)
      next += piece.planes[0]?.length ?? 0
      for (const [channel, plane] of piece.planes.entries()) {
        planes[channel] ??= []
        planes[channel].push(...plane)
      }
    },
    unwatched.signal,
  )
  need(read, 'sound')
  return planes.map((plane) => Float32Array.from(plane))
}

function farthestApart(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (b[at] ?? 9))), 0)
}

/**
 * How sound from a place is held against the truth. `same`: sample by sample, but for what versions of a decoder make of rounding.
 * `lag`: codecs that fill in noise decode to other samples each time, and a container may tell times less exactly than samples.
 */
type Measure = { readonly same: number } | { readonly lag: number }

function expectAlike(measure: Measure, plane: Float32Array, truth: Float32Array): void {
  if ('same' in measure) expect(farthestApart(plane, truth)).toBeLessThan(measure.same)
  else expect(Math.abs(lagSamples(truth, plane, 400))).toBeLessThanOrEqual(measure.lag)
}

describe('sound from any place is what an independent decoder makes of it', () => {
  test.each([
    ['g711.avi', 8000, 1, ['-c:a', 'pcm_mulaw'], { same: 1e-6 }],
    ['adpcm.avi', 16_000, 2, ['-c:a', 'adpcm_ima_wav'], { same: 2e-3 }],
    ['ac3.mp4', 48_000, 2, ['-c:a', 'ac3'], { lag: 0 }],
    ['aac.mp4', 48_000, 2, ['-c:a', 'aac'], { lag: 0 }],
    ['mp3.avi', 44_100, 1, ['-c:a', 'libmp3lame'], { same: 1e-3 }],
    ['adpcm.wav', 8000, 1, ['-c:a', 'adpcm_ms'], { lag: 40 }],
  ] as const)('%s', async (name, rate, channels, options, measure) => {
    const path = await made(name, rate, channels, options)
    const truth = await truthOf(path, channels)
    const { engine, bytes, index, close } = await openIndexed(path)
    const sound = engine.sound(bytes, index)
    const [track] = index.audio
    if (!track) throw new Error('no sound')
    const random = seededNumbers(5)
    try {
      for (let place = 0; place < 8; place++) {
        const length = Math.floor(rate * (0.2 + random() / 2))
        const from = Math.max(0, track.firstSample) + Math.floor(random() * (track.samples - length))
        for (const [channel, plane] of (await heard(sound, from, length)).entries()) {
          expect(plane.length).toBe(length)
          const start = from - track.firstSample
          expectAlike(measure, plane, truth[channel]?.subarray(start, start + length) ?? new Float32Array(0))
        }
      }
      const end = track.firstSample + track.samples
      expect((await heard(sound, end - 100, 5000))[0]?.length).toBe(100)
      expect(await heard(sound, end + 5, 5000)).toEqual([])
    } finally {
      sound.close()
      await close()
    }
  })
})

type ProbedPacket = { readonly pos: string; readonly size: string; readonly pts_time: string }

/** Where the packets of a file's sound lie whose times are between two seconds. */
async function packetsBetween(path: string, from: number, until: number): Promise<readonly ProbedPacket[]> {
  const wanted = ['-select_streams', 'a', '-show_entries', 'packet=pos,size,pts_time', '-of', 'json']
  const { stdout } = await runDebian('ffprobe', [...wanted, path])
  const { packets } = JSON.parse(stdout.toString()) as { readonly packets: readonly ProbedPacket[] }
  return packets.filter(({ pts_time: at }) => Number(at) >= from && Number(at) < until)
}

test('what is damaged is silent in its place, and what follows lies where it did', async () => {
  const rate = 48_000
  const path = await made('damaged.mp4', rate, 2, ['-c:a', 'ac3'])
  const truth = (await truthOf(path, 2))[0] ?? new Float32Array(0)
  const bytes = await readFile(path)
  for (const { pos, size } of await packetsBetween(path, 6, 7)) bytes.fill(0, Number(pos), Number(pos) + Number(size))
  await writeFile(path, bytes)
  const { engine, bytes: source, index, close } = await openIndexed(path)
  const sound = engine.sound(source, index)
  const hear = async (from: number, until: number) =>
    (await heard(sound, from * rate, (until - from) * rate))[0] ?? new Float32Array(0)
  const before = (from: number, until: number) => truth.subarray(from * rate, until * rate)
  try {
    // Once on the way from the start, and once sought from within and after it.
    const all = await hear(0, 10)
    expect(all.subarray(6.1 * rate, 6.9 * rate)).toEqual(new Float32Array(0.8 * rate))
    expect(await hear(6.25, 6.75)).toEqual(new Float32Array(0.5 * rate))
    expect(lagSamples(before(4, 5), all.subarray(4 * rate, 5 * rate), 400)).toBe(0)
    expect(lagSamples(before(8, 9), all.subarray(8 * rate, 9 * rate), 400)).toBe(0)
    expect(lagSamples(before(7.25, 8), await hear(7.25, 8), 400)).toBe(0)
  } finally {
    sound.close()
    await close()
  }
})

describe('a process that answers about sound', () => {
  test('is followed by another once it has died, and a question that nobody asks for any more holds no other up', async () => {
    const path = await made('killed.avi', 8000, 1, ['-c:a', 'pcm_mulaw'])
    const { engine, bytes, index, close } = await openIndexed(path)
    const sound = engine.sound(bytes, index)
    const wanted = { track: 0, fromSample: sampleIndex(0), untilSample: sampleIndex(80_000) }
    try {
      const killed = await sound.read(wanted, () => engine.close(), unwatched.signal)
      expect(killed).toMatchObject({ ok: false, failure: { kind: 'engine-died', during: 'sound' } })
      expect((await heard(sound, 500, 4000))[0]?.length).toBe(4000)
      const leaving = new AbortController()
      const left = await sound.read(wanted, () => leaving.abort(), leaving.signal)
      expect(left).toEqual({ ok: false, failure: { kind: 'cancelled' } })
      // Whoever takes no more of an answer does not keep others from theirs.
      const slow = Promise.withResolvers<void>()
      const waiting = sound.read(wanted, () => slow.promise, unwatched.signal)
      expect((await heard(sound, 20_000, 4000))[0]?.length).toBe(4000)
      slow.resolve()
      expect(await waiting).toEqual({ ok: true, value: undefined })
    } finally {
      sound.close()
      await close()
    }
  })

  test('says what it cannot answer, and goes on', async () => {
    const { engine, bytes, index, close } = await openIndexed(await made('one.avi', 8000, 1, ['-c:a', 'pcm_mulaw']))
    const sound = engine.sound(bytes, index)
    const range = { fromSample: sampleIndex(0), untilSample: sampleIndex(10) }
    try {
      const asked = await sound.read({ track: 3, ...range }, () => undefined, unwatched.signal)
      expect(asked).toEqual({
        ok: false,
        failure: { kind: 'out-of-range', what: 'audio track', asked: '3', last: '0' },
      })
      expect((await heard(sound, 0, 10))[0]?.length).toBe(10)
    } finally {
      sound.close()
      await close()
    }
  })
})
