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

/** A peak may lose this much to the coarse search's grid, and is still tried; so many are tried. */
const nearPeak = 0.75
const peaksTried = 6

/**
 * By how many samples a window of the copy lags behind the original (negative: it leads). `quiet` where the original has
 * nothing to compare, `different` where the copy does not hold the same sound at all.
 */
export function lagOf(original: Float32Array, copy: Float32Array, rate: number): number | 'quiet' | 'different' {
  const [before, after] = [centred(original), centred(copy)]
  if (level(before) < quiet) return 'quiet'
  const factor = Math.max(1, Math.floor(rate / coarseRate))
  const [coarseBefore, coarseAfter] = [thinned(before, factor), thinned(after, factor)]
  const reach = Math.floor(Math.min((searchSeconds * rate) / factor, coarseBefore.length / 2))
  // Where the sound is all above the coarse rate's reach, nothing is left to search in.
  const fine = level(coarseBefore) < quiet
  const coarse = fine ? [0] : peaksOf(fitsAround(coarseBefore, coarseAfter, 0, reach))
  const width = fine ? 256 : factor + 2
  const best = bestOf(coarse.flatMap((lag) => fitsAround(before, after, lag * factor, width)))
  return best.fit < sameSound ? 'different' : best.lag
}

/** The samples around their mean: a constant offset, which cheap microphones add, fits itself at every lag. */
function centred(samples: Float32Array): Float32Array {
  const mean = samples.reduce((sum, value) => sum + value, 0) / Math.max(1, samples.length)
  return samples.map((value) => value - mean)
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

type Fit = { readonly lag: number; readonly fit: number }

/** How well the two fit at every lag about `about`. */
function fitsAround(a: Float32Array, b: Float32Array, about: number, reach: number): Fit[] {
  const [energyA, energyB] = [energies(a), energies(b)]
  const fits: Fit[] = []
  for (let lag = about - reach; lag <= about + reach; lag++) {
    const [from, until] = [Math.max(0, -lag), Math.min(a.length, b.length - lag)]
    const energy = between(energyA, from, until) * between(energyB, from + lag, until + lag)
    fits.push({ lag, fit: energy > 1e-12 ? product(a, b, lag, [from, until]) / Math.sqrt(energy) : 0 })
  }
  return fits
}

/** Lags about which the true one may lie: the highest peaks and, since tones have many, the peaks nearest to none. */
function peaksOf(fits: readonly Fit[]): number[] {
  const peaks = fits.filter(
    ({ fit }, at) => fit >= (fits[at - 1]?.fit ?? -1) && fit >= (fits[at + 1]?.fit ?? -1) && fit > 0,
  )
  const highest = peaks.toSorted((a, b) => b.fit - a.fit)
  const close = highest.filter(({ fit }) => fit >= (highest[0]?.fit ?? 0) * nearPeak)
  const nearest = close.toSorted((a, b) => Math.abs(a.lag) - Math.abs(b.lag))
  return [...new Set([...highest.slice(0, peaksTried), ...nearest.slice(0, 3)].map(({ lag }) => lag))]
}

function bestOf(fits: readonly Fit[]): Fit {
  const best = fits.reduce((most, each) => Math.max(most, each.fit), -1)
  const good = fits.filter(({ fit }) => fit >= best * nearlyAsGood || fit === best)
  return good.reduce(
    (least, each) => (Math.abs(each.lag) < Math.abs(least.lag) ? each : least),
    good[0] ?? { lag: 0, fit: -1 },
  )
}

/** Energy before each sample, so that that of any stretch is one subtraction. */
function energies(samples: Float32Array): Float64Array {
  const sums = new Float64Array(samples.length + 1)
  for (const [at, value] of samples.entries()) sums[at + 1] = (sums[at] ?? 0) + value * value
  return sums
}

function between(sums: Float64Array, from: number, until: number): number {
  return until > from ? (sums[until] ?? 0) - (sums[from] ?? 0) : 0
}

/** Sum of products of a with b moved back by `lag`, over what overlaps; normalised it is the correlation. */
function product(a: Float32Array, b: Float32Array, lag: number, [from, until]: readonly [number, number]): number {
  let sum = 0
  for (let at = from; at < until; at++) sum += (a[at] ?? 0) * (b[at + lag] ?? 0)
  return sum
}
