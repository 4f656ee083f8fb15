import { expect, it } from 'vitest'
import type { PlanAudioRange } from '../../../core/redaction/plan.ts'
import { sampleIndex } from '../../../core/time.ts'
import { silence, silencesOf } from './cut-silences.ts'

const reach = 2048

function range(kind: PlanAudioRange['kind'], from: number, until: number): PlanAudioRange {
  const [askedFrom, askedUntil] = [sampleIndex(from), sampleIndex(until)]
  return { kind, fromSample: sampleIndex(from - 1024), untilSample: sampleIndex(until + 1024), askedFrom, askedUntil }
}

const pieces = [
  { fromSample: 10_000, untilSample: 20_000, outputSample: 0 },
  { fromSample: 50_000, untilSample: 60_000, outputSample: 10_000 },
]

it('reach over a cut into the sound that lies there in the copy', () => {
  expect(silencesOf([range('mute', 50_000, 52_000)], pieces)).toEqual([[10_000 - reach, 12_000 + reach]])
  expect(silencesOf([range('mute', 19_000, 49_000)], pieces)).toEqual([[9000 - reach, 10_000 + reach]])
})

it('are one where a mute goes on over a cut, and none where the copy holds none of it', () => {
  expect(silencesOf([range('mute', 15_000, 55_000)], pieces)).toEqual([[5000 - reach, 15_000 + reach]])
  expect(silencesOf([range('mute', 25_000, 49_999), range('bleep', 12_000, 13_000)], pieces)).toEqual([])
})

it('silence what lies in them, to the sample', () => {
  const planes = [new Float32Array(6).fill(1), new Float32Array(6).fill(1)]
  silence(planes, 100, [
    [0, 101],
    [103, 104],
    [105, 500],
    [106, 700],
  ])
  for (const plane of planes) expect([...plane]).toEqual([0, 1, 1, 0, 1, 0])
})
