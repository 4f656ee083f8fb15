import { featurePlanes, type Kernels, orientationPlanes, type ShrunkPlane, sampleGrid } from '../../kernels/index.ts'
import { topBetween } from './correlation-filter.ts'

/** Sizes that are tried at once, and the step from one to the next. */
const sizes = 17
const step = 1.025
const middle = (sizes - 1) / 2

const patchSamples = 32
const cellSamples = 4
const patchCells = patchSamples / cellSamples
const values = featurePlanes * patchCells * patchCells

/** How wide the wanted answer is, in steps. */
const spread = 1
const ridge = 0.002

/** A thing's box by its middle, in coded pixels. */
export type Placed = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** What lies in the corners of a box is hardly ever of the thing: it counts less towards them. */
const taper = Float32Array.from({ length: patchCells * patchCells }, (_, at) => {
  const across = ((at % patchCells) + 0.5) / patchCells - 0.5
  const down = (Math.floor(at / patchCells) + 0.5) / patchCells - 0.5
  return Math.exp(-(across * across + down * down) / 0.16)
})

type Line = { readonly re: Float32Array; readonly im: Float32Array }

const angles = Array.from(
  { length: sizes * sizes },
  (_, at) => (-2 * Math.PI * Math.floor(at / sizes) * (at % sizes)) / sizes,
)
const cosines = Float64Array.from(angles, Math.cos)
const sines = Float64Array.from(angles, Math.sin)

/** How large a thing has become: a correlation filter along its size alone (Danelljan et al. 2014, DSST). */
export class ScaleFilter {
  readonly #kernels: Kernels
  readonly #rate: number
  readonly #samples = new Float32Array(patchSamples * patchSamples)
  readonly #patches = Array.from({ length: sizes }, () => new Float32Array(values))
  readonly #wanted: Line
  readonly #numerator: Line = { re: new Float32Array(sizes * values), im: new Float32Array(sizes * values) }
  readonly #energy = new Float64Array(sizes)
  readonly #lines: Line = { re: new Float32Array(sizes * values), im: new Float32Array(sizes * values) }
  #learned = false

  constructor(kernels: Kernels, rate: number) {
    this.#kernels = kernels
    this.#rate = rate
    this.#wanted = { re: new Float32Array(sizes), im: new Float32Array(sizes) }
    for (let k = 0; k < sizes; k++) {
      for (let at = 0; at < sizes; at++) {
        const value = Math.exp(-((at - middle) ** 2) / (2 * spread * spread))
        this.#wanted.re[k] = (this.#wanted.re[k] ?? 0) + value * (cosines[k * sizes + at] ?? 0)
        this.#wanted.im[k] = (this.#wanted.im[k] ?? 0) + value * (sines[k * sizes + at] ?? 0)
      }
    }
  }

  /** Learns the thing at its size. */
  learn(shrunk: ShrunkPlane, place: Placed): void {
    this.#look(shrunk, place)
    const share = this.#learned ? this.#rate : 1
    this.#learned = true
    for (let k = 0; k < sizes; k++) {
      const wanted = { re: this.#wanted.re[k] ?? 0, im: this.#wanted.im[k] ?? 0 }
      const energy = learnLine(this.#numerator, wanted, part(this.#lines, k), { from: k * values, share })
      this.#energy[k] = (this.#energy[k] ?? 0) * (1 - share) + share * energy
    }
  }

  /** How many times as large the thing is as `place` says. */
  find(shrunk: ShrunkPlane, place: Placed): number {
    this.#look(shrunk, place)
    const mean = this.#energy.reduce((sum, value) => sum + value, 0) / sizes
    const answers = new Float64Array(sizes)
    for (let k = 0; k < sizes; k++) {
      const { re, im } = productOf(part(this.#lines, k), part(this.#numerator, k))
      const share = 1 / ((this.#energy[k] ?? 0) + ridge * mean + 1e-9)
      for (let at = 0; at < sizes; at++) {
        const angle = k * sizes + at
        answers[at] = (answers[at] ?? 0) + (re * (cosines[angle] ?? 0) + im * (sines[angle] ?? 0)) * share
      }
    }
    const best = answers.indexOf(Math.max(...answers))
    const top = topBetween(answers[best - 1] ?? -1, answers[best] ?? 0, answers[best + 1] ?? -1)
    return step ** (best + top - middle)
  }

  /** Features of the thing at every size, as transformed lines across sizes. */
  #look(shrunk: ShrunkPlane, place: Placed): void {
    for (const [at, patch] of this.#patches.entries()) this.#fill(patch, shrunk, place, at - middle)
    for (let k = 0; k <= middle; k++) {
      const { re, im } = part(this.#lines, k)
      re.fill(0)
      im.fill(0)
      for (const [at, patch] of this.#patches.entries()) {
        addTurned(patch, cosines[k * sizes + at] ?? 0, re)
        addTurned(patch, sines[k * sizes + at] ?? 0, im)
      }
      if (k === 0) continue
      // Real values: the other half mirrors this one.
      const mirror = part(this.#lines, sizes - k)
      mirror.re.set(re)
      for (let i = 0; i < values; i++) mirror.im[i] = -(im[i] ?? 0)
    }
  }

  /** Features of the thing as if it were some steps larger; sizes far from the expected one count less. */
  #fill(patch: Float32Array, shrunk: ShrunkPlane, { x, y, width, height }: Placed, steps: number): void {
    const size = step ** steps / patchSamples
    sampleGrid(shrunk, { x, y, stepX: width * size, stepY: height * size }, patchSamples, this.#samples)
    orientationPlanes(this.#kernels, { samples: this.#samples, size: patchSamples, cell: cellSamples }, patch)
    const fade = 0.5 + 0.5 * Math.cos((Math.PI * steps) / (middle + 1))
    for (let i = 0; i < values; i++) patch[i] = (patch[i] ?? 0) * fade * (taper[i % taper.length] ?? 0)
  }
}

/** One frequency of all values. */
function part({ re, im }: Line, k: number): Line {
  return { re: re.subarray(k * values, (k + 1) * values), im: im.subarray(k * values, (k + 1) * values) }
}

function addTurned(patch: Float32Array, turn: number, to: Float32Array): void {
  for (let i = 0; i < values; i++) to[i] = (to[i] ?? 0) + (patch[i] ?? 0) * turn
}

/** Moves a numerator towards what one frequency asks for; answers that frequency's energy. */
function learnLine(
  numerator: Line,
  wanted: { readonly re: number; readonly im: number },
  line: Line,
  { from, share }: { readonly from: number; readonly share: number },
): number {
  let energy = 0
  for (let i = 0; i < values; i++) {
    const re = line.re[i] ?? 0
    const im = line.im[i] ?? 0
    const at = from + i
    numerator.re[at] = (numerator.re[at] ?? 0) * (1 - share) + share * (wanted.re * re + wanted.im * im)
    numerator.im[at] = (numerator.im[at] ?? 0) * (1 - share) + share * (wanted.im * re - wanted.re * im)
    energy += re * re + im * im
  }
  return energy
}

function productOf(a: Line, b: Line): { readonly re: number; readonly im: number } {
  let re = 0
  let im = 0
  for (let i = 0; i < values; i++) {
    re += (a.re[i] ?? 0) * (b.re[i] ?? 0) - (a.im[i] ?? 0) * (b.im[i] ?? 0)
    im += (a.re[i] ?? 0) * (b.im[i] ?? 0) + (a.im[i] ?? 0) * (b.re[i] ?? 0)
  }
  return { re, im }
}
