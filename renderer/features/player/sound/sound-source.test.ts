import { describe, expect, test } from 'vitest'
import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import { sampleIndex } from '../../../../core/time.ts'
import { FootageFault, mostSamples } from '../footage.ts'
import { engineRun, engineSound } from './engine-sound.ts'
import type { SoundBlock, SoundRun } from './sound-block.ts'
import { withEngine } from './sound-source.ts'

const index: AudioIndex = {
  ...{ track: 2, codec: 'pcm_mulaw', sampleRate: 8000, channels: 1 },
  ...{ firstSample: sampleIndex(400), samples: 40_000 },
}
const end = 40_400
const never = new AbortController().signal

type Decode = Parameters<typeof engineRun>[0]['decodeSound']

/** An engine in which each sample is its own number; it keeps what it was asked. */
function engine(before: (asked: number) => void = () => undefined) {
  const asked: [track: number, from: number, samples: number][] = []
  const decodeSound: Decode = async (track, from, samples) => {
    asked.push([track, from, samples])
    before(asked.length - 1)
    return [Float32Array.from({ length: Math.max(0, Math.min(samples, end - from)) }, (_, at) => from + at)]
  }
  return { asked, decodeSound }
}

const died = () => new FootageFault({ kind: 'engine-died', during: 'sound', uncovered: [] })

async function heard(run: SoundRun, from: number): Promise<number[]> {
  const all: number[] = []
  for await (const { planes, clipSeconds, sampleRate } of run(from, never)) {
    expect(Math.round(clipSeconds * sampleRate)).toBe(planes[0]?.[0])
    all.push(...(planes[0] ?? []))
  }
  return all
}

const numbers = (from: number, until: number) => Array.from({ length: until - from }, (_, at) => from + at)

describe('sound from an engine', () => {
  test.each([
    [0, 400],
    [1.5, 12_000],
    [6, end],
  ])('from second %s it is every sample from %s to the end, once', async (from, first) => {
    expect(await heard(engineRun(engine(), index), from)).toEqual(numbers(first, end))
  })

  test('is asked for little at first, so that it is heard soon, and never for more than may be asked', async () => {
    const { asked, decodeSound } = engine()
    await heard(engineRun({ decodeSound }, index), 0)
    expect(asked[0]).toEqual([2, 400, 2000])
    expect(asked.length).toBeLessThan(10)
    const loud = { ...index, sampleRate: 1 << 20, samples: 1 << 22 }
    const more = engine()
    await heard(engineRun(more, loud), 0)
    expect(Math.max(...more.asked.map(([, , samples]) => samples))).toBeLessThanOrEqual(mostSamples)
  })

  test('goes on where an engine has died once, and ends where the next one dies as well', async () => {
    const once = engine((asked) => {
      if (asked === 1) throw died()
    })
    expect(await heard(engineRun(once, index), 0)).toEqual(numbers(400, end))
    const always = engine((asked) => {
      if (asked > 0) throw died()
    })
    await expect(heard(engineRun(always, index), 0)).rejects.toBeInstanceOf(FootageFault)
    expect(always.asked.length).toBe(3)
  })

  test('is not there where the engine has nothing to say of the track; a bug is thrown', async () => {
    const none = engine(() => {
      throw new FootageFault({ kind: 'undecodable', name: 'clip' })
    })
    expect(await engineSound(none, index, never)).toBeNull()
    expect(await engineSound(engine(), { ...index, firstSample: sampleIndex(end) }, never)).toBeNull()
    expect(await engineSound(engine(), index, never)).not.toBeNull()
    const broken = engine(() => {
      throw new TypeError('a bug')
    })
    await expect(engineSound(broken, index, never)).rejects.toBeInstanceOf(TypeError)
  })
})

describe('sound of a window whose decoder gives up', () => {
  const block = (from: number): SoundBlock => ({
    ...{ clipSeconds: from / 8000, sampleRate: 8000 },
    planes: [Float32Array.from(numbers(from, from + 800))],
  })
  const givingUp = (fault: unknown): SoundRun =>
    async function* (from) {
      yield block(Math.round(from * 8000))
      throw fault
    }

  test('goes on in the engine at the next sample, and later runs are the engine’s altogether', async () => {
    const { asked, decodeSound } = engine()
    const run = withEngine(givingUp(new DOMException('no', 'EncodingError')), engineRun({ decodeSound }, index))
    expect(await heard(run, 1)).toEqual(numbers(8000, end))
    expect(asked[0]?.[1]).toBe(8800)
    asked.splice(0)
    expect(await heard(run, 2)).toEqual(numbers(16_000, end))
    expect(asked[0]?.[1]).toBe(16_000)
  })

  test('is no doubt of the window where the footage cannot be read', async () => {
    const run = withEngine(givingUp(died()), engineRun(engine(), index))
    await expect(heard(run, 1)).rejects.toBeInstanceOf(FootageFault)
  })
})
