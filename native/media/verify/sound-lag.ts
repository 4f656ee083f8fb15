/** Sound is searched this far either way (seconds). */
const searchSeconds = 0.15

/** The coarse search runs at about this rate (samples a second). */
const coarseRate = 6000

/** Below this level there is nothing to compare (-60 dBFS). */
const quiet = 0.001

/** Below this correlation two windows are not the same sound: AAC at speech rates stays far above. */
const sameSound = 0.5

/** Among lags that fit nearly as well as the best, the smallest is meant: a steady tone fits at every period. */
const nearlyAsGood = 0.985

/**
 * By how many samples a window of the copy lags behind the original (negative: it leads). `quiet` where the original has
 * nothing to compare, `different` where the copy does not hold the same sound at all.
 */
export function lagOf(original: Float32Array, copy: Float32Array, rate: number): number | 'quiet' | 'different' {
  if (level(original) < quiet) return 'quiet'
  const factor = Math.max(1, Math.floor(rate / coarseRate))
  const [coarseOriginal, coarseCopy] = [thinned(original, factor), thinned(copy, factor)]
  const reach = Math.floor(Math.min((searchSeconds * rate) / factor, coarseOriginal.length / 2))
  // Where the sound is all above the coarse rate's reach, nothing is left to search in.
  const fine = level(coarseOriginal) < quiet
  const coarse = fine ? { lag: 0 } : bestLag(coarseOriginal, coarseCopy, 0, reach)
  const best = bestLag(original, copy, coarse.lag * factor, fine ? 256 : factor + 2)
  return best.fit < sameSound ? 'different' : best.lag
}

function level(samples: Float32Array): number {
  let energy = 0
  for (const value of samples) energy += value * value
  return Math.sqrt(energy / Math.max(1, samples.length))
}

/** Means of `factor` samples: a plain low-pass that is enough to find a lag. */
function thinned(samples: Float32Array, factor: number): Float32Array {
  const thin = new Float32Array(Math.floor(samples.length / factor))
  for (let at = 0; at < thin.length; at++) {
    let sum = 0
    for (let k = 0; k < factor; k++) sum += samples[at * factor + k] ?? 0
    thin[at] = sum / factor
  }
  return thin
}

function bestLag(a: Float32Array, b: Float32Array, about: number, reach: number): { lag: number; fit: number } {
  const fits: { lag: number; fit: number }[] = []
  for (let lag = about - reach; lag <= about + reach; lag++) fits.push({ lag, fit: correlation(a, b, lag) })
  const best = fits.reduce((most, each) => Math.max(most, each.fit), -1)
  const good = fits.filter(({ fit }) => fit >= best * nearlyAsGood || fit === best)
  return good.reduce(
    (least, each) => (Math.abs(each.lag) < Math.abs(least.lag) ? each : least),
    good[0] ?? { lag: 0, fit: -1 },
  )
}

/** Normalised correlation of a with b moved back by `lag`, over what overlaps. */
function correlation(a: Float32Array, b: Float32Array, lag: number): number {
  const from = Math.max(0, -lag)
  const until = Math.min(a.length, b.length - lag)
  let [product, energyA, energyB] = [0, 0, 0]
  for (let at = from; at < until; at++) {
    const [x, y] = [a[at] ?? 0, b[at + lag] ?? 0]
    product += x * y
    energyA += x * x
    energyB += y * y
  }
  return energyA > 0 && energyB > 0 ? product / Math.sqrt(energyA * energyB) : 0
}
