import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AudioIndex, ClipIndex } from '../../../../core/clips/clip-index.ts'
import { planAudio } from '../../../../core/redaction/plan-audio.ts'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import { editSound, windowReach } from '../../../../core/sound/edit-sound.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { edgeAt, fatedParts, frameOfSecond, secondOfFrame, stretchUnder } from './sound-lane.ts'
import type { Stretch } from './stretches.ts'

const audio: AudioIndex = {
  ...{ track: 0, codec: 'aac', sampleRate: 8_000, channels: 1 },
  ...{ firstSample: sampleIndex(50), samples: 30_000 },
}
const index = { audio: [audio] } as unknown as ClipIndex

function decision(kind: AudioDecision['kind'], from: number, until: number): AudioDecision {
  return { kind, fromSample: sampleIndex(from), untilSample: sampleIndex(until), audioTrack: 0 }
}

test('what nobody kept, what somebody muted or bleeped, and what is heard', () => {
  const decisions = [decision('keep', 0, 20_000), decision('mute', 6_000, 6_100), decision('bleep', 12_000, 12_500)]
  expect(fatedParts(decisions, index, audio)).toEqual([
    { fate: 'kept', from: 50, until: 3_952 },
    { fate: 'muted', from: 3_952, until: 8_148 },
    { fate: 'kept', from: 8_148, until: 12_000 },
    { fate: 'bleeped', from: 12_000, until: 12_500 },
    { fate: 'kept', from: 12_500, until: 17_952 },
    { fate: 'default', from: 17_952, until: 30_050 },
  ])
})

test('parts are what the copy is made of, sample by sample, and leave none out', () => {
  const anyDecision = fc
    .tuple(fc.constantFrom('keep', 'mute', 'bleep'), fc.nat(31_000), fc.nat(9_000))
    .map(([kind, from, length]) => decision(kind, from, from + length + 1))
  fc.assert(
    fc.property(fc.array(anyDecision, { maxLength: 6 }), (decisions) => {
      const parts = fatedParts(decisions, index, audio)
      expect(parts[0]?.from).toBe(50)
      expect(parts.at(-1)?.until).toBe(30_050)
      for (const [at, part] of parts.slice(1).entries()) expect(part.from).toBe(parts[at]?.until)
      const plane = new Float32Array(30_000).fill(2)
      editSound({ start: 50, length: 30_000, planes: [plane] }, planAudio(decisions, index)[0]?.ranges ?? [], 8_000)
      for (const { fate, from, until } of parts) {
        const made = plane.subarray(from - 50, until - 50)
        if (fate === 'kept') expect(made.every((sample) => sample === 2)).toBe(true)
        else if (fate === 'bleeped') expect(made.every((sample) => Math.abs(sample) <= 0.25)).toBe(true)
        else expect(made.every((sample) => sample === 0)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
  expect(windowReach).toBe(1_024)
})

/** Frames of different lengths, the first at 0.5 s. */
const begins = [0.5, 0.6, 1, 1.1]
const times = {
  frames: 3,
  secondsOf: (frame: number) => begins[Math.min(3, frame)] ?? 0,
  frameAt: (seconds: number) =>
    Math.max(
      0,
      begins.slice(0, 3).findLastIndex((at) => at <= seconds),
    ),
}

test('a second lies among the frames as long as they last, and back', () => {
  expect(frameOfSecond(times, 0.8)).toBeCloseTo(1.5)
  expect(frameOfSecond(times, 0.1)).toBe(0)
  expect(frameOfSecond(times, 9)).toBe(3)
  for (const place of [0, 0.25, 1.5, 2.75]) expect(frameOfSecond(times, secondOfFrame(times, place))).toBeCloseTo(place)
  expect(secondOfFrame(times, 3)).toBe(1.1)
})

test('of stretches that lie over each other the shortest is pressed, and of edges the nearer', () => {
  const stretch = (from: number, until: number, audioTrack = 0) =>
    ({ audioTrack, fromSample: from, untilSample: until }) as Stretch
  const all = [stretch(0, 100), stretch(40, 60), stretch(40, 50, 1)]
  expect(stretchUnder(all, 0, 45)).toBe(all[1])
  expect(stretchUnder(all, 0, 60)).toBe(all[0])
  expect(stretchUnder(all, 0, 100)).toBeNull()
  expect([0, 38, 44, 49, 52, 66].map((at) => edgeAt(stretch(40, 50), at, 5))).toEqual([
    ...[null, 'from', 'from', 'until', 'until', null],
  ])
  expect([39, 41].map((at) => edgeAt(stretch(40, 40), at, 5))).toEqual(['from', 'until'])
})
