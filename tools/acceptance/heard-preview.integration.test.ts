import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { OpenSound } from '../../core/ports/media-engine.ts'
import type { AudioDecision } from '../../core/redaction/project.ts'
import { sampleIndex } from '../../core/time.ts'
import { editedSound } from '../../renderer/features/player/sound/edited-sound.ts'
import { engineRun } from '../../renderer/features/player/sound/engine-sound.ts'
import { copySound } from '../../renderer/features/redaction/model/copy-sound.ts'
import { fatedParts } from '../../renderer/features/redaction/model/sound-lane.ts'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { readAudio } from '../clips/read-back.ts'
import { rms } from '../clips/test-sound.ts'
import { need, openIndexed, planOf, renderFile, unwatched } from './redact-file.ts'

const rate = 48_000
const seconds = 5

/**
 * How far a copy's sound may lie from its preview, as a share of its level: AAC codes what is heard anew, and tones too. Measured: what is
 * kept 0.7 % at most, tones 1 %, silence none. Three times as much is allowed; one sample too early or too late is 10 % and more.
 */
const most = { coded: 0.03, silent: 1e-5 }

/** So many samples on either side of a border are the codec's: its windows mix what lies on both. */
const border = 2048

/** What the player lets be heard of the first track, by the player's own functions, over the same engine. */
async function previewOf(sound: OpenSound, index: ClipIndex, decisions: readonly AudioDecision[]) {
  const [audio] = index.audio
  if (!audio) throw new Error('the clip has no sound')
  const decodeSound = async (track: number, from: number, samples: number) => {
    const planes: number[][] = []
    const range = { fromSample: sampleIndex(from), untilSample: sampleIndex(from + samples) }
    const read = await sound.read(
      { track, ...range },
      (piece) => {
        for (const [channel, plane] of piece.planes.entries()) planes[channel] = [...(planes[channel] ?? []), ...plane]
      },
      unwatched.signal,
    )
    need(read, 'sound')
    return planes.map((plane) => Float32Array.from(plane))
  }
  const run = editedSound(engineRun({ decodeSound }, audio), copySound(decisions, index).get(audio.track) ?? [])
  const heard = new Float32Array(seconds * rate)
  for await (const { clipSeconds, planes } of run(0, unwatched.signal as AbortSignal)) {
    const at = Math.round(clipSeconds * rate)
    heard.set((planes[0] ?? new Float32Array(0)).subarray(0, Math.max(0, heard.length - at)), at)
  }
  return heard
}

/** How far two sounds lie apart from one sample to another, the second moved by some samples. */
function apart(one: Float32Array, other: Float32Array, [from, until]: readonly [number, number], moved = 0): number {
  const difference = Float32Array.from(
    { length: until - from },
    (_, at) => (one[from + at] ?? 0) - (other[from + at + moved] ?? 0),
  )
  return rms(difference, 0, difference.length)
}

test('what the preview lets be heard is what the copy holds: kept, a tone, or silence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-preview-'))
  const file = join(folder, 'clip.mp4')
  const tones = `aevalsrc='0.3*sin(2*PI*(300*t+150*t*t))+0.1*sin(2*PI*1730*t)':s=${rate}:d=${seconds}`
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=64x64:r=10:d=${seconds}`, '-c:v', 'mpeg4']
  await runDebian('ffmpeg', [
    ...picture.slice(0, 4),
    '-f',
    'lavfi',
    '-i',
    tones,
    ...picture.slice(4),
    '-c:a',
    'aac',
    file,
  ])
  const clip = await openIndexed(file)
  const sound = clip.engine.sound(clip.bytes, clip.index)
  try {
    const decision = (kind: AudioDecision['kind'], from: number, until: number): AudioDecision => ({
      ...{ kind, audioTrack: 0, reason: 'a reason' },
      ...{ fromSample: sampleIndex(from), untilSample: sampleIndex(until) },
    })
    const audio = [
      decision('keep', 20_011, 210_007),
      decision('mute', 70_001, 80_003),
      decision('bleep', 120_017, 150_029),
      // Partly under the mute, which wins.
      decision('bleep', 60_000, 75_000),
    ]
    const plan = planOf(clip.index, () => ({ audio }))
    const path = join(folder, 'copy.mp4')
    await renderFile(clip, plan, path)
    const copy = await readAudio(path, { rate })
    const preview = await previewOf(sound, clip.index, audio)
    const [track] = clip.index.audio
    const parts = track ? fatedParts(audio, clip.index, track) : []
    expect(parts.map(({ fate }) => fate)).toEqual([
      'default',
      'kept',
      'bleeped',
      'muted',
      'kept',
      'bleeped',
      'kept',
      'default',
    ])
    for (const { fate, from, until } of parts) {
      const within = [from + border, Math.min(until, seconds * rate) - border] as const
      expect(within[1] - within[0]).toBeGreaterThan(1_000)
      if (fate === 'default' || fate === 'muted') {
        expect(rms(preview, ...within)).toBe(0)
        expect(rms(copy, ...within)).toBeLessThan(most.silent)
        continue
      }
      const level = rms(copy, ...within)
      expect(level).toBeGreaterThan(0.1)
      expect(apart(preview, copy, within) / level).toBeLessThan(most.coded)
      // The same sample at the same time: moved by one it fits worse.
      for (const moved of [-1, 1]) expect(apart(preview, copy, within, moved) / level).toBeGreaterThan(most.coded)
    }
  } finally {
    await sound.close()
    await clip.close()
    await rm(folder, { recursive: true, force: true })
  }
})
