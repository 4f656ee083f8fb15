import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { readAudio } from '../clips/read-back.ts'
import { rms } from '../clips/test-sound.ts'
import { speak, spokenRate } from '../sound/espeak.ts'
import { overRadio } from '../sound/radio-channel.ts'
import { streetNoises } from '../sound/street-noise.ts'
import { wavOf } from '../sound/wav-file.ts'
import { type Desk, makeDesk } from './run-occlude.ts'

let desk: Desk
/** Where somebody speaks, in samples at 16,000: in the street, then over a radio. */
let voices: readonly (readonly [from: number, until: number])[] = []

beforeAll(async () => {
  desk = await makeDesk('mute-speech')
  const near = await speak('Could you tell me your date of birth, please?', { name: 'en-us+f3', speed: 165, pitch: 60 })
  const far = await speak('Control to four one, the vehicle is not insured.', { name: 'en-gb', speed: 180, pitch: 40 })
  const radio = overRadio(far, spokenRate, 3)
  const [first, second] = [2 * spokenRate, 6 * spokenRate + near.length]
  voices = [
    [first, first + near.length],
    [second, second + radio.length],
  ]
  const sound = streetNoises
    .traffic((second + radio.length) / spokenRate + 3, spokenRate, 4)
    .map((value) => value * 0.3)
  for (const [at, voice] of [near, radio].entries())
    for (const [i, sample] of voice.entries()) {
      const place = (voices[at]?.[0] ?? 0) + i
      sound[place] = (sound[place] ?? 0) + sample * 0.8
    }
  await writeFile(desk.at('sound.wav'), wavOf([sound], spokenRate))
  const picture = ['-f', 'lavfi', '-i', 'color=gray:s=160x120:r=10', '-i', 'sound.wav', '-shortest']
  const coded = ['-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-ac', '2']
  await runDebian('ffmpeg', [...picture, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...coded, 'clip.mp4'], desk.folder)
  await runDebian('ffmpeg', ['-i', 'sound.wav', ...coded, 'clip.m4a'], desk.folder)
})
afterAll(() => desk.remove())

test.each(['mp4', 'm4a'])('voices are silent in a copy as %s, the street is not', async (suffix) => {
  const copy = `copy-${suffix}.${suffix}`
  const redact = ['redact', `clip.${suffix}`, '--classes', '', '--out', copy]
  const ended = await desk.run([...redact, '--audio', 'mute-speech', '--mute', '0.1-0.5'])
  expect(ended.code, ended.told).toBe(0)
  await expectVoicesMuted(copy)
  const project = JSON.parse(await readFile(desk.at(`copy-${suffix}.project.json`), 'utf8'))
  const reasons = project.audio.map(({ kind, reason }: { kind: string; reason?: string }) => `${kind} ${reason}`)
  expect(reasons).toEqual(['keep undefined', 'mute speech', 'mute radio', 'mute asked for with this copy'])
  const certificate = JSON.parse(await readFile(desk.at(`copy-${suffix}.certificate.json`), 'utf8'))
  const said = voices.reduce((sum, [from, until]) => sum + until - from, 0) / spokenRate
  expect(certificate.payload.mutedSeconds[0]).toBeGreaterThan(said + 0.4)
  expect(certificate.payload.mutedSeconds[0]).toBeLessThan(said + 3)
  expect(certificate.payload.models).toHaveProperty('silero-vad')
})

test('the decisions lead to the same silence later, without listening again', async () => {
  const redact = ['redact', 'clip.m4a', '--classes', '', '--out', 'again.m4a']
  const again = await desk.run([...redact, '--project', 'copy-m4a.project.json'])
  expect(again.code, again.told).toBe(0)
  expect(again.told).not.toContain('listening')
  await expectVoicesMuted('again.m4a')
})

async function expectVoicesMuted(name: string): Promise<void> {
  const heard = await readAudio(desk.at(name), { rate: spokenRate, containerClock: true })
  for (const [from, until] of voices) {
    expect(rms(heard, from, until)).toBe(0)
    // Segments are widened by a third of a second and never by a whole one.
    expect(rms(heard, from - 1.3 * spokenRate, from - spokenRate)).toBeGreaterThan(0.001)
    expect(rms(heard, until + spokenRate, until + 1.3 * spokenRate)).toBeGreaterThan(0.001)
  }
}

test('speech of a clip is suggested in a file', async () => {
  const ended = await desk.run(['speech', 'clip.mp4', '--out', 'speech.json', '--json'])
  expect(ended.code, ended.told).toBe(0)
  const { version, clip, tracks } = JSON.parse(await readFile(desk.at('speech.json'), 'utf8'))
  expect({ version, clip }).toEqual({ version: 1, clip: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } })
  expect(tracks).toEqual([
    {
      audioTrack: 0,
      failed: [],
      segments: ['speech', 'radio'].map((kind) => ({
        kind,
        fromSample: expect.any(Number),
        untilSample: expect.any(Number),
        probability: expect.any(Number),
        highest: expect.any(Number),
      })),
    },
  ])
})
