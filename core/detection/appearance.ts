/**
 * What somebody wears, as 32 hexadecimal digits: the clothing under a face or head, or the middle of a person's box. Each
 * digit is the square root of a histogram's share, from 0 (nothing) to f (all of it). Never anything of the face itself:
 * that would identify a person uniquely (DPA 2018 s.35(8)); colour and texture of clothing do not.
 *
 * - Digits 0 to 15, colourful pixels: eight hues, from red over yellow, green and blue, dark ones first, then bright ones.
 * - Digits 16 to 23, grey pixels, from black to white.
 * - Digits 24 to 31, texture: flat, faint, then strong edges by direction in six steps of 30 degrees.
 */
export type Appearance = string

/** How many shares each kind of digit stands for. */
export const appearanceParts = { hues: 8, colour: 24, texture: 8 } as const

const digits = appearanceParts.colour + appearanceParts.texture
const format = /^[0-9a-f]{32}$/
const finest = 15

/** How much of a distance colour makes; the rest is texture, which changes with distance and blur. */
const colourWeight = 0.75

/** True for a text in the format of an appearance. */
export function isAppearance(text: string): text is Appearance {
  return format.test(text)
}

/** Writes two histograms (not negative; of any sum) as an appearance; null where the colours are all 0. */
export function writeAppearance(colour: readonly number[], texture: readonly number[]): Appearance | null {
  if (colour.length !== appearanceParts.colour || texture.length !== appearanceParts.texture)
    throw new RangeError('an appearance has 24 shares of colour and 8 of texture')
  if (sumOf(colour) <= 0) return null
  return [...rootShares(colour), ...rootShares(texture)].map((root) => Math.round(root * finest).toString(16)).join('')
}

/**
 * How differently two are dressed: 0 the same, 1 nothing in common. Hellinger distance of the colours and of the
 * textures, weighed. Throws on what is no appearance.
 */
export function appearanceDistance(a: Appearance, b: Appearance): number {
  const [first, second] = [rootsOf(a), rootsOf(b)]
  const colour = hellinger(first, second, [0, appearanceParts.colour])
  const texture = hellinger(first, second, [appearanceParts.colour, digits])
  return Math.sqrt(colourWeight * colour ** 2 + (1 - colourWeight) * texture ** 2)
}

function rootShares(counts: readonly number[]): number[] {
  const sum = sumOf(counts)
  return counts.map((count) => (sum > 0 ? Math.sqrt(count / sum) : 0))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function rootsOf(text: Appearance): readonly number[] {
  if (!isAppearance(text)) throw new RangeError('not an appearance')
  return [...text].map((digit) => Number.parseInt(digit, 16))
}

/** Both sides are made unit vectors, since rounding to digits changes their lengths. Two without content are alike. */
function hellinger(a: readonly number[], b: readonly number[], [from, until]: readonly [number, number]): number {
  let [shared, lengthA, lengthB] = [0, 0, 0]
  for (let at = from; at < until; at += 1) {
    const [rootA, rootB] = [a[at] ?? 0, b[at] ?? 0]
    shared += rootA * rootB
    lengthA += rootA * rootA
    lengthB += rootB * rootB
  }
  if (lengthA === 0 || lengthB === 0) return lengthA === lengthB ? 0 : 1
  return Math.sqrt(Math.max(0, 1 - shared / Math.sqrt(lengthA * lengthB)))
}
