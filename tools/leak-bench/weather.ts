import { seededNumbers } from '../clips/spoil.ts'
import type { ComposedFrame } from '../demo/draw-sprite.ts'
import type { Target } from '../demo/sprite.ts'

/** What the light and the camera do to a picture. */
export type Weather = {
  /** Share of full light, 0 to 1. */
  readonly light: number
  /** Standard deviation of the noise, in 8-bit steps of luma; colour has half of it. */
  readonly noise: number
}

/** Smears the picture along the way its content moves while the shutter is open, in pixels. */
export function smear(frame: ComposedFrame, [dx, dy]: readonly [number, number]): void {
  smearPlane(frame.luma, dx, dy)
  smearPlane(frame.u, dx / 2, dy / 2)
  smearPlane(frame.v, dx / 2, dy / 2)
}

const mostTaps = 16

function smearPlane(target: Target, dx: number, dy: number): void {
  const taps = Math.min(mostTaps, Math.round(Math.hypot(dx, dy)))
  if (taps < 2) return
  const { width, height, stride, data } = target
  const steps = Array.from({ length: taps }, (_, tap) => {
    const share = tap / (taps - 1) - 0.5
    return { x: Math.round(dx * share), y: Math.round(dy * share) }
  })
  const source = data.slice(0, stride * height)
  const sums = new Uint32Array(width)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (const step of steps) addRow(sums, source, Math.max(0, Math.min(height - 1, y + step.y)) * stride, step.x)
    for (let x = 0; x < width; x++) data[y * stride + x] = ((sums[x] ?? 0) + taps / 2) / taps
  }
}

function addRow(sums: Uint32Array, source: Uint8Array, base: number, shift: number): void {
  const last = sums.length - 1
  for (let x = 0; x <= last; x++) {
    const from = x + shift
    sums[x] = (sums[x] ?? 0) + (source[base + (from < 0 ? 0 : Math.min(from, last))] ?? 0)
  }
}

/** Noise is taken from a table of this many values, begun at another place in each frame. */
const tableLength = 1 << 20

/** Takes light away and adds noise: the same for the same frame. */
export class Sensor {
  readonly #noise = new Int8Array(tableLength)
  readonly #luma: Uint8Array
  readonly #chroma: Uint8Array
  readonly #weather: Weather

  constructor(weather: Weather) {
    this.#weather = weather
    const { light, noise } = weather
    this.#luma = Uint8Array.from({ length: 256 }, (_, value) => 16 + Math.max(0, value - 16) * light ** 1.2)
    this.#chroma = Uint8Array.from({ length: 256 }, (_, value) => 128.5 + (value - 128) * Math.sqrt(light))
    const next = seededNumbers(7)
    // Four even numbers added up: near enough to a normal distribution (variance 1/3).
    for (let i = 0; i < tableLength; i++) this.#noise[i] = (next() + next() + next() + next() - 2) * 1.732 * noise
  }

  /** Takes a picture as the sensor would. */
  expose(frame: ComposedFrame, number: number): void {
    const { light, noise } = this.#weather
    if (light === 1 && noise === 0) return
    const from = Math.imul(number + 1, 777_767) & (tableLength - 1)
    this.#exposePlane(frame.luma, this.#luma, from, 0)
    this.#exposePlane(frame.u, this.#chroma, from + 12_345, 1)
    this.#exposePlane(frame.v, this.#chroma, from + 54_321, 1)
  }

  #exposePlane({ data, width, height, stride }: Target, curve: Uint8Array, from: number, shift: number): void {
    for (let y = 0; y < height; y++) {
      const row = from + y * width
      for (let x = 0; x < width; x++) {
        const noise = (this.#noise[(row + x) & (tableLength - 1)] ?? 0) >> shift
        const value = (curve[data[y * stride + x] ?? 0] ?? 0) + noise
        data[y * stride + x] = Math.max(0, Math.min(255, value))
      }
    }
  }
}
