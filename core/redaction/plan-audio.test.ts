import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AudioIndex, type ClipIndex, sha256 } from '../clips/clip-index.ts'
import { sampleIndex, seconds } from '../time.ts'
import type { PlanAudioRange } from './plan.ts'
import { planAudio } from './plan-audio.ts'
import type { AudioDecision } from './project.ts'

const first = 500
const end = 48_500

function track(number: number): AudioIndex {
  return {
    track: number,
    codec: 'aac',
    sampleRate: 48_000,
    channels: 1,
    firstSample: sampleIndex(first),
    samples: end - first,
  }
}

const index: ClipIndex = {
  sha256: sha256('ab'.repeat(32)),
  bytes: 1,
  container: 'mov',
  originSeconds: seconds(0),
  video: null,
  audio: [track(0), track(1)],
}

function decide(kind: AudioDecision['kind'], fromSample: number, untilSample: number, audioTrack = 0): AudioDecision {
  return { kind, fromSample: sampleIndex(fromSample), untilSample: sampleIndex(untilSample), audioTrack }
}

function rangesOf(...decisions: AudioDecision[]): unknown[] {
  return (planAudio(decisions, index)[0]?.ranges ?? []).map((range) => Object.values(range))
}

it('mutes the whole of a track that nobody has decided about', () => {
  expect(planAudio([], index).map(({ track: number }) => number)).toStrictEqual([0, 1])
  expect(rangesOf()).toStrictEqual([['mute', first, end, first, end]])
})

it('leaves kept sound alone, and only on the track that was kept', () => {
  const [kept, other] = planAudio([decide('keep', 0, 60_000)], index)
  expect(kept?.ranges).toStrictEqual([])
  expect(other?.ranges).toHaveLength(1)
})

it('widens mutes outwards by one AAC frame, but not past the track', () => {
  const keep = decide('keep', 0, 60_000)
  expect(rangesOf(keep, decide('mute', 10_000, 20_000))).toStrictEqual([['mute', 8976, 21_024, 10_000, 20_000]])
  expect(rangesOf(keep, decide('mute', 0, 1000), decide('mute', 48_000, 60_000))).toStrictEqual([
    ['mute', first, 2024, first, 1000],
    ['mute', 46_976, end, 48_000, end],
  ])
})

it('unites mutes that meet once they are widened, and no others', () => {
  const keep = decide('keep', 0, 60_000)
  expect(rangesOf(keep, decide('mute', 10_000, 20_000), decide('mute', 22_048, 30_000))).toStrictEqual([
    ['mute', 8976, 31_024, 10_000, 30_000],
  ])
  expect(rangesOf(keep, decide('mute', 10_000, 20_000), decide('mute', 22_049, 30_000))).toHaveLength(2)
})

it('bleeps as asked, and lets a mute win, where it is widened too', () => {
  const keep = decide('keep', 0, 60_000)
  expect(rangesOf(keep, decide('bleep', 10_000, 20_000))).toStrictEqual([['bleep', 10_000, 20_000, 10_000, 20_000]])
  expect(rangesOf(keep, decide('bleep', 10_000, 20_000), decide('mute', 15_000, 16_000))).toStrictEqual([
    ['bleep', 10_000, 13_976, 10_000, 13_976],
    ['mute', 13_976, 17_024, 15_000, 16_000],
    ['bleep', 17_024, 20_000, 17_024, 20_000],
  ])
})

it('bleeps where nothing is kept, less the widening of the silence on either side', () => {
  expect(rangesOf(decide('bleep', 10_000, 20_000))).toStrictEqual([
    ['mute', first, 11_024, first, 10_000],
    ['bleep', 11_024, 18_976, 11_024, 18_976],
    ['mute', 18_976, end, 20_000, end],
  ])
})

const decision: fc.Arbitrary<AudioDecision> = fc
  .record({
    kind: fc.constantFrom<AudioDecision['kind']>('mute', 'bleep', 'keep'),
    ends: fc.uniqueArray(fc.integer({ min: 0, max: 50_000 }), { minLength: 2, maxLength: 2 }),
    audioTrack: fc.constantFrom(0, 1),
  })
  .map(({ kind, ends, audioTrack }) => decide(kind, Math.min(...ends), Math.max(...ends), audioTrack))

type Heard = { readonly at: number; readonly own: readonly AudioDecision[]; readonly ranges: readonly PlanAudioRange[] }

function expectAsDecided({ at, own, ranges }: Heard): void {
  const asked = new Set(own.filter((one) => one.fromSample <= at && at < one.untilSample).map(({ kind }) => kind))
  const here = ranges.filter(({ fromSample, untilSample }) => fromSample <= at && at < untilSample)
  expect(here.length).toBeLessThanOrEqual(1)
  const [range] = here
  if (asked.has('mute') || asked.size === 0) {
    expect(range?.kind).toBe('mute')
    expect((range?.askedFrom ?? Infinity) <= at && at < (range?.askedUntil ?? -Infinity)).toBe(true)
  }
  // Kept sound may be silenced by the widening of a mute beside it, never bleeped.
  else if (asked.has('bleep')) expect(range).toBeDefined()
  else expect(range?.kind).not.toBe('bleep')
}

it('plans every sample as decided: mute over bleep over keep, and silence for what nobody kept', () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 6 }), fc.constantFrom(0, 1), (decisions, number) => {
      const own = decisions.filter(({ audioTrack }) => audioTrack === number)
      const ranges = planAudio(decisions, index)[number]?.ranges ?? []
      const edges = [...own, ...ranges].flatMap(({ fromSample, untilSample }) => [fromSample, untilSample])
      const probes = [first, end, ...edges].flatMap((at) => [at - 1, at, at + 1])
      for (const at of probes) if (at >= first && at < end) expectAsDecided({ at, own, ranges })
      for (const { fromSample, untilSample } of ranges)
        expect(first <= fromSample && fromSample < untilSample && untilSample <= end).toBe(true)
    }),
    { numRuns: 500 },
  )
})
