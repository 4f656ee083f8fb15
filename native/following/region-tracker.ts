import { type SightFigures, sightConfidence } from '../../core/following/sight-confidence.ts'
import type { Box, Size } from '../../core/geometry/shape.ts'
import { type Kernels, type Plane, type ShrunkPlane, shrinkBox } from '../../kernels/index.ts'
import { CorrelationFilter, type Response, type Window, windowCells } from './correlation-filter.ts'
import { Looks } from './likeness.ts'
import { type Placed, ScaleFilter } from './scale-filter.ts'

/** How many times as large as the thing the window around it is. */
const windowShare = 2.5

/** A thing that is thinner than this share of its longer side is looked for with more of its surroundings. */
const thinnest = 0.5

/** Smallest side, in coded pixels, that a window is made for: smaller things are found with what is around them. */
const smallestSide = 14

/** Samples of a window along one side: what is shown larger than that is shrunk first. */
const windowSamples = 128

/** What is cut out around a window, so that it may move, in shares of the window. */
const room = 0.2

const learningRates = { patient: 0.006, quick: 0.035 } as const
const scaleRate = 0.01

/** Bounds of the change of size in one frame, and of all of it together. */
const mostScaleStep = 1.12
const smallestScale = 0.15
const largestScale = 8

/** Least confidence of a sight whose look is remembered: what may be something else must not become the thing. */
const sureToRemember = 0.7

/** What one look at a frame gave. */
export type Sighting = {
  /** True where it was found by looking around, not where it was expected. */
  readonly leapt: boolean
  readonly place: Placed
  readonly confidence: number
  readonly figures: SightFigures
}

/** Follows one thing from frame to frame, in coded pixels. Calls come in the order of following. */
export class RegionTracker {
  readonly #first: Placed
  readonly #filter: CorrelationFilter
  readonly #scales: ScaleFilter
  readonly #looks: Looks
  #place: Placed
  #scale = 1
  #speed: readonly [number, number] = [0, 0]
  #pending: { readonly shrunk: ShrunkPlane; readonly sighting: Sighting; readonly look: Float32Array } | null = null

  /** Learns what lies in `box` of the first frame. */
  constructor(kernels: Kernels, plane: Plane, box: Box) {
    this.#scales = new ScaleFilter(kernels, scaleRate)
    this.#looks = new Looks(kernels)
    this.#first = { x: box[0] + box[2] / 2, y: box[1] + box[3] / 2, width: box[2], height: box[3] }
    this.#place = this.#first
    const window = windowAround(this.#first)
    const cells = Math.sqrt(((box[2] / window.width) * box[3]) / window.height) * windowCells
    this.#filter = new CorrelationFilter(kernels, Math.max(0.8, cells / 14), learningRates)
    const shrunk = cutOut(plane, window)
    this.#learn(shrunk, this.#looks.lookAt(shrunk, this.#place), true)
  }

  /** Where the thing was last taken to be. */
  get place(): Placed {
    return this.#place
  }

  /** Looks for the thing in the next frame; the camera's own motion since the last one is known. Learns nothing yet. */
  look(plane: Plane, camera: { readonly dx: number; readonly dy: number }): Sighting {
    const expected = {
      ...this.#place,
      x: this.#place.x + camera.dx + this.#speed[0],
      y: this.#place.y + camera.dy + this.#speed[1],
    }
    const first = this.#lookAt(plane, expected)
    if (first.sighting.confidence >= 0.5) return this.#keep(first)
    const others = [this.#place, ...around(expected)].map((place) => this.#lookAt(plane, place))
    const best = others.reduce((a, b) => (b.sighting.confidence > a.sighting.confidence + 0.1 ? b : a), first)
    return this.#keep({ ...best, sighting: { ...best.sighting, leapt: best !== first } })
  }

  /** The last look was sure: the thing is there, and looks like that. */
  take(camera: { readonly dx: number; readonly dy: number }, framesSince: number): void {
    const pending = this.#pending
    if (!pending) throw new Error('nothing was looked at')
    const { place } = pending.sighting
    const [dx, dy] = [place.x - this.#place.x - camera.dx, place.y - this.#place.y - camera.dy]
    const share = framesSince > 1 ? 0 : 0.5
    this.#speed = [this.#speed[0] * (1 - share) + dx * share, this.#speed[1] * (1 - share) + dy * share]
    this.#place = place
    this.#scale = place.width / this.#first.width
    this.#learn(pending.shrunk, pending.look, pending.sighting.confidence >= sureToRemember)
  }

  /** The last look was not sure: the thing is expected to go on as it went, ever more slowly. */
  bridge(camera: { readonly dx: number; readonly dy: number }): void {
    this.#pending = null
    this.#place = {
      ...this.#place,
      x: this.#place.x + camera.dx + this.#speed[0],
      y: this.#place.y + camera.dy + this.#speed[1],
    }
    this.#speed = [this.#speed[0] * 0.85, this.#speed[1] * 0.85]
  }

  #keep(found: { readonly shrunk: ShrunkPlane; readonly sighting: Sighting; readonly look: Float32Array }): Sighting {
    this.#pending = found
    return found.sighting
  }

  #lookAt(plane: Plane, expected: Placed) {
    const window = windowAround(expected)
    const shrunk = cutOut(plane, window)
    const response = this.#filter.find(shrunk, window)
    const at = moved(expected, window, response)
    const place = this.#sized(shrunk, at)
    const look = this.#looks.lookAt(shrunk, place)
    const figures = figuresOf(response, window, place, this.#looks.likeness(look))
    return { shrunk, look, sighting: { place, figures, leapt: false, confidence: sightConfidence(figures) } }
  }

  #sized(shrunk: ShrunkPlane, at: Placed): Placed {
    const change = Math.max(1 / mostScaleStep, Math.min(mostScaleStep, this.#scales.find(shrunk, at)))
    const scale = Math.max(smallestScale, Math.min(largestScale, this.#scale * change))
    return { ...at, width: this.#first.width * scale, height: this.#first.height * scale }
  }

  #learn(shrunk: ShrunkPlane, look: Float32Array, remembers: boolean): void {
    this.#filter.learn(shrunk, windowAround(this.#place))
    this.#scales.learn(shrunk, this.#place)
    if (remembers) this.#looks.remember(look)
  }
}

/** The window in which a thing is looked for. */
function windowAround({ x, y, width, height }: Placed): Window {
  const longer = Math.max(width, height)
  const side = (own: number): number => windowShare * Math.max(own, thinnest * longer, smallestSide)
  return { x, y, width: side(width), height: side(height) }
}

/** Eight places around an expected one, where a thing may be that has leapt. */
function around(place: Placed): Placed[] {
  const { width, height } = windowAround(place)
  const steps = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const))
  return steps
    .filter(([right, down]) => right !== 0 || down !== 0)
    .map(([right, down]) => ({ ...place, x: place.x + right * width * 0.35, y: place.y + down * height * 0.35 }))
}

function cutOut(plane: Plane, { x, y, width, height }: Window): ShrunkPlane {
  const [acrossHalf, downHalf] = [width * (0.5 + room), height * (0.5 + room)]
  const left = Math.floor(x - acrossHalf)
  const top = Math.floor(y - downHalf)
  const box = { x: left, y: top, width: Math.ceil(x + acrossHalf) - left, height: Math.ceil(y + downHalf) - top }
  return shrinkBox(plane, box, Math.max(1, Math.round(Math.min(width, height) / windowSamples)))
}

function moved(expected: Placed, window: Window, { quick }: Response): Placed {
  return { ...expected, x: expected.x + quick.dx * window.width, y: expected.y + quick.dy * window.height }
}

function figuresOf({ patient, quick }: Response, window: Window, place: Placed, likeness: number): SightFigures {
  const apartX = ((patient.dx - quick.dx) * window.width) / place.width
  const apartY = ((patient.dy - quick.dy) * window.height) / place.height
  return {
    patient: patient.height,
    quick: quick.height,
    clearness: quick.clearness,
    apart: Math.sqrt(apartX * apartX + apartY * apartY),
    likeness,
  }
}

/** Share of a thing's box that lies in a picture. */
export function visibleShare({ x, y, width, height }: Placed, picture: Size): number {
  const across = Math.min(picture.width, x + width / 2) - Math.max(0, x - width / 2)
  const down = Math.min(picture.height, y + height / 2) - Math.max(0, y - height / 2)
  return across > 0 && down > 0 ? (across / width) * (down / height) : 0
}
