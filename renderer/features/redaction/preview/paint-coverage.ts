import { type CoverageStrip, columnsOf, leftAfter } from '../model/coverage-lanes.ts'

type Range = readonly [from: number, until: number]

/** Where a strip lies, in CSS pixels. */
export type StripPlace = {
  readonly top: number
  /** Where the frames begin and end. */
  readonly reach: Range
  /** Where a frame begins. */
  readonly xOf: (frame: number) => number
  readonly frames: number
}

/** What came to whoever looks and is in no answer of the vault yet, as places among the frames. */
export type WatchedSince = { readonly frames: readonly Range[]; readonly sound: readonly Range[] }

/** Nothing new. */
export const nothingSince: WatchedSince = { frames: [], sound: [] }

type Ground = CanvasRenderingContext2D
type Band = { readonly top: number; readonly height: number; readonly low: number; readonly done: string }

/** What is seen and heard is low and plain, what is not is tall and hatched: the height tells it without a colour. */
const seenBand: Band = { top: 2, height: 10, low: 4, done: '#3d9e6b' }
const heardBand: Band = { top: 14, height: 6, low: 2, done: '#5aa0c8' }
const colours = { left: '#6b4c14', hatch: '#ffd257' } as const

/** Height of both bands of a strip with what is above and below them, in CSS pixels: a place above this is about what is seen. */
export const seenUntil = 13

/** Paints what somebody has seen of the clip and, under it, heard; what the copy has not is left empty. */
export function paintStrip(context: Ground, strip: CoverageStrip, since: WatchedSince, place: StripPlace): void {
  paintBand(context, { done: strip.seen, left: strip.unseen, since: since.frames }, seenBand, place)
  paintBand(context, { done: strip.heard, left: strip.unheard, since: since.sound }, heardBand, place)
}

type Parts = { readonly done: readonly Range[]; readonly left: readonly Range[]; readonly since: readonly Range[] }

function paintBand(context: Ground, { done, left, since }: Parts, band: Band, place: StripPlace): void {
  const { xOf, reach, frames } = place
  const [top, bottom] = [place.top + band.top, place.top + band.top + band.height]
  const open = leftAfter(left, since, frames)
  context.fillStyle = band.done
  for (const [from, until] of columnsOf(done, xOf, reach))
    context.fillRect(from, bottom - band.low, until - from, band.low)
  // Shown just now, and about to be counted: dotted.
  for (const [from, until] of columnsOf(since.length > 0 ? leftAfter(left, open, frames) : [], xOf, reach))
    for (let x = from; x < until; x += 4) context.fillRect(x, bottom - band.low, 2, band.low)
  paintOpen(context, columnsOf(open, xOf, reach), [top, bottom])
}

/** Whatever is too narrow for a pattern stands out by its height, and is bright. */
const narrow = 4

function paintOpen(context: Ground, columns: readonly Range[], [top, bottom]: Range): void {
  const [first] = columns
  const last = columns.at(-1)
  if (!first || !last) return
  const height = bottom - top
  context.save()
  context.beginPath()
  for (const [from, until] of columns) {
    context.fillStyle = until - from < narrow ? colours.hatch : colours.left
    context.fillRect(from, top, until - from, height)
    context.rect(from, top, until - from, height)
  }
  context.clip()
  context.beginPath()
  for (let x = Math.floor((first[0] - height) / 5) * 5; x < last[1]; x += 5) {
    context.moveTo(x, bottom)
    context.lineTo(x + height, top)
  }
  context.strokeStyle = colours.hatch
  context.lineWidth = 1.5
  context.stroke()
  context.restore()
}
