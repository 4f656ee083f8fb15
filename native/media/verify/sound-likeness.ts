/** Parts of a window that are compared on their own (seconds). */
const partSeconds = 0.1

/** Encoders may replace what lies above about 4 kHz by noise of the same strength: only what lies below is compared. */
const comparedRate = 6000

/** Parts that are quieter than this (-46 dBFS) have nothing to compare. */
const quiet = 0.005

/**
 * How like the original's sound the copy's is where it is least: the smallest correlation of their parts, 1 where all is
 * quiet. `lag` is by how many samples the copy is behind. A whole window may fit well although a word in it is another.
 */
export function leastLikeness(original: Float32Array, copy: Float32Array, rate: number, lag: number): number {
  const factor = Math.max(1, Math.floor(rate / comparedRate))
  const length = Math.floor((partSeconds * rate) / factor)
  const [from, until] = [Math.max(0, -lag), Math.min(original.length, copy.length - lag)]
  const before = lowered(original.subarray(from, until), factor)
  const after = lowered(copy.subarray(from + lag, until + lag), factor)
  let least = 1
  for (let at = 0; at + length <= before.length; at += length) {
    least = Math.min(least, likeness(before.subarray(at, at + length), after.subarray(at, at + length)))
  }
  return least
}

function likeness(before: Float32Array, after: Float32Array): number {
  let [product, energyBefore, energyAfter] = [0, 0, 0]
  for (const [at, a] of before.entries()) {
    const b = after[at] ?? 0
    product += a * b
    energyBefore += a * a
    energyAfter += b * b
  }
  if (Math.max(energyBefore, energyAfter) < quiet * quiet * before.length) return 1
  const energy = Math.sqrt(energyBefore * energyAfter)
  return energy > 0 ? product / energy : 0
}

/** Means of `factor` samples, around their own mean. */
function lowered(samples: Float32Array, factor: number): Float32Array {
  const low = new Float32Array(Math.floor(samples.length / factor))
  for (let at = 0; at < low.length; at++) {
    let sum = 0
    for (let k = 0; k < factor; k++) sum += samples[at * factor + k] ?? 0
    low[at] = sum / factor
  }
  const mean = low.reduce((sum, value) => sum + value, 0) / Math.max(1, low.length)
  return low.map((value) => value - mean)
}
