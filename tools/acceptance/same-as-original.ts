import { expect } from 'vitest'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { AudioDecision } from '../../core/redaction/project.ts'
import { sampleIndex } from '../../core/time.ts'
import type { ClipTruth } from '../clips/clip-recipe.ts'
import { readAudio, readFrames } from '../clips/read-back.ts'
import { lagSamples } from '../clips/test-sound.ts'

/** A clip and a copy of it. */
type Paths = { readonly original: string; readonly copy: string }

/** A fifth of a second of silence in every track: codecs spread sound into it from both sides. */
export function shortMutes(index: ClipIndex): AudioDecision[] {
  return index.audio.map(({ track, sampleRate }) => ({
    kind: 'mute',
    fromSample: sampleIndex(Math.round(0.3 * sampleRate)),
    untilSample: sampleIndex(Math.round(0.5 * sampleRate)),
    audioTrack: track,
  }))
}

/**
 * Frame by frame, read back by a program that shares no code with the one that wrote: numbers and times. Answers by how
 * much the copy was moved up, in seconds: only where the original begins before 0.
 */
export async function expectSameFrames({ original, copy }: Paths, { video }: ClipIndex): Promise<number> {
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
export async function expectSameSound(paths: Paths, truth: Pick<ClipTruth, 'sound'>, shift: number) {
  for (const [track, sound] of truth.sound.entries()) {
    const how = { track, rate: Math.min(48_000, sound.sampleRate), containerClock: true }
    const [before, after] = [await readAudio(paths.original, how), await readAudio(paths.copy, how)]
    const moved = Math.round(shift * how.rate)
    const lag = lagSamples(before, after, moved + Math.round(how.rate / 4))
    expect(Math.abs(lag - moved)).toBeLessThanOrEqual(how.rate / 200)
  }
}
