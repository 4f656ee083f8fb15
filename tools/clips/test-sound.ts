import { crossCorrelation } from './correlation.ts'

/**
 * The clips' sound: tones that step every quarter second and a click every half second, so that every shift shows.
 * `voice` keeps several tracks apart. For FFmpeg's `aevalsrc`.
 */
export function testSound(options: { rate: number; channels: number; seconds: number; voice?: number }): string {
  const { rate, channels, seconds, voice = 0 } = options
  const tone = `0.3*sin(2*PI*t*(${300 + 190 * voice}+137*mod(floor(t*4)*5,11)))`
  const click = '0.6*lt(mod(t,0.5),0.002)'
  const expressions = Array.from({ length: channels }, () => `${tone}+${click}`).join('|')
  const layout = { 1: 'mono', 2: 'stereo', 6: '5.1' }[channels] ?? 'mono'
  return `aevalsrc='${expressions}':s=${rate}:c=${layout}:d=${seconds}`
}

/**
 * By how many samples `later` lags behind `earlier` (negative: it runs ahead), from the highest cross-correlation within
 * `most` samples either way. Both are mono at the same rate.
 */
export function lagSamples(earlier: Float32Array, later: Float32Array, most: number): number {
  const scores = crossCorrelation(earlier, later)
  let bestLag = 0
  for (let lag = -most; lag <= most; lag++) {
    if ((scores.at(lag) ?? 0) > (scores.at(bestLag) ?? 0)) bestLag = lag
  }
  return bestLag
}

/** Root mean square of samples `[from, until)`; 0 for an empty range. */
export function rms(samples: Float32Array, from = 0, until = samples.length): number {
  const part = samples.subarray(from, until)
  if (part.length === 0) return 0
  let sum = 0
  for (const sample of part) sum += sample * sample
  return Math.sqrt(sum / part.length)
}
