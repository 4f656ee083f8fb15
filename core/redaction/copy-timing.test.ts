import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AudioIndex, type ClipIndex, sha256, type VideoIndex } from '../clips/clip-index.ts'
import { endSampleOf, secondsOfTicks } from '../clips/clock.ts'
import { frameIndex, pts, type Ratio, sampleIndex, seconds } from '../time.ts'
import { compilePlan } from './compile-plan.ts'
import { type CopyTiming, copyTiming, disclosesAll, type SoundPiece } from './copy-timing.ts'
import { newProject } from './new-project.ts'
import type { RedactionPlan } from './plan.ts'

type Spans = readonly (readonly [number, number])[]

type Tracks = {
  readonly ticks?: readonly bigint[]
  readonly timeBase?: Ratio
  readonly lastDuration?: bigint
  readonly sound?: readonly { readonly rate: number; readonly first: number; readonly samples: number }[]
  readonly origin?: number
}

function videoOf(ticks: readonly bigint[], timeBase: Ratio, lastDuration: bigint): VideoIndex {
  return {
    ...{ codec: 'h264', width: 64, height: 48, displayWidth: 64, displayHeight: 48, pixelAspect: [1, 1], rotation: 0 },
    ...{ timeBase, pts: ticks.map(pts), lastDuration: pts(lastDuration), keyframes: [frameIndex(0)] },
    ...{ variableRate: true, interlaced: false, pixelFormat: 'yuv420p', missingFrames: 0, damagedFrames: null },
    colour: { range: 'tv', primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
  }
}

function clipOf({ ticks = [], timeBase = [1, 1000], lastDuration = 40n, sound = [], origin = 0 }: Tracks): ClipIndex {
  const audio = sound.map(
    ({ rate, first, samples }, track): AudioIndex => ({
      ...{ track, codec: 'aac', sampleRate: rate, channels: 1, firstSample: sampleIndex(first), samples },
    }),
  )
  return {
    ...{ sha256: sha256('ab'.repeat(32)), bytes: 1, container: 'mov', originSeconds: seconds(origin), audio },
    video: ticks.length > 0 ? videoOf(ticks, timeBase, lastDuration) : null,
  }
}

function planOf(index: ClipIndex, spans: readonly (readonly [number, number])[] | null): RedactionPlan {
  const frames = index.video?.pts.length ?? 0
  const start = { clip: { sha256: index.sha256, frames }, purpose: 'test', secret: '0'.repeat(64) }
  const inFrames = index.video
    ? { spans: spans?.map(([from, until]) => [frameIndex(from), frameIndex(until)] as const) ?? null }
    : spans && { spanSamples: spans.map(([from, until]) => [sampleIndex(from), sampleIndex(until)] as const) }
  const plan = compilePlan({ ...newProject(start), ...inFrames }, index)
  if (!plan.ok) throw new Error(JSON.stringify(plan.failure))
  return plan.value
}

function timingOf(index: ClipIndex, spans: readonly (readonly [number, number])[] | null = null): CopyTiming {
  return copyTiming(planOf(index, spans), index)
}

function piecesOf(index: ClipIndex, timing: CopyTiming, track = 0): readonly SoundPiece[] {
  const audio = index.audio[track]
  if (!audio) throw new Error('no such track')
  return timing.soundOf(audio)
}

/** Seconds by which the sound of the copy is ahead of where it was against the picture. */
function soundShift(index: ClipIndex, timing: CopyTiming, piece: SoundPiece, frame: number): number {
  const [video, audio] = [index.video, index.audio[0]]
  if (!video || !audio) throw new Error('needs picture and sound')
  const shown = secondsOfTicks(video.pts[frame] ?? 0n, video.timeBase)
  const shownInCopy = secondsOfTicks(timing.pts[frame] ?? 0n, video.timeBase)
  const heard = index.originSeconds + piece.fromSample / audio.sampleRate
  return shownInCopy - shown - (piece.outputSample / audio.sampleRate - heard)
}

describe('a whole clip', () => {
  it('keeps every tick, also a late and uneven one, and its sound where it was', () => {
    const index = clipOf({ ticks: [500n, 533n, 600n], origin: 0.25, sound: [{ rate: 8000, first: 0, samples: 4000 }] })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([500n, 533n, 600n])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 0, untilSample: 4000, outputSample: 2000 }])
    expect(timing.seconds).toBeCloseTo(0.5, 12)
  })

  it('is moved up where its picture begins before 0', () => {
    const sound = [{ rate: 8000, first: 800, samples: 1000 }]
    const index = clipOf({ ticks: [-200n, -160n], origin: -0.2, sound })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([0n, 40n])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 800, untilSample: 1800, outputSample: 800 }])
  })

  it('is moved up where its sound begins well before 0, and loses none of it', () => {
    const index = clipOf({ ticks: [0n, 40n], origin: -0.5, sound: [{ rate: 8000, first: 0, samples: 8000 }] })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([500n, 540n])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 0, untilSample: 8000, outputSample: 0 }])
  })

  it('is moved up by the earlier of the two where both begin before 0', () => {
    const index = clipOf({ ticks: [-100n, -60n], origin: -0.5, sound: [{ rate: 8000, first: 0, samples: 8000 }] })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([400n, 440n])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 0, untilSample: 8000, outputSample: 0 }])
  })

  it('is moved up by whole ticks, far enough for the first sample', () => {
    const sound = [{ rate: 8000, first: 0, samples: 8000 }]
    const index = clipOf({ ticks: [0n, 1n], timeBase: [1, 25], lastDuration: 1n, origin: -0.41, sound })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([11n, 12n])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 0, untilSample: 8000, outputSample: 240 }])
  })

  it('is not moved up by a tick more for the rounding of its origin', () => {
    const sound = [{ rate: 8000, first: 0, samples: 80_000 }]
    const index = clipOf({ ticks: [0n, 40n], origin: -2.007, sound })
    expect(timingOf(index).pts).toStrictEqual([2007n, 2047n])
  })

  it('stays where only the run-up of a codec lies before 0, which is left out', () => {
    const index = clipOf({ ticks: [0n, 40n], origin: -0.021, sound: [{ rate: 48_000, first: 0, samples: 48_000 }] })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([0n, 40n])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 1008, untilSample: 48_000, outputSample: 0 }])
  })

  it('holds nothing of a track that is over before 0', () => {
    const index = clipOf({ ticks: [0n, 40n], origin: -0.04, sound: [{ rate: 8000, first: 0, samples: 300 }] })
    expect(piecesOf(index, timingOf(index))).toStrictEqual([])
  })

  it('begins with its first sample where there is no picture', () => {
    const index = clipOf({ origin: -0.5, sound: [{ rate: 8000, first: 0, samples: 8000 }] })
    const timing = timingOf(index)
    expect(timing.pts).toStrictEqual([])
    expect(piecesOf(index, timing)).toStrictEqual([{ fromSample: 0, untilSample: 8000, outputSample: 0 }])
  })
})

describe('spans', () => {
  const ticks = [100n, 140n, 150n, 230n, 231n, 300n]
  const sound = [{ rate: 8000, first: 0, samples: 2600 }]
  const index = clipOf({ ticks, lastDuration: 25n, sound })

  it('follow one another from 0 on; a frame before a cut keeps its duration', () => {
    const timing = timingOf(index, [
      [1, 3],
      [4, 6],
    ])
    expect(timing.pts).toStrictEqual([null, 0n, 10n, null, 90n, 159n])
    expect(timing.seconds).toBeCloseTo(0.184, 12)
    // 0.140-0.230 s, then 0.231-0.325 s.
    expect(piecesOf(index, timing)).toStrictEqual([
      { fromSample: 1120, untilSample: 1840, outputSample: 0 },
      { fromSample: 1848, untilSample: 2600, outputSample: 720 },
    ])
  })

  it('of all frames leave out the sound before the first and after the last', () => {
    const longer = clipOf({ ticks, lastDuration: 25n, sound: [{ rate: 8000, first: 0, samples: 8000 }] })
    const timing = timingOf(longer, [[0, 6]])
    expect(timing.pts).toStrictEqual([0n, 40n, 50n, 130n, 131n, 200n])
    expect(piecesOf(longer, timing)).toStrictEqual([{ fromSample: 800, untilSample: 2600, outputSample: 0 }])
  })

  it('disclose all only where no sound is left over at either end', () => {
    const ends = (first: number, samples: number, origin = 0.1) =>
      clipOf({ ticks, lastDuration: 25n, origin, sound: [{ rate: 8000, first, samples }] })
    const ask = (clip: ClipIndex, spans: Spans | null) => disclosesAll(planOf(clip, spans), clip)
    const [exact, longer, earlier] = [ends(0, 1800), ends(0, 1801), ends(0, 2600, 0)]
    expect([exact, longer, earlier].map((clip) => ask(clip, [[0, 6]]))).toStrictEqual([true, false, false])
    expect([exact, longer, earlier].map((clip) => ask(clip, null))).toStrictEqual([true, true, true])
    expect(
      ask(exact, [
        [0, 2],
        [3, 6],
      ]),
    ).toBe(false)
  })

  it('begin late in the copy what begins late in the span, and hold nothing of what is not there', () => {
    const late = clipOf({ ticks, lastDuration: 25n, sound: [{ rate: 8000, first: 1000, samples: 500 }] })
    expect(
      piecesOf(
        late,
        timingOf(late, [
          [0, 3],
          [4, 6],
        ]),
      ),
    ).toStrictEqual([{ fromSample: 1000, untilSample: 1500, outputSample: 200 }])
  })

  it('of sound alone are exact to the sample', () => {
    const spoken = clipOf({ sound: [{ rate: 44_100, first: 0, samples: 100_000 }] })
    const timing = timingOf(spoken, [
      [1, 12_345],
      [33_333, 77_777],
      [77_778, 99_999],
    ])
    expect(piecesOf(spoken, timing)).toStrictEqual([
      { fromSample: 1, untilSample: 12_345, outputSample: 0 },
      { fromSample: 33_333, untilSample: 77_777, outputSample: 12_344 },
      { fromSample: 77_778, untilSample: 99_999, outputSample: 56_788 },
    ])
  })
})

const timeBases: readonly Ratio[] = [
  [1, 90_000],
  [1, 1000],
  [1001, 30_000],
  [1, 25],
  [1, 15_360],
]

/** A clip at variable rate with sound from somewhere to somewhere. */
const anyClip = fc
  .record({
    gaps: fc.array(fc.bigInt({ min: 1n, max: 9000n }), { minLength: 1, maxLength: 30 }),
    first: fc.bigInt({ min: -9000n, max: 90_000n }),
    timeBase: fc.constantFrom(...timeBases),
    rate: fc.constantFrom(8000, 44_100, 48_000),
    soundFrom: fc.double({ min: -2, max: 2, noNaN: true }),
    soundSeconds: fc.double({ min: 0.01, max: 500, noNaN: true }),
  })
  .map(({ gaps, first, timeBase, rate, soundFrom, soundSeconds }) => {
    const ticks = [first]
    for (const gap of gaps) ticks.push((ticks.at(-1) ?? 0n) + gap)
    const pictureFrom = secondsOfTicks(first, timeBase)
    const origin = Math.min(pictureFrom, pictureFrom + soundFrom)
    const start = Math.round(Math.max(0, soundFrom) * rate)
    const sound = [{ rate, first: start, samples: Math.ceil(soundSeconds * rate) }]
    return clipOf({ ticks, timeBase, lastDuration: gaps[0] ?? 1n, origin, sound })
  })

describe('any clip', () => {
  it('whole, begins at or after 0, keeps all distances and loses no sound but a run-up', () => {
    fc.assert(
      fc.property(anyClip, (index) => {
        const timing = timingOf(index)
        const shifts = new Set(index.video?.pts.map((at, frame) => (timing.pts[frame] ?? 0n) - at))
        expect(shifts.size).toBe(1)
        expect(timing.pts[0]).toBeGreaterThanOrEqual(0n)
        const audio = index.audio[0]
        for (const piece of piecesOf(index, timing)) {
          expect(piece.outputSample).toBeGreaterThanOrEqual(0)
          expect(Math.abs(soundShift(index, timing, piece, 0)) * (audio?.sampleRate ?? 0)).toBeLessThanOrEqual(0.51)
          expect((piece.fromSample - (audio?.firstSample ?? 0)) / (audio?.sampleRate ?? 1)).toBeLessThanOrEqual(0.0502)
          expect(piece.untilSample).toBe(audio && endSampleOf(audio))
        }
      }),
    )
  })

  it('in spans, is one unbroken run of frames and sound that stay together', () => {
    fc.assert(
      fc.property(anyClip, fc.array(fc.nat(32), { minLength: 2, maxLength: 8 }), (index, cuts) => {
        const spans = spansBetween(cuts, index.video?.pts.length ?? 0)
        fc.pre(spans.length > 0)
        const plan = planOf(index, spans)
        fc.pre(!disclosesAll(plan, index))
        const timing = copyTiming(plan, index)
        expectFramesTogether(index, timing, spans)
        expectPiecesTogether(index, timing, spans)
      }),
    )
  })
})

/** Spans from every second cut to the next, none of them touching. */
function spansBetween(cuts: readonly number[], frames: number): Spans {
  const edges = [...new Set(cuts.map((cut) => cut % (frames + 1)))].sort((a, b) => a - b)
  return edges.flatMap((edge, at): [number, number][] => (at % 2 ? [[edges[at - 1] ?? 0, edge]] : []))
}

/** Every disclosed frame is shown for as long as in the source, one after the other from 0 on. */
function expectFramesTogether({ video }: ClipIndex, timing: CopyTiming, spans: Spans): void {
  if (!video) throw new Error('needs picture')
  const ends = [...video.pts.slice(1), (video.pts.at(-1) ?? 0n) + video.lastDuration]
  let due = 0n
  for (const [frame, at] of timing.pts.entries()) {
    const disclosed = spans.some(([from, until]) => frame >= from && frame < until)
    expect(at).toBe(disclosed ? due : null)
    if (disclosed) due += (ends[frame] ?? 0n) - (video.pts[frame] ?? 0n)
  }
  expect(timing.seconds).toBeCloseTo(secondsOfTicks(due, video.timeBase), 6)
}

/** Pieces follow one another (a sample's rounding apart), each in step with its own span's picture. */
function expectPiecesTogether(index: ClipIndex, timing: CopyTiming, spans: Spans): void {
  const rate = index.audio[0]?.sampleRate ?? 0
  let heardUntil = 0
  for (const piece of piecesOf(index, timing)) {
    const steps = spans.map(([from]) => Math.abs(soundShift(index, timing, piece, from)) * rate)
    expect(Math.min(...steps)).toBeLessThanOrEqual(1.01)
    expect(piece.untilSample).toBeGreaterThan(piece.fromSample)
    expect(piece.outputSample).toBeGreaterThanOrEqual(heardUntil - 1)
    heardUntil = piece.outputSample + piece.untilSample - piece.fromSample
  }
}
