import type { Size } from '../../../../core/geometry/shape.ts'
import type { CoverageStrip } from '../model/coverage-lanes.ts'
import type { GroupRow, LaneRow } from '../model/lane-groups.ts'
import { keysInSight, type Lane, type LaneBar, type LaneWindow, type WholeRanges } from '../model/lanes.ts'
import type { Decision } from '../model/subjects.ts'
import { nothingSince, paintStrip, type WatchedSince } from './paint-coverage.ts'

/** Height of a lane, in CSS pixels. */
export const laneHeight = 22
/** Height of the lane above all others: what is disclosed. It stays when the others are scrolled. */
export const headHeight = 22
/** Where the names end and the frames begin. */
export const nameWidth = 132

/** What the timeline shows. */
export type LanesLook = {
  readonly rows: readonly LaneRow[]
  /** Frames of the clip. */
  readonly frames: number
  readonly window: LaneWindow
  readonly whole: WholeRanges
  readonly chosen: string | null
  readonly playhead: number
  /** How far down the lanes are scrolled, in CSS pixels. */
  readonly scrolled: number
  /** The marked part; null where there is none. */
  readonly marked: readonly [from: number, until: number] | null
  /** What came to whoever looks since the vault was asked. */
  readonly since: WatchedSince
  /** What was seen and heard was asked before an edit: it is faint until it is known again. */
  readonly isStale: boolean
}

type Ground = CanvasRenderingContext2D

const bars: Readonly<Record<Decision, string>> = {
  undecided: '#a87418',
  hidden: '#a8453d',
  kept: '#2b8a57',
  ignored: '#3a4147',
  beside: '#3a4147',
}

const colours = {
  ground: '#15181b',
  line: '#23282d',
  chosen: '#22303a',
  group: '#1c2126',
  name: '#c9d1d7',
  chosenName: '#ffffff',
  key: '#ffffff',
  weak: '#ffd257',
  gap: 'rgb(0 0 0 / 55%)',
  span: '#40525f',
  blank: '#000000',
  marked: 'rgb(92 179 219 / 16%)',
  head: '#5cb3db',
} as const

/** Where a frame begins, in CSS pixels. */
export function frameX(frame: number, window: LaneWindow, width: number): number {
  return nameWidth + ((frame - window.from) / (window.until - window.from)) * (width - nameWidth)
}

/** The frame at a place, parts of it included. */
export function frameAtX(x: number, window: LaneWindow, width: number): number {
  return window.from + ((x - nameWidth) / Math.max(1, width - nameWidth)) * (window.until - window.from)
}

/** Paints the lanes that are in sight, and nothing of the others: as quick with 500 of them as with ten. */
export function paintLanes(context: Ground, size: Size, ratio: number, look: LanesLook): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = colours.ground
  context.fillRect(0, 0, size.width, size.height)
  const first = Math.max(0, Math.floor(look.scrolled / laneHeight) - 1)
  const last = Math.min(look.rows.length, Math.ceil((look.scrolled + size.height) / laneHeight) + 1)
  for (let at = first; at < last; at++) {
    const row = look.rows[at]
    const top = headHeight + at * laneHeight - look.scrolled
    if (row) paintRow(context, row, { top, size, look })
  }
  paintWhole(context, size, look)
  paintHead(context, size, look)
}

type RowPlace = { readonly top: number; readonly size: Size; readonly look: LanesLook }
type LanePlace = RowPlace & { readonly lane: Lane }

function paintRow(context: Ground, row: LaneRow, place: RowPlace): void {
  if (row.kind === 'lane') paintLane(context, { ...place, lane: row.lane })
  else if (row.kind === 'group') paintGroup(context, row, place)
  else paintReviewer(context, row.strip, place)
}

/** What somebody has seen and heard, and how much of it that is. */
function paintReviewer(context: Ground, strip: CoverageStrip, place: RowPlace): void {
  const { top, size } = place
  paintCoverage(context, strip, place)
  context.fillStyle = colours.line
  context.fillRect(0, top + laneHeight - 1, size.width, 1)
  context.fillStyle = colours.name
  context.font = '400 12px system-ui, sans-serif'
  const percent = `${strip.percent} %`
  const wide = context.measureText(percent).width
  context.fillText(percent, nameWidth - 8 - wide, top + 15)
  context.fillText(fitting(context, strip.name, nameWidth - 22 - wide), 8, top + 15)
}

function paintCoverage(context: Ground, strip: CoverageStrip, { top, size, look }: RowPlace): void {
  context.save()
  if (look.isStale) context.globalAlpha = 0.4
  paintStrip(context, strip, strip.own ? look.since : nothingSince, {
    ...{ top, reach: [nameWidth, size.width], frames: look.frames },
    xOf: (frame) => frameX(frame, look.window, size.width),
  })
  context.restore()
}

function paintLane(context: Ground, { lane, top, size, look }: LanePlace): void {
  const isChosen = lane.key === look.chosen
  if (isChosen) {
    context.fillStyle = colours.chosen
    context.fillRect(0, top, size.width, laneHeight)
  }
  context.fillStyle = colours.line
  context.fillRect(0, top + laneHeight - 1, size.width, 1)
  context.save()
  context.beginPath()
  context.rect(nameWidth, top, size.width - nameWidth, laneHeight)
  context.clip()
  for (const bar of lane.bars) paintBar(context, bar, { lane, top, size, look })
  context.restore()
  context.fillStyle = isChosen ? colours.chosenName : colours.name
  context.font = `${isChosen ? 600 : 400} 12px system-ui, sans-serif`
  context.fillText(fitting(context, lane.name, nameWidth - 14), 8, top + 15)
}

/** A group's own line: folded, it shows in thin bars where anybody of it is, and what whoever looks has seen. */
function paintGroup(context: Ground, { name, lanes, strips, isFolded }: GroupRow, { top, size, look }: RowPlace): void {
  context.fillStyle = colours.group
  context.fillRect(0, top, size.width, laneHeight - 1)
  if (isFolded) for (const lane of lanes) paintThin(context, { lane, top, size, look })
  const [own] = isFolded ? strips : []
  if (own) paintCoverage(context, own, { top, size, look })
  const hasChosen = isFolded && lanes.some(({ key }) => key === look.chosen)
  context.fillStyle = hasChosen ? colours.chosenName : colours.name
  context.font = '600 12px system-ui, sans-serif'
  context.fillText(`${isFolded ? '▸' : '▾'} ${name}`, 8, top + 15)
}

function paintThin(context: Ground, { lane, top, size, look }: LanePlace): void {
  context.fillStyle = bars[lane.decision]
  for (const { from, until } of lane.bars) {
    const [left, right] = [frameX(from, look.window, size.width), frameX(until, look.window, size.width)]
    const begin = Math.max(nameWidth, left)
    if (right >= nameWidth && left <= size.width) context.fillRect(begin, top + 8, Math.max(2, right - begin), 6)
  }
}

function fitting(context: Ground, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name
  let short = name
  while (short.length > 1 && context.measureText(`${short}…`).width > room) short = short.slice(0, -1)
  return `${short}…`
}

function paintBar(context: Ground, bar: LaneBar, { lane, top, size, look }: LanePlace): void {
  const x = (frame: number): number => frameX(frame, look.window, size.width)
  if (bar.until <= look.window.from || bar.from >= look.window.until) return
  const [left, right] = [x(bar.from), Math.max(x(bar.from) + 2, x(bar.until))]
  context.fillStyle = bars[lane.decision]
  context.fillRect(left, top + 4, right - left, laneHeight - 9)
  for (const [from, until] of bar.gaps) hatch(context, [x(from), x(until)], top + 4)
  for (const frame of bar.weak) {
    context.fillStyle = colours.weak
    context.fillRect(x(frame), top + laneHeight - 5, 3, 3)
  }
  const wide = (size.width - nameWidth) / (look.window.until - look.window.from)
  for (const { frame } of keysInSight(bar, wide))
    if (frame >= look.window.from - 1 && frame < Math.min(bar.until, look.window.until))
      diamond(context, x(frame) + Math.min(wide, 8) / 2, top + laneHeight / 2 - 0.5)
}

/** Diagonal lines: here something is hidden by guess. */
function hatch(context: Ground, [from, until]: readonly [number, number], top: number): void {
  const height = laneHeight - 9
  context.save()
  context.beginPath()
  context.rect(from, top, Math.max(2, until - from), height)
  context.clip()
  context.strokeStyle = colours.gap
  context.lineWidth = 2
  context.beginPath()
  for (let x = from - height; x < until; x += 6) {
    context.moveTo(x, top + height)
    context.lineTo(x + height, top)
  }
  context.stroke()
  context.restore()
}

function diamond(context: Ground, x: number, y: number): void {
  context.beginPath()
  context.moveTo(x, y - 5)
  context.lineTo(x + 5, y)
  context.lineTo(x, y + 5)
  context.lineTo(x - 5, y)
  context.closePath()
  context.fillStyle = colours.key
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = '#000'
  context.stroke()
}

/** What concerns the whole picture stays at the top, above what is scrolled. */
function paintWhole(context: Ground, size: Size, { whole, window }: LanesLook): void {
  const range = (
    [from, until]: readonly [number, number],
    colour: string,
    [top, height]: readonly [number, number],
  ) => {
    if (until <= window.from || from >= window.until) return
    const [left, right] = [frameX(from, window, size.width), frameX(until, window, size.width)]
    context.fillStyle = colour
    context.fillRect(Math.max(nameWidth, left), top, Math.max(2, right - Math.max(nameWidth, left)), height)
  }
  context.fillStyle = colours.ground
  context.fillRect(0, 0, size.width, headHeight)
  for (const span of whole.spans) range(span, colours.span, [4, laneHeight - 9])
  for (const blank of whole.blanks) range(blank, colours.blank, [6, laneHeight - 13])
  context.fillStyle = colours.ground
  context.fillRect(0, 0, nameWidth, laneHeight)
  context.fillStyle = colours.name
  context.font = '400 12px system-ui, sans-serif'
  context.fillText('Disclosed', 8, 15)
  context.fillStyle = colours.line
  context.fillRect(0, laneHeight - 1, size.width, 1)
}

function paintHead(context: Ground, size: Size, { playhead, window, marked }: LanesLook): void {
  if (marked) {
    const [left, right] = [frameX(marked[0], window, size.width), frameX(marked[1], window, size.width)]
    context.fillStyle = colours.marked
    context.fillRect(Math.max(nameWidth, left), 0, Math.max(0, right - Math.max(nameWidth, left)), size.height)
  }
  const x = frameX(playhead, window, size.width)
  if (x < nameWidth) return
  context.fillStyle = colours.head
  context.fillRect(x - 1, 0, 2, size.height)
}
