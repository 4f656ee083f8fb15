import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepAllSound } from '../../core/redaction/new-project.ts'
import type { AudioDecision } from '../../core/redaction/project.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import { clip } from '../clips/matrix.ts'
import { readAudio } from '../clips/read-back.ts'
import { rms } from '../clips/test-sound.ts'
import { openIndexed, planOf, renderFile, verifyFile } from './redact-file.ts'

/** The clip's frames 0-19 and 40-49 at 25 frames a second, 8,000 samples a second: the cut lies at sample 6,400 of the copy. */
const spans = [
  [frameIndex(0), frameIndex(20)],
  [frameIndex(40), frameIndex(50)],
] as const
const cut = 6400

test.each([
  ['mute', 'the whole second part', 12_800, 16_000],
  ['mute', 'the whole first part', 0, 6400],
  ['bleep', 'a moment, too short for its edges', 13_600, 14_800],
] as const)('a %s of %s holds across a cut, and is found to', async (kind, _, from, until) => {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-cut-'))
  const opened = await openIndexed(await clip('mpeg4-g711'))
  try {
    const first = opened.index.video?.pts[0] ?? 0n
    expect([opened.index.video?.timeBase, first]).toEqual([[1, 25], 1n])
    // The picture begins a frame, 320 samples, after the sound.
    const decision: AudioDecision = {
      ...{ kind, audioTrack: 0 },
      ...{ fromSample: sampleIndex(from + 320), untilSample: sampleIndex(until + 320) },
    }
    const plan = planOf(opened.index, (index) => ({ spans, audio: [...keepAllSound(index), decision] }))
    const copy = join(folder, 'copy.mp4')
    const checks = await verifyFile(opened, plan, await renderFile(opened, plan, copy), copy)
    expect(checks.flatMap(({ failures }) => failures)).toEqual([])
    const looked = checks.find(({ check }) => check === (kind === 'mute' ? 'silence' : 'bleep'))
    expect(looked).toMatchObject({ outcome: 'passed', figures: { checked: 1 } })
    const heard = await readAudio(copy, { rate: 8000, containerClock: true })
    if (kind === 'bleep') return
    const second = from > cut
    expect(second ? rms(heard, cut, cut + 3200) : rms(heard, 0, cut)).toBe(0)
    expect(second ? rms(heard, 0, 3000) : rms(heard, cut + 2400, cut + 3200)).toBeGreaterThan(0.05)
  } finally {
    await opened.close()
    await rm(folder, { recursive: true, force: true })
  }
})
