import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { newProject } from '../redaction/new-project.ts'
import type { AudioDecision } from '../redaction/project.ts'
import { sampleIndex, seconds } from '../time.ts'
import { audibleSound, secondsOfSound, unheardSound, withHeard } from './heard-sound.ts'
import { nothingSeen, unseenFrames, withSeen } from './seen-frames.ts'

const signatures = Float64Array.from([0, 7, 7, 7, 8, 8, 0, 9])

describe('seen frames', () => {
  it('are those that were displayed as they are now', () => {
    const seen = withSeen(nothingSeen(8), signatures, [
      [0, 3],
      [7, 99],
    ])
    expect(unseenFrames(seen, signatures)).toStrictEqual([[3, 6]])
    const edited = signatures.with(1, 6)
    expect(unseenFrames(seen, edited)).toStrictEqual([
      [1, 2],
      [3, 6],
    ])
    // What was taken back looks as it did.
    expect(unseenFrames(seen, signatures)).toStrictEqual([[3, 6]])
  })

  it('are asked for one by one where not all are', () => {
    expect(unseenFrames(nothingSeen(8), signatures, Uint8Array.from([1, 1, 0, 0, 1, 0, 1, 0]))).toStrictEqual([
      [1, 2],
      [4, 5],
    ])
  })

  it('leave nothing open only when every disclosed frame was displayed', () => {
    const range = fc.tuple(fc.nat(8), fc.nat(8)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        const open = unseenFrames(withSeen(nothingSeen(8), signatures, ranges), signatures)
        for (let frame = 0; frame < 8; frame++) {
          const shown = ranges.some(([from, until]) => from <= frame && frame < until)
          const isOpen = open.some(([from, until]) => from <= frame && frame < until)
          expect(isOpen).toBe(signatures[frame] !== 0 && !shown)
        }
      }),
    )
  })
})

const rate = 8_000
const index = {
  sha256: sha256('a'.repeat(64)),
  bytes: 1,
  container: 'mov',
  originSeconds: seconds(0),
  video: null,
  audio: [
    { track: 0, codec: 'aac', sampleRate: rate, channels: 1, firstSample: sampleIndex(0), samples: 10 * rate },
    { track: 1, codec: 'aac', sampleRate: rate, channels: 1, firstSample: sampleIndex(0), samples: 10 * rate },
  ],
}
const silent = newProject({ clip: { sha256: index.sha256, frames: 0 }, purpose: 'p', secret: '0'.repeat(64) })

function decision(kind: AudioDecision['kind'], from: number, until: number, audioTrack = 0): AudioDecision {
  return { kind, fromSample: sampleIndex(from * rate), untilSample: sampleIndex(until * rate), audioTrack }
}

describe('heard sound', () => {
  const kept = { ...silent, audio: [decision('keep', 2, 8), decision('mute', 4, 5), decision('bleep', 6, 7)] }
  const audible = audibleSound(kept, index)

  it('is what a copy lets be heard: kept, neither muted nor bleeped, and no more than that', () => {
    const [first] = audible
    expect(first?.ranges).toStrictEqual([
      // Mutes reach one AAC frame further than asked.
      [2 * rate + 1_024, 4 * rate - 1_024],
      [5 * rate + 1_024, 6 * rate],
      [7 * rate, 8 * rate - 1_024],
    ])
    expect(audible[1]?.ranges).toStrictEqual([])
    expect(audibleSound(silent, index).every(({ ranges }) => ranges.length === 0)).toBe(true)
  })

  it('counts nothing that was muted when it was played', () => {
    const heard = withHeard([], [{ audioTrack: 0, ranges: [[0, 10 * rate]] }], audible)
    expect(unheardSound(heard, audible)).toStrictEqual([])
    const unmuted = audibleSound({ ...silent, audio: [decision('keep', 2, 8)] }, index)
    expect(secondsOfSound(unheardSound(heard, unmuted), index)).toBeCloseTo(2 + (2 * 1_024) / rate, 6)
    // What was heard and is muted and kept again is the same sound.
    expect(unheardSound(heard, audible)).toStrictEqual([])
  })

  it('is open second by second', () => {
    const heard = withHeard([], [{ audioTrack: 0, ranges: [[0, 3 * rate]] }], audible)
    const open = unheardSound(heard, audible)
    expect(open[0]?.ranges[0]).toStrictEqual([3 * rate, 4 * rate - 1_024])
    expect(withHeard(heard, [], audible)).toStrictEqual(heard)
    // Another track's sound is another sound.
    expect(unheardSound(withHeard([], [{ audioTrack: 1, ranges: [[0, 10 * rate]] }], audible), audible)).toHaveLength(1)
  })

  it('has no holes where the seconds of a clock were made samples, and keeps those that are any longer', () => {
    const heardIn = (hole: number) =>
      withHeard(
        [],
        [
          { audioTrack: 0, ranges: [[0, 3 * rate]] },
          { audioTrack: 0, ranges: [[3 * rate + hole, 10 * rate]] },
        ],
        audible,
      )
    expect(unheardSound(heardIn(2), audible)).toStrictEqual([])
    expect(unheardSound(heardIn(3), audible)).toStrictEqual([{ audioTrack: 0, ranges: [[3 * rate, 3 * rate + 3]] }])
  })

  it('ends where the disclosed part ends', () => {
    const part = { ...kept, spanSamples: [[sampleIndex(0), sampleIndex(3 * rate)] as const] }
    expect(audibleSound(part, index)[0]?.ranges).toStrictEqual([[2 * rate + 1_024, 3 * rate]])
  })
})
