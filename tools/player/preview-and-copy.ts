import { Buffer } from 'node:buffer'
import type { Planes } from '../clips/read-back.ts'

/** A picture as somebody sees it: red, green and blue of every pixel, 0 to 255. */
export type SeenPicture = { readonly width: number; readonly height: number; readonly pixels: Float32Array }

/** What a page has painted: red, green, blue and alpha in base64. */
export function seenOfPainted(painted: string, { width, height }: Pick<Planes, 'width' | 'height'>): SeenPicture {
  const bytes = Buffer.from(painted, 'base64')
  const pixels = new Float32Array(width * height * 3)
  for (let at = 0; at < pixels.length; at++) pixels[at] = bytes[Math.floor(at / 3) * 4 + (at % 3)] ?? 0
  return { width, height, pixels }
}

/**
 * A copy's frame as a screen shows it, by ITU-R BT.601 in studio range (what a browser takes for a picture that says nothing of its
 * colours): values beyond what a screen has are cut off, which is why preview and copy can only be compared here.
 */
export function seenOfCopy({ width, height, y, u, v }: Planes): SeenPicture {
  const pixels = new Float32Array(width * height * 3)
  const half = (width + 1) >> 1
  for (let at = 0; at < width * height; at++) {
    const small = (Math.floor(at / width) >> 1) * half + ((at % width) >> 1)
    const bright = 1.164384 * ((y[at] ?? 0) - 16)
    const [blue, red] = [(u[small] ?? 0) - 128, (v[small] ?? 0) - 128]
    const seen = [bright + 1.596027 * red, bright - 0.391762 * blue - 0.812968 * red, bright + 2.017232 * blue]
    for (const [channel, value] of seen.entries()) pixels[at * 3 + channel] = Math.min(255, Math.max(0, value))
  }
  return { width, height, pixels }
}

/** How far apart two pictures lie over some pixels: on average, and over squares of eight pixels at most; in steps of 255. */
export type Apart = { readonly pixels: number; readonly mean: number; readonly worstSquare: number }

/** Side of the squares over which differences are averaged: a transform of the encoder. */
const square = 8

/** Compares pictures over the pixels that are marked. */
export function apart(one: SeenPicture, other: SeenPicture, marked: Uint8Array): Apart {
  const { width, height } = one
  const across = Math.ceil(width / square)
  const sums = new Float64Array(across * Math.ceil(height / square) * 2)
  for (let at = 0; at < marked.length; at++) {
    if (!marked[at]) continue
    const into = (Math.floor(at / width / square) * across + Math.floor((at % width) / square)) * 2
    for (let channel = 0; channel < 3; channel++) {
      const difference = (one.pixels[at * 3 + channel] ?? 0) - (other.pixels[at * 3 + channel] ?? 0)
      sums[into] = (sums[into] ?? 0) + Math.abs(difference) / 3
    }
    sums[into + 1] = (sums[into + 1] ?? 0) + 1
  }
  return summed(sums)
}

function summed(sums: Float64Array): Apart {
  let [pixels, total, worstSquare] = [0, 0, 0]
  for (let at = 0; at < sums.length; at += 2) {
    const [sum = 0, count = 0] = sums.subarray(at, at + 2)
    pixels += count
    total += sum
    // A few pixels at an edge are no square.
    if (count >= (square * square) / 2) worstSquare = Math.max(worstSquare, sum / count)
  }
  return { pixels, mean: total / Math.max(1, pixels), worstSquare }
}

/** Pixels that lie further than `reach` from every pixel that is marked otherwise: `kind` 1 within the mask, 0 outside of it. */
export function clearOfEdges(mask: Uint8Array, width: number, reach: number, kind: 0 | 1): Uint8Array {
  const clear = Uint8Array.from(mask, (value) => (value === kind ? 1 : 0))
  const height = mask.length / width
  for (let at = 0; at < mask.length; at++) {
    const [row, column] = [Math.floor(at / width), at % width]
    const isEdge =
      (column + 1 < width && mask[at] !== mask[at + 1]) || (row + 1 < height && mask[at] !== mask[at + width])
    if (!isEdge) continue
    for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + 1 + reach); y++)
      clear.fill(0, y * width + Math.max(0, column - reach), y * width + Math.min(width, column + 2 + reach))
  }
  return clear
}

/** Pixels that clearly differ from another picture. */
export function changedPixels({ pixels }: SeenPicture, other: SeenPicture, least = 40): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, at) => {
    const differs = (channel: number) =>
      Math.abs((pixels[at * 3 + channel] ?? 0) - (other.pixels[at * 3 + channel] ?? 0))
    return Math.max(differs(0), differs(1), differs(2)) >= least ? 1 : 0
  })
}
