import { expect, test } from 'vitest'
import type { SoundRun } from './sound-block.ts'
import { waveOf } from './wave-of.ts'

/** Two channels at four samples a second: each sample of the left says where it lies, the right is louder at one. */
const blocks: SoundRun = async function* (from) {
  for (let at = Math.floor(from); at < 5; at++)
    yield {
      ...{ clipSeconds: at, sampleRate: 4 },
      planes: [new Float32Array([0, 0.25, 0.5, -0.75]), new Float32Array([0, -0.5, 0, 0])],
    }
}
const { signal } = new AbortController()

test('tells the part that is asked for, the loudest channel at each sample', async () => {
  const wave = await waveOf({ blocks }, [1, 2.5], signal)
  expect(wave && { ...wave, samples: [...wave.samples] }).toEqual({
    ...{ start: 4, sampleRate: 4 },
    samples: [0, -0.5, 0.5, -0.75, 0, -0.5],
  })
})

test('past its end there is none', async () => {
  expect(await waveOf({ blocks }, [7, 8], signal)).toBeNull()
})
