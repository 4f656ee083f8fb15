import { leakThing } from '../../../../contract/wording/leak-words.ts'
import type { Point, Shape, Size } from '../../../../core/geometry/shape.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { fated, hasFateAt, personDecisions, type TrackFate } from '../../../../core/redaction/regions-at.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from '../../../../core/redaction/track-region.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import type { Leak } from '../../../../core/verification/report.ts'
import type { Pane } from '../../player/index.ts'
import { boxBetween, handlesOf } from '../model/outline-drag.ts'
import type { Guide } from '../model/snapping.ts'
import { personName, trackName } from '../model/subjects.ts'
import type { PictureMap } from './picture-map.ts'

/** What lies over the picture. */
export type OverlayLook = {
  /** What of the stage is painted on, from the left, in CSS pixels. */
  readonly pane: Pick<Pane, 'from' | 'until'>
  readonly project: RedactionProject
  readonly frame: FrameIndex
  readonly map: PictureMap
  readonly chosen: string | null
  /** The track whose handles are shown; null: none. */
  readonly handles: string | null
  readonly drawing: { readonly shape: Shape['shape']; readonly points: readonly Point[] } | null
  readonly outlines: boolean
  readonly guides: readonly Guide[]
  /** What a copy showed here that should be hidden; null: nothing is to be pointed out. */
  readonly found: Pick<Leak, 'class' | 'part' | 'box'> | null
}

/** Colours on any picture: each line has a dark one under it. Dashes tell what colour alone would not. */
const lines = {
  undecided: { colour: '#f5b84d', dash: [2, 3] },
  hidden: { colour: '#ff8f85', dash: [] },
  kept: { colour: '#62d394', dash: [8, 4] },
} as const

function lineOf({ action }: Track, fate: TrackFate): keyof typeof lines {
  if (fate === 'kept') return 'kept'
  return action === 'undecided' ? 'undecided' : 'hidden'
}

const guideLine = { colour: '#5cd6ff', dash: [], wide: 1 } as const

/** No region is drawn so: corners with a gap around what was found, and its name above. */
const foundLine = { colour: '#ff7df0', dash: [], wide: 3 } as const

const segments = 48

/** The corners of an outline on the stage; an ellipse as a polygon with many. */
function cornersOf(shape: Shape, map: PictureMap): readonly Point[] {
  if (shape.shape === 'polygon') return shape.points.map(map.toRoom)
  const [x, y, width, height] = shape.box
  const radians = ((shape.angle ?? 0) * Math.PI) / 180
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)]
  const place = (across: number, down: number): Point => {
    const [offX, offY] = [(across * width) / 2, (down * height) / 2]
    return map.toRoom([x + width / 2 + offX * cosine - offY * sine, y + height / 2 + offX * sine + offY * cosine])
  }
  if (shape.shape === 'rect') return [place(-1, -1), place(1, -1), place(1, 1), place(-1, 1)]
  return Array.from({ length: segments }, (_, at) => {
    const turn = (at / segments) * 2 * Math.PI
    return place(Math.cos(turn), Math.sin(turn))
  })
}

type Ground = CanvasRenderingContext2D

function trace(context: Ground, corners: readonly Point[], closed: boolean): void {
  context.beginPath()
  for (const [at, [x, y]] of corners.entries()) at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)
  if (closed) context.closePath()
}

type Line = { readonly colour: string; readonly dash: readonly number[]; readonly wide: number }

function stroke(context: Ground, corners: readonly Point[], line: Line, closed = true): void {
  trace(context, corners, closed)
  context.setLineDash([])
  context.lineWidth = line.wide + 2
  context.strokeStyle = 'rgb(0 0 0 / 65%)'
  context.stroke()
  context.setLineDash([...line.dash])
  context.lineWidth = line.wide
  context.strokeStyle = line.colour
  context.stroke()
}

function paintName(context: Ground, text: string, [x, y]: Point): void {
  context.font = '600 12px system-ui, sans-serif'
  const width = context.measureText(text).width
  context.fillStyle = 'rgb(0 0 0 / 75%)'
  context.fillRect(x - 4, y - 17, width + 8, 17)
  context.fillStyle = '#fff'
  context.fillText(text, x, y - 4)
}

/** Below the outline: above it stand the handles. */
function placeOfName(corners: readonly Point[]): Point {
  return [Math.min(...corners.map(([x]) => x)) + 4, Math.max(...corners.map(([, y]) => y)) + 26]
}

/** Answers the outline of what is chosen; null for everything else. */
function paintTrack(context: Ground, track: Track, fate: TrackFate, look: OverlayLook): readonly Point[] | null {
  const raw = outlineAt(track, look.frame)
  if (!raw) return null
  const isChosen = (track.person === undefined ? `track ${track.id}` : `person ${track.person}`) === look.chosen
  if (!look.outlines && !isChosen) return null
  const grown = fate === 'hidden' ? withMargin(raw, track.margin ?? defaultMargin(track.class)) : raw
  const corners = cornersOf(grown, look.map)
  stroke(context, corners, { ...lines[lineOf(track, fate)], wide: isChosen ? 3 : 1.5 })
  if (track.id === look.handles) paintHandles(context, raw, look.map)
  return isChosen ? corners : null
}

type Named = { readonly track: Track; readonly corners: readonly Point[] }

function paintNameOf(context: Ground, { track, corners }: Named): void {
  paintName(context, track.person === undefined ? trackName(track) : personName(track.person), placeOfName(corners))
}

function paintHandles(context: Ground, shape: Shape, map: PictureMap): void {
  stroke(context, cornersOf(shape, map), { colour: '#fff', dash: [], wide: 1 })
  for (const { handle, point } of handlesOf(shape, map.scale)) {
    const [x, y] = map.toRoom(point)
    context.setLineDash([])
    context.beginPath()
    if (handle.kind === 'turn') context.arc(x, y, 5, 0, 2 * Math.PI)
    else context.rect(x - 4, y - 4, 8, 8)
    context.fillStyle = '#fff'
    context.fill()
    context.lineWidth = 1.5
    context.strokeStyle = '#000'
    context.stroke()
  }
}

function paintDrawing(context: Ground, { shape, points }: NonNullable<OverlayLook['drawing']>, map: PictureMap): void {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return
  const line = { colour: '#fff', dash: [4, 3], wide: 2 }
  if (shape === 'polygon') stroke(context, points.map(map.toRoom), line, false)
  else stroke(context, cornersOf({ shape, box: boxBetween(first, last) }, map), line)
}

/** Space between what was found and the corners around it, and the least that the corners are long, in CSS pixels. */
const foundGap = 6
const foundCorner = 10

function paintFound(context: Ground, found: NonNullable<OverlayLook['found']>, map: PictureMap): void {
  const corners = cornersOf({ shape: 'rect', box: found.box }, map)
  const [across, down] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  const [left, right] = [Math.min(...across) - foundGap, Math.max(...across) + foundGap]
  const [top, bottom] = [Math.min(...down) - foundGap, Math.max(...down) + foundGap]
  const long = Math.max(foundCorner, Math.min(right - left, bottom - top) / 4)
  for (const [x, y, toX, toY] of [
    [left, top, 1, 1],
    [right, top, -1, 1],
    [right, bottom, -1, -1],
    [left, bottom, 1, -1],
  ] as const)
    stroke(
      context,
      [
        [x + toX * long, y],
        [x, y],
        [x, y + toY * long],
      ],
      foundLine,
      false,
    )
  paintName(context, `Found in the copy: ${leakThing(found)}`, [Math.max(4, left), Math.max(20, top - 6)])
}

/** Paints outlines, names and handles of each pane. `ratio`: device pixels for each of the stage's. */
export function paintOverlay(context: Ground, stage: Size, ratio: number, looks: readonly OverlayLook[]): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, stage.width, stage.height)
  for (const look of looks) {
    const { from, until } = look.pane
    context.save()
    context.beginPath()
    context.rect(from, 0, until - from, stage.height)
    context.clip()
    paintLook(context, look)
    if (looks.length > 1 && look === looks[0]) paintBorder(context, until, stage.height)
    context.restore()
  }
}

/** Says what stands left, and where it ends. All within the left pane: nothing lies over the redacted picture. */
function paintBorder(context: Ground, until: number, height: number): void {
  context.fillStyle = '#000'
  context.fillRect(until - 3, 0, 3, height)
  context.fillStyle = '#fff'
  context.fillRect(until - 2, 0, 1, height)
  paintName(context, 'As recorded', [8, 22])
}

/** A person of several tracks is named once, over all outlines: where the handles are. */
function paintTracks(context: Ground, look: OverlayLook): void {
  const persons = personDecisions(look.project.tracks)
  let named: Named | null = null
  for (const track of look.project.tracks) {
    if (!coversFrame(track, look.frame)) continue
    const one = fated(track, persons)
    if (one.fate === 'ignored' || !hasFateAt(one, look.frame)) continue
    const corners = paintTrack(context, track, one.fate, look)
    if (corners && (named === null || track.id === look.handles)) named = { track, corners }
  }
  if (named) paintNameOf(context, named)
}

/** What lies over the picture of one pane. */
export function paintLook(context: Ground, look: OverlayLook): void {
  paintTracks(context, look)
  if (look.found) paintFound(context, look.found, look.map)
  if (look.drawing) paintDrawing(context, look.drawing, look.map)
  for (const guide of look.guides) stroke(context, guide.map(look.map.toRoom), guideLine, false)
}
