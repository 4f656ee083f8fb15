import { expect, test } from 'vitest'
import type { PlanAudioRange } from '../../../../core/redaction/plan.ts'
import { bleep, windowReach } from '../../../../core/sound/edit-sound.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { editedSound } from './edited-sound.ts'
import type { SoundBlock, SoundRun } from './sound-block.ts'

const sampleRate = 8_000
const length = 4_000

/** Blocks of ones in two channels, half a second each; `late` is how many seconds the clock of each says too much. */
function loud(late: readonly number[]): { run: SoundRun; blocks: readonly SoundBlock[] } {
  const blocks = late.map((seconds, at) => ({
    ...{ clipSeconds: (at * length) / sampleRate + seconds, sampleRate },
    planes: [new Float32Array(length).fill(1), new Float32Array(length).fill(1)],
  }))
  const run: SoundRun = async function* () {
    yield* blocks
  }
  return { run, blocks }
}

function range(kind: PlanAudioRange['kind'], from: number, until: number): PlanAudioRange {
  const [fromSample, untilSample] = [sampleIndex(from), sampleIndex(until)]
  return { kind, fromSample, untilSample, askedFrom: fromSample, askedUntil: untilSample }
}

/** The samples of a channel, one after the other. */
async function heard(run: SoundRun, channel = 0): Promise<readonly number[]> {
  const all: number[] = []
  for await (const { planes } of run(0, new AbortController().signal)) all.push(...(planes[channel] ?? []))
  return all
}

const turn = (2 * Math.PI * bleep.hertz) / sampleRate
const tone = (at: number) => bleep.amplitude * Math.sin(turn * at)

test('mutes are silent and bleeps a tone to the sample, in every channel and across blocks; the rest is as it was', async () => {
  const { run, blocks } = loud([0, 0])
  const edits = [range('mute', 5_500, 5_600), range('bleep', 3_900, 4_100)]
  for (const channel of [0, 1]) {
    const all = await heard(editedSound(run, edits), channel)
    const expected = Array.from({ length: 2 * length }, (_, at) => {
      if (at >= 5_500 - windowReach && at < 5_600 + windowReach) return 0
      return at >= 3_900 && at < 4_100 ? Math.fround(tone(at)) : 1
    })
    expect(all).toEqual(expected)
  }
  expect(blocks.every(({ planes }) => planes.every((plane) => plane.every((sample) => sample === 1)))).toBe(true)
})

test('a clock that is a little out makes no jump in a tone; a real pause does', async () => {
  const whole = [range('bleep', 0, 100_000)]
  const out = await heard(editedSound(loud([0, 0.0011]).run, whole))
  expect(out[length]).toBe(Math.fround(tone(length)))
  const paused = await heard(editedSound(loud([0, 0.0101]).run, whole))
  expect(paused[length]).toBe(Math.fround(tone(length + 81)))
})

test('with nothing to change the sound is the same', () => {
  const { run } = loud([0])
  expect(editedSound(run, [])).toBe(run)
})
