import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noEnergy } from './band-energies.ts'
import { SpeechWindows, type WindowRules } from './speech-windows.ts'

const rules: WindowRules = {
  segments: { start: 0.5, continue: 0.2, hover: 0.5, shortest: 0.2, certain: 0.9, bridge: 0.3, before: 0, after: 0 },
  radio: { mostBelow: -15, mostAbove: -30, leastOverQuiet: 10 },
  secondsPerWindow: 0.1,
  fullBand: true,
}

function segmentsOf(probabilities: readonly number[]): readonly string[] {
  const windows = new SpeechWindows(rules)
  for (const probability of probabilities) windows.take({ probability, energies: noEnergy })
  return windows.finish().map(({ fromWindow, untilWindow }) => `${fromWindow}-${untilWindow}`)
}

test.each<[string, readonly number[], readonly string[]]>([
  ['nothing', [], []],
  ['silence', [0, 0, 0.1, 0.19], []],
  ['a run from the first likely window to the last', [0, 0.2, 0.6, 0.2, 0.1], ['1-4']],
  ['a run that begins before and ends after it is certain', [0.2, 0.2, 0.2, 0.5, 0.2, 0.2, 0], ['0-6']],
  ['a short pause within', [0.6, 0.6, 0, 0, 0.6, 0.6], ['0-6']],
  ['a pause as long as the bridge between two', [0.6, 0.6, 0, 0, 0, 0.6, 0.6], ['0-2', '5-7']],
  ['weak windows behind a short pause', [0.6, 0.6, 0, 0.2, 0], ['0-4']],
  ['no run that is weak and short', [0.4, 0.4, 0.4, 0.4], []],
  ['a run that hovers for long', [0.4, 0.4, 0.4, 0.4, 0.4], ['0-5']],
  ['no single window', [0, 0.6, 0, 0, 0], []],
  ['a single window that is certain', [0, 0.95, 0, 0, 0], ['1-2']],
  ['what is no number', [0, Number.NaN, 0.95, 0, 0], ['1-3']],
])('finds %s', (_, probabilities, expected) => {
  expect(segmentsOf(probabilities)).toEqual(expected)
})

test('says how likely a segment is over the windows that made it', () => {
  const windows = new SpeechWindows(rules)
  for (const probability of [0.4, 0.8, 0, 0.6]) windows.take({ probability, energies: noEnergy })
  const [segment] = windows.finish()
  expect(segment?.probability).toBeCloseTo(0.6)
  expect(segment?.highest).toBe(0.8)
  expect(segment?.heard).toBe(3)
})

test('windows that are passed over count', () => {
  const windows = new SpeechWindows(rules)
  const take = (probability: number) => windows.take({ probability, energies: noEnergy })
  for (const probability of [0.6, 0.6]) take(probability)
  windows.skip(1000)
  for (const probability of [0.6, 0.6]) take(probability)
  expect(windows.finish()).toMatchObject([
    { fromWindow: 0, untilWindow: 2 },
    { fromWindow: 1002, untilWindow: 1004 },
  ])
})

test('every window that is certain lies in a segment, and segments are apart', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 80 }), (probabilities) => {
      const windows = new SpeechWindows(rules)
      for (const probability of probabilities) windows.take({ probability, energies: noEnergy })
      const segments = windows.finish()
      for (const [at, probability] of probabilities.entries()) {
        const inside = segments.some(({ fromWindow, untilWindow }) => fromWindow <= at && at < untilWindow)
        if (probability >= 0.9) expect(inside).toBe(true)
      }
      for (const [at, segment] of segments.entries()) {
        const next = segments[at + 1]
        if (next) expect(next.fromWindow - segment.untilWindow).toBeGreaterThanOrEqual(3)
      }
    }),
  )
})

test('calls a voice radio traffic only where nothing but the band of a radio sounds', () => {
  const kindOf = (energies: { below: number; voice: number; above: number }, about: Partial<WindowRules> = {}) => {
    const windows = new SpeechWindows({ ...rules, ...about })
    for (let at = 0; at < 8; at++) windows.take({ probability: 0, energies: { below: 1, voice: 1, above: 1 } })
    for (let at = 0; at < 12; at++) windows.take({ probability: 0.9, energies })
    return windows.finish()[0]?.kind
  }
  const radio = { below: 1, voice: 1e5, above: 1 }
  expect(kindOf(radio)).toBe('radio')
  expect(kindOf({ ...radio, below: 1e4 })).toBe('speech')
  expect(kindOf({ ...radio, above: 1e3 })).toBe('speech')
  expect(kindOf({ below: 1, voice: 5, above: 1 })).toBe('speech')
  expect(kindOf(radio, { fullBand: false })).toBe('speech')
})

test('a few words over a radio are too few to be sure', () => {
  const windows = new SpeechWindows(rules)
  for (let at = 0; at < 9; at++) windows.take({ probability: 0.9, energies: { below: 0, voice: 1, above: 0 } })
  expect(windows.finish()[0]?.kind).toBe('speech')
})
