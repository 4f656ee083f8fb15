import { describe, expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../clips/clip-index.ts'
import { sampleVideo } from '../clips/synthetic/sample-video.ts'
import type { Result } from '../result.ts'
import { sampleIndex, seconds } from '../time.ts'
import { type AskedRange, audioDecisionsOf, blanksOf, parseRanges, sampleSpansOf, spansOf } from './ranges.ts'

const video = sampleVideo(300, { height: 480, displayHeight: 480, timeBase: [1, 30], damagedFrames: null })

const audio = [0, 1].map((track) => ({
  track,
  codec: 'aac',
  sampleRate: track === 0 ? 48_000 : 8000,
  channels: 1,
  firstSample: sampleIndex(0),
  samples: track === 0 ? 480_000 : 40_000,
}))

const index: ClipIndex = {
  sha256: sha256('ab'.repeat(32)),
  bytes: 1,
  container: 'mov',
  originSeconds: seconds(0),
  video,
  audio,
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

function asked(text: string): readonly AskedRange[] {
  return value(parseRanges(text))
}

function kindOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.failure.kind
}

it('reads seconds and frames', () => {
  expect(asked('1.5-3, f120-f240')).toStrictEqual([
    { unit: 'seconds', from: 1.5, until: 3 },
    { unit: 'frames', from: 120, until: 240 },
  ])
})

it.each([
  '',
  '5',
  '3-1',
  '2-2',
  'f3-9',
  '1-2,',
  '-1-2',
  '1e3-2e3',
  'NaN-2',
  'f1.5-f2',
  '1-2-3',
  '٣-٤',
  `${'9'.repeat(400)}-1`,
])('refuses %j as a range', (text) => {
  const result = parseRanges(text)
  expect(kindOf(result)).toBe('usage')
  if (!result.ok && result.failure.kind === 'usage') expect(result.failure.detail.length).toBeLessThan(120)
})

describe('frames', () => {
  it('of spans begin within, of blanks are shown within', () => {
    expect(value(spansOf(asked('1.01-2.01'), index))).toStrictEqual([[31, 61]])
    expect(value(blanksOf(asked('1.01-2.01'), index, 'home'))).toStrictEqual([{ from: 30, until: 61, reason: 'home' }])
    expect(value(spansOf(asked('f31-f61'), index))).toStrictEqual([[31, 61]])
    expect(value(blanksOf(asked('0-10'), index, 'home'))).toStrictEqual([{ from: 0, until: 300, reason: 'home' }])
  })

  it('past the end are refused, the last named; a rounded end is not', () => {
    const past = spansOf(asked('f0-f301'), index)
    expect(past).toStrictEqual({
      ok: false,
      failure: { kind: 'out-of-range', what: 'frame', asked: 'f0-f301', last: '299' },
    })
    expect(blanksOf(asked('10-11'), index, '')).toMatchObject({
      failure: { what: 'seconds', asked: '10-11', last: '10' },
    })
    expect(kindOf(spansOf(asked('5-10.02'), index))).toBe('out-of-range')
    expect(value(spansOf(asked('5-10.01'), index))).toStrictEqual([[150, 300]])
  })

  it('are refused where none begins, and where there is no picture', () => {
    expect(kindOf(spansOf(asked('1.001-1.002'), index))).toBe('out-of-range')
    expect(kindOf(blanksOf(asked('1.001-1.002'), index, ''))).toBe('ok')
    expect(kindOf(spansOf(asked('0-1'), { ...index, video: null }))).toBe('no-picture')
    expect(kindOf(audioDecisionsOf(asked('f0-f1'), { ...index, video: null }, 'mute'))).toBe('no-picture')
  })
})

describe('sound', () => {
  it('is decided on every track, at its own rate, outwards; kept inwards', () => {
    const [first, second] = value(audioDecisionsOf(asked('1.00001-2.00001'), index, 'mute', 'name said'))
    expect(first).toStrictEqual({
      kind: 'mute',
      fromSample: 48_000,
      untilSample: 96_001,
      audioTrack: 0,
      reason: 'name said',
    })
    expect(second).toMatchObject({ fromSample: 8000, untilSample: 16_001, audioTrack: 1 })
    expect(value(audioDecisionsOf(asked('1.00001-2.00001'), index, 'keep'))).toMatchObject([
      { fromSample: 48_001, untilSample: 96_000 },
      { fromSample: 8001, untilSample: 16_000 },
    ])
  })

  it('follows frames to their seconds, the last one to its end', () => {
    expect(value(audioDecisionsOf(asked('f30-f60'), index, 'bleep'))[0]).toMatchObject({
      fromSample: 48_000,
      untilSample: 96_000,
    })
  })

  it('may outlast a track that ends early, but not the clip', () => {
    expect(kindOf(audioDecisionsOf(asked('4-9'), index, 'mute'))).toBe('ok')
    expect(kindOf(audioDecisionsOf(asked('4-11'), index, 'mute'))).toBe('out-of-range')
    expect(kindOf(audioDecisionsOf(asked('4-9'), { ...index, audio: [] }, 'mute'))).toBe('usage')
  })

  it('alone is disclosed in samples of the first track', () => {
    expect(value(sampleSpansOf(asked('1-2.5'), { ...index, video: null }))).toStrictEqual([[48_000, 120_000]])
    expect(kindOf(sampleSpansOf(asked('1-12'), { ...index, video: null }))).toBe('out-of-range')
  })
})
