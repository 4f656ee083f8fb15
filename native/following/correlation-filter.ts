import {
  type Complex,
  type FourierTable,
  featurePlanes,
  fourierTable,
  invertGrid,
  type Kernels,
  makeComplex,
  orientationPlanes,
  type ShrunkPlane,
  sampleGrid,
} from '../../kernels/index.ts'

/** Cells along each side of the window in which a thing is looked for, and samples along each side of a cell. */
export const windowCells = 64
const cellSamples = 2
const windowSamples = windowCells * cellSamples
const area = windowCells * windowCells

/** Two real planes make one complex grid: half the transforms. */
const grids = featurePlanes / 2

/** Part of the mean energy that is added to every frequency, so that rare ones are not blown up. */
const ridge = 0.01

/** How fast what was learned first fades: the patient filter remembers, the quick one adapts. */
export type LearningRates = { readonly patient: number; readonly quick: number }

/** Where a window lies in coded pixels. */
export type Window = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A filter's answer: how far the thing has moved from the window's middle, in shares of the window, and how clearly. */
export type Peak = {
  readonly dx: number
  readonly dy: number
  /** About 1 for what was learned, 0 for nothing. */
  readonly height: number
  /** Peak to sidelobe ratio (Bolme et al. 2010). */
  readonly clearness: number
}

/** Both filters' answers to one window. */
export type Response = { readonly patient: Peak; readonly quick: Peak }

type Numerator = readonly Complex[]
type Learned = { readonly numerator: Numerator; readonly energy: Float32Array }

/**
 * A discriminative correlation filter over several planes of features (MOSSE: Bolme et al. 2010; several channels:
 * Danelljan et al. 2014, DSST), learned at two rates from the same windows. What drifts makes the two disagree.
 */
export class CorrelationFilter {
  readonly #table: FourierTable = fourierTable(windowCells)
  readonly #taper: Float32Array
  readonly #wanted: Complex
  readonly #samples = new Float32Array(windowSamples * windowSamples)
  readonly #features = new Float32Array(featurePlanes * area)
  readonly #grids: readonly Complex[] = Array.from({ length: grids }, () => makeComplex(area))
  readonly #planes: readonly Complex[] = Array.from({ length: featurePlanes }, () => makeComplex(area))
  readonly #answer = makeComplex(area)
  readonly #energy = new Float32Array(area)
  readonly #sums: Sums = { slow: makeComplex(area), fast: makeComplex(area) }
  readonly #rates: LearningRates
  readonly #kernels: Kernels
  #patient: Learned | null = null
  #quick: Learned | null = null

  /** `spread` is how wide the wanted answer is, in cells: a tenth or so of the thing's own size. */
  constructor(kernels: Kernels, spread: number, rates: LearningRates) {
    this.#kernels = kernels
    this.#rates = rates
    const hann = Float32Array.from(
      { length: windowCells },
      (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / windowCells),
    )
    this.#taper = Float32Array.from(
      { length: area },
      (_, at) => (hann[at % windowCells] ?? 0) * (hann[Math.floor(at / windowCells)] ?? 0),
    )
    this.#wanted = makeComplex(area)
    const wrapped = (at: number): number => Math.min(at, windowCells - at)
    for (let at = 0; at < area; at++) {
      const [x, y] = [wrapped(at % windowCells), wrapped(Math.floor(at / windowCells))]
      this.#wanted.re[at] = Math.exp(-(x * x + y * y) / (2 * spread * spread))
    }
    kernels.transformGrid(this.#wanted, this.#table)
  }

  /** Learns what is in the middle of the window. */
  learn(shrunk: ShrunkPlane, window: Window): void {
    this.#look(shrunk, window)
    this.#energy.fill(0)
    for (const { re, im } of this.#planes) addEnergy(re, im, this.#energy)
    this.#patient = this.#learned(this.#patient, this.#rates.patient)
    this.#quick = this.#learned(this.#quick, this.#rates.quick)
  }

  /** Looks for what was learned. Throws before anything was. */
  find(shrunk: ShrunkPlane, window: Window): Response {
    if (!this.#patient || !this.#quick) throw new Error('a filter learns before it finds')
    this.#look(shrunk, window)
    this.#respond(this.#patient, this.#quick)
    return { patient: peakOf(this.#answer.re), quick: peakOf(this.#answer.im) }
  }

  /** Transforms the window's features into `planes`. */
  #look(shrunk: ShrunkPlane, { x, y, width, height }: Window): void {
    const grid = { x, y, stepX: width / windowSamples, stepY: height / windowSamples }
    sampleGrid(shrunk, grid, windowSamples, this.#samples)
    orientationPlanes(this.#kernels, { samples: this.#samples, size: windowSamples, cell: cellSamples }, this.#features)
    for (const [pair, grid] of this.#grids.entries()) {
      const from = 2 * pair * area
      for (let at = 0; at < area; at++) {
        const taper = this.#taper[at] ?? 0
        grid.re[at] = (this.#features[from + at] ?? 0) * taper
        grid.im[at] = (this.#features[from + area + at] ?? 0) * taper
      }
      this.#kernels.transformGrid(grid, this.#table)
      const [first, second] = [this.#planes[2 * pair], this.#planes[2 * pair + 1]]
      if (first && second) separate(grid, first, second)
    }
  }

  #learned(before: Learned | null, rate: number): Learned {
    const share = before ? rate : 1
    const learned = before ?? { numerator: this.#planes.map(() => makeComplex(area)), energy: new Float32Array(area) }
    for (const [at, plane] of this.#planes.entries()) {
      const numerator = learned.numerator[at]
      if (numerator) learnPlane(numerator, this.#wanted, plane, share)
    }
    const { energy } = learned
    for (let i = 0; i < area; i++) energy[i] = (energy[i] ?? 0) * (1 - share) + share * (this.#energy[i] ?? 0)
    return learned
  }

  /** Both answers at once: one in the real part, one in the imaginary. */
  #respond(patient: Learned, quick: Learned): void {
    const { slow, fast } = this.#sums
    for (const part of [slow.re, slow.im, fast.re, fast.im]) part.fill(0)
    for (const [at, plane] of this.#planes.entries()) {
      const [patiently, quickly] = [patient.numerator[at], quick.numerator[at]]
      if (patiently) addProduct(plane, patiently, slow)
      if (quickly) addProduct(plane, quickly, fast)
    }
    joinAnswers(this.#sums, patient.energy, quick.energy, this.#answer)
    invertGrid(this.#answer, this.#table, this.#kernels.transformGrid)
  }
}

/** Moves a numerator towards the product of the wanted answer and a plane's conjugate. */
function learnPlane(numerator: Complex, wanted: Complex, plane: Complex, share: number): void {
  const kept = 1 - share
  for (let i = 0; i < area; i++) {
    const re = plane.re[i] ?? 0
    const im = plane.im[i] ?? 0
    const gRe = wanted.re[i] ?? 0
    const gIm = wanted.im[i] ?? 0
    numerator.re[i] = (numerator.re[i] ?? 0) * kept + share * (gRe * re + gIm * im)
    numerator.im[i] = (numerator.im[i] ?? 0) * kept + share * (gIm * re - gRe * im)
  }
}

function addEnergy(re: Float32Array, im: Float32Array, energy: Float32Array): void {
  for (let i = 0; i < area; i++) energy[i] = (energy[i] ?? 0) + (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2
}

function meanOf(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Sums over planes of both filters' products, before they are divided by the energies. */
type Sums = { readonly slow: Complex; readonly fast: Complex }

function addProduct(plane: Complex, filter: Complex, sum: Complex): void {
  for (let i = 0; i < area; i++) {
    const re = plane.re[i] ?? 0
    const im = plane.im[i] ?? 0
    const filterRe = filter.re[i] ?? 0
    const filterIm = filter.im[i] ?? 0
    sum.re[i] = (sum.re[i] ?? 0) + filterRe * re - filterIm * im
    sum.im[i] = (sum.im[i] ?? 0) + filterRe * im + filterIm * re
  }
}

/** One answer in the real part, the other in the imaginary. */
function joinAnswers({ slow, fast }: Sums, slowEnergy: Float32Array, fastEnergy: Float32Array, answer: Complex): void {
  const slowRidge = ridge * meanOf(slowEnergy) + 1e-6
  const fastRidge = ridge * meanOf(fastEnergy) + 1e-6
  for (let i = 0; i < area; i++) {
    const a = 1 / ((slowEnergy[i] ?? 0) + slowRidge)
    const b = 1 / ((fastEnergy[i] ?? 0) + fastRidge)
    answer.re[i] = (slow.re[i] ?? 0) * a - (fast.im[i] ?? 0) * b
    answer.im[i] = (slow.im[i] ?? 0) * a + (fast.re[i] ?? 0) * b
  }
}

/** Parts the transforms of two real planes that went through as one complex grid. */
function separate(grid: Complex, first: Complex, second: Complex): void {
  const { re, im } = grid
  const mask = windowCells - 1
  for (let at = 0; at < area; at++) {
    const mirror = ((windowCells - Math.floor(at / windowCells)) & mask) * windowCells + ((windowCells - at) & mask)
    const ownRe = re[at] ?? 0
    const ownIm = im[at] ?? 0
    const otherRe = re[mirror] ?? 0
    const otherIm = im[mirror] ?? 0
    first.re[at] = (ownRe + otherRe) / 2
    first.im[at] = (ownIm - otherIm) / 2
    second.re[at] = (ownIm + otherIm) / 2
    second.im[at] = (otherRe - ownRe) / 2
  }
}

/** Where between its neighbours a peak lies: the top of a parabola, -0.5 to 0.5. */
export function topBetween(before: number, peak: number, after: number): number {
  const bend = before - 2 * peak + after
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0
}

/** Cells around a peak that belong to it rather than to its surroundings. */
const peakReach = 7

function peakOf(answer: Float32Array): Peak {
  let best = 0
  for (let at = 1; at < area; at++) if ((answer[at] ?? 0) > (answer[best] ?? 0)) best = at
  const [column, row] = [best % windowCells, Math.floor(best / windowCells)]
  const value = (x: number, y: number): number =>
    answer[((y + windowCells) % windowCells) * windowCells + ((x + windowCells) % windowCells)] ?? 0
  const height = value(column, row)
  const x = column + topBetween(value(column - 1, row), height, value(column + 1, row))
  const y = row + topBetween(value(column, row - 1), height, value(column, row + 1))
  const signed = (at: number): number => (at > windowCells / 2 ? at - windowCells : at) / windowCells
  return { dx: signed(x), dy: signed(y), height, clearness: clearnessOf(answer, column, row, height) }
}

function clearnessOf(answer: Float32Array, column: number, row: number, height: number): number {
  let [sum, squares, count] = [0, 0, 0]
  for (let y = 0; y < windowCells; y++) {
    const down = Math.abs(y - row)
    const near = Math.min(down, windowCells - down) <= peakReach
    for (let x = 0; x < windowCells; x++) {
      const across = Math.abs(x - column)
      if (near && Math.min(across, windowCells - across) <= peakReach) continue
      const value = answer[y * windowCells + x] ?? 0
      sum += value
      squares += value * value
      count++
    }
  }
  const mean = sum / count
  return (height - mean) / (Math.sqrt(Math.max(0, squares / count - mean * mean)) + 1e-6)
}
