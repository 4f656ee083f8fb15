import { expect, test } from 'vitest'
import { TimeStretch } from './time-stretch.ts'

const sampleRate = 16_000

function tone(hertz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: sampleRate * seconds }, (_, at) =>
    Math.sin((2 * Math.PI * hertz * at) / sampleRate),
  )
}

/** Crossings of zero upwards in a second: the pitch of a tone. */
function pitchOf(sound: Float32Array): number {
  let crossings = 0
  for (let at = 1; at < sound.length; at++) if ((sound[at - 1] ?? 0) < 0 && (sound[at] ?? 0) >= 0) crossings++
  return (crossings / sound.length) * sampleRate
}

function stretched(planes: readonly Float32Array[], rate: number, block = 1024): Float32Array[] {
  const stretch = new TimeStretch(rate, sampleRate, planes.length)
  const out: number[][] = planes.map(() => [])
  const length = planes[0]?.length ?? 0
  for (let at = 0; at < length; at += block) {
    const done = stretch.feed(planes.map((plane) => plane.subarray(at, at + block)))
    for (const [channel, plane] of done.entries()) out[channel]?.push(...plane)
  }
  return out.map((samples) => Float32Array.from(samples))
}

test.each([0.5, 1.5, 2])('at %s times the pace it lasts as much less long, at its own pitch', (rate) => {
  const [out = new Float32Array(0)] = stretched([tone(440, 4)], rate)
  expect(out.length / sampleRate).toBeGreaterThan(4 / rate - 0.2)
  expect(out.length / sampleRate).toBeLessThanOrEqual(4 / rate + 0.05)
  expect(pitchOf(out.subarray(2000))).toBeGreaterThan(435)
  expect(pitchOf(out.subarray(2000))).toBeLessThan(445)
})

test('a steady tone stays steady: pieces do not cancel each other', () => {
  const [out = new Float32Array(0)] = stretched([tone(220, 4)], 2)
  for (let at = 2000; at + 400 < out.length; at += 400) {
    const loudest = Math.max(...out.subarray(at, at + 400).map(Math.abs))
    expect(loudest).toBeGreaterThan(0.85)
    expect(loudest).toBeLessThan(1.1)
  }
})

test('channels stay together, and what it is fed in does not matter', () => {
  const planes = [tone(300, 2), tone(300, 2).map((sample) => sample * 0.5)]
  const small = stretched(planes, 2, 160)
  const large = stretched(planes, 2, 8000)
  const length = Math.min(small[0]?.length ?? 0, large[0]?.length ?? 0)
  expect(length).toBeGreaterThan(sampleRate * 0.8)
  for (let at = 0; at < length; at++) {
    expect(small[0]?.[at]).toBe(large[0]?.[at])
    expect(small[1]?.[at]).toBeCloseTo((small[0]?.[at] ?? 0) * 0.5, 5)
  }
})
