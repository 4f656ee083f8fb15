import type { Size } from '../../core/geometry/shape.ts'

/** What a poor camera does to a picture. */
export const weathers = ['plain', 'dark', 'noisy', 'blurred'] as const

/** One of them. */
export type Weather = (typeof weathers)[number]

/** Packed RGB24. */
type Rgb = { readonly rgb: Uint8Array; readonly size: Size }

/** Light that is left in the dark, and how far noise strays (standard deviation of a value from 0 to 255). */
const dark = { light: 0.2, noise: 4 }
const noisy = 14

/** The picture as it comes through the weather; blur is wider where faces are taller. */
export function spoiled(picture: Rgb, weather: Weather, faceHeight: number, noise: () => number): Uint8Array {
  const { rgb } = picture
  if (weather === 'dark') return rgb.map((value) => limited(value * dark.light + noise() * dark.noise))
  if (weather === 'noisy') return rgb.map((value) => limited(value + noise() * noisy))
  return weather === 'blurred' ? smeared(picture, Math.max(2, Math.round(faceHeight / 6))) : rgb
}

/** Noise of standard deviation 1, the same for the same seed: four even numbers added up. */
export function seededNoise(seed: number): () => number {
  let state = seed >>> 0
  const even = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  return () => (even() + even() + even() + even()) * Math.sqrt(3)
}

function limited(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)))
}

/** Every pixel the mean of `length` pixels to its right: a camera that turns. */
function smeared({ rgb, size }: Rgb, length: number): Uint8Array {
  const result = new Uint8Array(rgb.length)
  const row = size.width * 3
  for (let at = 0; at < rgb.length; at += 1) {
    const end = Math.min(at + length * 3, at - (at % row) + row)
    let sum = 0
    let count = 0
    for (let from = at; from < end; from += 3) {
      sum += rgb[from] ?? 0
      count += 1
    }
    result[at] = Math.round(sum / count)
  }
  return result
}
