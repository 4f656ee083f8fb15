import { describe, expect, it } from 'vitest'
import type { SoundPiece } from '../../../core/redaction/copy-timing.ts'
import type { PlanAudioRange } from '../../../core/redaction/plan.ts'
import { sampleIndex } from '../../../core/time.ts'
import { plannedSound } from './planned-sound.ts'

const aac = 1024
const edge = 2048

function mute(from: number, until: number): PlanAudioRange {
  const [askedFrom, askedUntil] = [sampleIndex(from), sampleIndex(until)]
  return {
    kind: 'mute',
    fromSample: sampleIndex(from - aac),
    untilSample: sampleIndex(until + aac),
    askedFrom,
    askedUntil,
  }
}

function bleepOver(from: number, until: number): PlanAudioRange {
  const [fromSample, untilSample] = [sampleIndex(from), sampleIndex(until)]
  return { kind: 'bleep', fromSample, untilSample, askedFrom: fromSample, askedUntil: untilSample }
}

const whole: SoundPiece = { fromSample: 0, untilSample: 100_000, outputSample: 0 }

/** Stretches as `fate copyFrom copyUntil sourceFrom`. */
function sound(ranges: readonly PlanAudioRange[], pieces: readonly SoundPiece[] = [whole]): string[] {
  return plannedSound(ranges, pieces).map(
    ({ fate, copyFrom, copyUntil, sourceFrom }) => `${fate} ${copyFrom}-${copyUntil} @${sourceFrom}`,
  )
}

it('is the original throughout where nothing was asked for', () => {
  const moved = { fromSample: 500, untilSample: 900, outputSample: 20 }
  expect(sound([], [moved])).toEqual(['audible 20-420 @500'])
  expect(sound([], [])).toEqual([])
})

describe('a mute', () => {
  it('must be silent where it was asked for, and leaves its surroundings to the codec', () => {
    expect(sound([mute(40_000, 50_000)])).toEqual([
      `audible 0-${40_000 - aac - edge} @0`,
      'mute 40000-50000 @40000',
      `audible ${50_000 + aac + edge}-100000 @${50_000 + aac + edge}`,
    ])
  })

  it('is demanded as far as the copy holds it', () => {
    const pieces = [
      { fromSample: 10_000, untilSample: 45_000, outputSample: 0 },
      { fromSample: 60_000, untilSample: 70_000, outputSample: 35_000 },
    ]
    expect(sound([mute(40_000, 62_000)], pieces)).toEqual([
      `audible 0-${30_000 - aac - edge} @10000`,
      'mute 30000-35000 @40000',
      'mute 35000-37000 @60000',
      `audible ${37_000 + aac + edge}-45000 @${62_000 + aac + edge}`,
    ])
  })

  it('silences what lies next to it at a cut, though not in the source', () => {
    const pieces = [
      { fromSample: 0, untilSample: 20_000, outputSample: 0 },
      { fromSample: 50_000, untilSample: 70_000, outputSample: 20_000 },
      { fromSample: 80_000, untilSample: 90_000, outputSample: 40_000 },
    ]
    expect(sound([mute(50_000, 70_000)], pieces)).toEqual([
      `audible 0-${20_000 - aac - edge} @0`,
      'mute 20000-40000 @50000',
      `audible ${40_000 + aac + edge}-50000 @${80_000 + aac + edge}`,
    ])
  })
})

describe('a bleep', () => {
  it('must be heard within its coloured edges', () => {
    expect(sound([bleepOver(40_000, 60_000)])).toEqual([
      `audible 0-${40_000 - edge} @0`,
      `bleep ${40_000 + edge}-${60_000 - edge} @${40_000 + edge}`,
      `audible ${60_000 + edge}-100000 @${60_000 + edge}`,
    ])
  })

  it('is listened to also where it is shorter than its edges', () => {
    expect(sound([bleepOver(40_000, 42_000)])[1]).toBe('bleep 40500-41500 @40500')
    expect(sound([bleepOver(40_000, 40_003)])[1]).toBe('bleep 40000-40003 @40000')
  })

  it('gives way to a mute and to what a mute silences', () => {
    expect(sound([bleepOver(40_000, 80_000), mute(60_000, 61_000)]).slice(1, 4)).toEqual([
      `bleep ${40_000 + edge}-${60_000 - aac - edge} @${40_000 + edge}`,
      'mute 60000-61000 @60000',
      `bleep ${61_000 + aac + edge}-${80_000 - edge} @${61_000 + aac + edge}`,
    ])
  })

  it('is cut where the copy is cut, and inset there', () => {
    const pieces = [
      { fromSample: 0, untilSample: 50_000, outputSample: 0 },
      { fromSample: 55_000, untilSample: 100_000, outputSample: 50_000 },
    ]
    const bleeps = sound([bleepOver(40_000, 60_000)], pieces).filter((one) => one.startsWith('bleep'))
    expect(bleeps).toEqual([
      `bleep ${40_000 + edge}-${50_000 - edge} @${40_000 + edge}`,
      `bleep ${50_000 + 1250}-${55_000 - 1250} @${55_000 + 1250}`,
    ])
  })
})
