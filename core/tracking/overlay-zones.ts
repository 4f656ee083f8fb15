import type { Detection, DetectionClass, DetectionRun } from '../detection/detection.ts'
import { boxUnion, insidePicture, shareInside } from '../geometry/overlap.ts'
import type { Box, Point } from '../geometry/shape.ts'
import { toPicture } from './camera.ts'
import { median } from './camera-motion.ts'
import type { TrackingClip } from './tracking-settings.ts'
import type { CameraPath } from './trails.ts'

/** Something burnt into the picture: one place for the whole clip, with how often and how surely it was seen there. */
export type OverlayZone = {
  readonly box: Box
  readonly scores: readonly number[]
  /** First and last frame in which it was seen. */
  readonly seen: readonly [first: number, last: number]
}

/** Columns of the grid on which text stays put, over the picture's longer side. */
const columns = 160
/** Text that stays put covers a cell in this share of the looks, */
const steadyShare = 0.6
/** in each of so many parts of the clip, */
const clipParts = 4
/** and there are at least so many looks. */
const leastLooks = 6
/** Cells this near to each other are one zone: the lines of one overlay. */
const reach = 2
/** Boxes of which this much lies in a zone belong to it; what is derived from text reaches out around its lines. */
const insideShare = 0.7
const derivedShare = 0.4
/** The scene moves when the camera has, at some look, moved this share of the picture's longer side away from another. */
const movedShare = 0.04
/** Overlays are no taller than this share of the picture, all lines together. */
const tallestShare = 0.25

/** Classes that text of an overlay may be taken for. */
const textual: ReadonlySet<DetectionClass> = new Set<DetectionClass>(['text', 'document', 'card', 'plate'])

type Grid = { readonly cell: number; readonly across: number; readonly down: number }

function gridOf({ width, height }: TrackingClip): Grid {
  const cell = Math.max(1, Math.max(width, height) / columns)
  return { cell, across: Math.ceil(width / cell), down: Math.ceil(height / cell) }
}

/** Cells whose middle lies in a box. */
function cellsOf(box: Box, { cell, across, down }: Grid): number[] {
  const [left, right] = [Math.max(0, Math.ceil(box[0] / cell - 0.5)), Math.min(across, (box[0] + box[2]) / cell - 0.5)]
  const [top, bottom] = [Math.max(0, Math.ceil(box[1] / cell - 0.5)), Math.min(down, (box[1] + box[3]) / cell - 0.5)]
  const cells: number[] = []
  for (let row = top; row <= bottom && row < down; row++)
    for (let column = left; column <= right && column < across; column++) cells.push(row * across + column)
  return cells
}

/** Frames in which text was looked for, in order. */
function textLooks(run: DetectionRun, texts: readonly Detection[]): readonly number[] {
  const models = new Set(texts.map((text) => text.model))
  const examined = run.examined.filter((one) => models.has(one.model) && !one.roi).map((one): number => one.frame)
  return [...new Set([...examined, ...texts.map((text): number => text.frame)])].sort((a, b) => a - b)
}

function sceneMoves(looks: readonly number[], measured: CameraPath, clip: TrackingClip): boolean {
  const least = movedShare * Math.max(clip.width, clip.height)
  const middle: Point = [clip.width / 2, clip.height / 2]
  const places = looks.map((frame) => toPicture(middle, measured(frame)))
  const spread = (axis: 0 | 1): number => {
    const values = places.map((place) => place[axis])
    return values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  }
  return looks.length > 0 && Math.hypot(spread(0), spread(1)) >= least
}

/** Cells with text in most looks of every part of the clip. */
function steadyCells(texts: readonly Detection[], looks: readonly number[], grid: Grid): ReadonlySet<number> {
  const byFrame = Map.groupBy(texts, (text): number => text.frame)
  const perPart = Array.from({ length: clipParts }, () => new Int32Array(grid.across * grid.down))
  const looksOfPart = new Int32Array(clipParts)
  for (const [position, frame] of looks.entries()) {
    const part = Math.floor((position * clipParts) / looks.length)
    looksOfPart[part] = (looksOfPart[part] ?? 0) + 1
    const counts = perPart[part]
    const cells = new Set((byFrame.get(frame) ?? []).flatMap((text) => cellsOf(text.box, grid)))
    if (counts) for (const cell of cells) counts[cell] = (counts[cell] ?? 0) + 1
  }
  const steady = new Set<number>()
  for (let cell = 0; cell < grid.across * grid.down; cell++) {
    if (perPart.every((counts, part) => (counts[cell] ?? 0) >= steadyShare * (looksOfPart[part] ?? 0))) steady.add(cell)
  }
  return steady
}

/** Takes the cells near one out of `left`. */
function takeNear(cell: number, left: Set<number>, { across, down }: Grid): number[] {
  const [column, row] = [cell % across, Math.floor(cell / across)]
  const near: number[] = []
  for (let y = Math.max(0, row - reach); y <= Math.min(down - 1, row + reach); y++) {
    for (let x = Math.max(0, column - reach); x <= Math.min(across - 1, column + reach); x++) {
      if (left.delete(y * across + x)) near.push(y * across + x)
    }
  }
  return near
}

/** Boxes around cells that lie near each other, top to bottom. */
function zonesOf(steady: ReadonlySet<number>, grid: Grid): Box[] {
  const { cell, across } = grid
  const left = new Set(steady)
  return [...steady].flatMap((start) => {
    if (!left.delete(start)) return []
    const group = [start]
    for (const at of group) group.push(...takeNear(at, left, grid))
    const boxes = group.map((at): Box => [(at % across) * cell, Math.floor(at / across) * cell, cell, cell])
    return [boxes.reduce(boxUnion)]
  })
}

/** The zone with all boxes that mostly lie in it; null where what lies there is no overlay. */
function zoneOf(place: Box, texts: readonly Detection[], clip: TrackingClip): OverlayZone | null {
  const cell = gridOf(clip).cell
  const loosely: Box = [place[0] - cell, place[1] - cell, place[2] + 2 * cell, place[3] + 2 * cell]
  const own = texts.filter((text) => shareInside(text.box, loosely) >= insideShare)
  const frames = own.map((text): number => text.frame)
  if (own.length < leastLooks || place[3] > tallestShare * clip.height) return null
  const edge = (of: (box: Box) => number, far: 1 | -1): number => {
    const values = own.map((text) => of(text.box)).sort((a, b) => far * (a - b))
    // The outermost hundredth are boxes that run together with text of the scene.
    return values[Math.floor(0.99 * (values.length - 1))] ?? median(values)
  }
  const left = Math.min(
    place[0],
    edge((box) => box[0], -1),
  )
  const top = Math.min(
    place[1],
    edge((box) => box[1], -1),
  )
  const right = Math.max(
    place[0] + place[2],
    edge((box) => box[0] + box[2], 1),
  )
  const bottom = Math.max(
    place[1] + place[3],
    edge((box) => box[1] + box[3], 1),
  )
  const box = insidePicture([left, top, right - left, bottom - top], clip)
  const first = frames.reduce((a, b) => Math.min(a, b), clip.frames)
  const last = frames.reduce((a, b) => Math.max(a, b), 0)
  return box ? { box, scores: own.map((text) => text.score), seen: [first, last] } : null
}

/**
 * Text that stays at the same place on the screen through nearly the whole clip while the scene moves: date, model and
 * serial that a camera burns in. One zone for each place, top to bottom; none where the camera was not seen to move,
 * since a sign on the wall stays put then as well.
 */
export function overlayZones(run: DetectionRun, clip: TrackingClip, measured: CameraPath): readonly OverlayZone[] {
  const texts = run.detections.filter((one) => one.class === 'text' && insidePicture(one.box, clip) !== null)
  const looks = textLooks(run, texts)
  if (looks.length < leastLooks * clipParts || !sceneMoves(looks, measured, clip)) return []
  const grid = gridOf(clip)
  return zonesOf(steadyCells(texts, looks, grid), grid).flatMap((place) => zoneOf(place, texts, clip) ?? [])
}

/** The run without the boxes that show an overlay: one zone, one decision. */
export function withoutOverlays(run: DetectionRun, zones: readonly OverlayZone[]): DetectionRun {
  if (zones.length === 0) return run
  const detections = run.detections.filter(({ class: name, box, derivedFrom }) => {
    const share = derivedFrom ? derivedShare : insideShare
    return !textual.has(name) || zones.every((zone) => shareInside(box, zone.box) < share)
  })
  return { ...run, detections }
}
