import { useEffect } from 'react'
import { containsPoint } from '../../../../core/geometry/overlap.ts'
import { rotatedSize } from '../../../../core/geometry/rotation.ts'
import type { Point, Shape } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import { type PlayerSession, paneAt, type StageDivision } from '../../player/index.ts'
import { boxBetween, dragged, type Handle, handleAt } from '../model/outline-drag.ts'
import { keyAt } from '../model/region-commands.ts'
import { type SnapTargets, snapPoint, snapShape, snapTargets } from '../model/snapping.ts'
import { type PictureMap, pictureMapIn } from '../preview/picture-map.ts'
import { addDrawn } from '../session/editor-actions.ts'
import { chooseTrack, chosenTrack, type Editor } from '../session/editor-store.ts'
import { frameMeant } from '../session/frame-meant.ts'

/** How near to a handle the pointer has to be, in pixels of the screen. */
const reachPixels = 9
/** Shorter ways than this are clicks, in pixels of the screen. */
const leastDrag = 3
/** Within so many pixels of the screen edges are drawn to lines. */
const snapPixels = 6
/** Regions smaller than this are slips of the hand, in the picture's pixels. */
const leastDrawn = 3

type Dragging =
  | {
      readonly kind: 'drag'
      readonly track: Track
      readonly shape: Shape
      readonly handle: Handle
      readonly from: Point
      readonly targets: SnapTargets
    }
  | { readonly kind: 'draw'; readonly from: Point; readonly targets: SnapTargets }

/** Where the pointer is, and whether what is dragged goes exactly there: with Alt or Ctrl held it is drawn to no line. */
type Place = { readonly at: Point; readonly isFree: boolean }

/** What the pointer works on. */
type PointerProps = { readonly editor: Editor; readonly session: PlayerSession }

/** What lies over the picture, and how the stage is divided. */
export type OverlayProps = PointerProps & { readonly divided: StageDivision }

/** Listens on the stage, before the picture does: what is a region's goes no further. */
export function usePointer(props: OverlayProps, canvas: { readonly current: HTMLCanvasElement | null }): void {
  const { editor, session, divided } = props
  useEffect(() => {
    const stage = canvas.current?.parentElement
    if (!stage) return
    const hand = new PointerOnPicture({ editor, session }, (x) => mapAt({ session, divided }, stage, x))
    const placeOf = (event: PointerEvent): Place => {
      const { left, top } = stage.getBoundingClientRect()
      return { at: [event.clientX - left, event.clientY - top], isFree: event.altKey || event.ctrlKey }
    }
    const down = (event: PointerEvent): void => {
      // The divider takes its own.
      if (event.button !== 0 || event.target instanceof HTMLInputElement || !hand.down(placeOf(event))) return
      event.stopPropagation()
      stage.setPointerCapture(event.pointerId)
    }
    const move = (event: PointerEvent): void => {
      const cursor = hand.move(placeOf(event))
      if (cursor !== null) stage.style.cursor = cursor
    }
    const up = (): void => hand.up()
    const cancel = (): void => hand.cancel()
    const twice = (): void => closePolygon({ editor, session })
    stage.addEventListener('pointerdown', down, { capture: true })
    stage.addEventListener('pointermove', move)
    stage.addEventListener('pointerup', up)
    stage.addEventListener('pointercancel', cancel)
    stage.addEventListener('dblclick', twice)
    return () => {
      stage.removeEventListener('pointerdown', down, { capture: true })
      stage.removeEventListener('pointermove', move)
      stage.removeEventListener('pointerup', up)
      stage.removeEventListener('pointercancel', cancel)
      stage.removeEventListener('dblclick', twice)
      // Another look lies under the hand: what it held stays where it was brought, and is saved.
      hand.up()
      stage.style.cursor = ''
    }
  }, [editor, session, divided, canvas])
}

/** One hand on the picture: from where it goes down until it lets go. Points are the stage's own pixels. */
class PointerOnPicture {
  readonly #props: PointerProps
  readonly #mapAt: (x: number) => PictureMap | null
  #now: Dragging | null = null
  #pane = 0

  constructor(props: PointerProps, mapAt: (x: number) => PictureMap | null) {
    this.#props = props
    this.#mapAt = mapAt
  }

  /** Whether it is a region's. */
  down({ at, isFree }: Place): boolean {
    const map = this.#mapAt(at[0])
    if (!map) return false
    this.#pane = at[0]
    this.#now = beginAtPoint(this.#props, map, { at: map.toPicture(at), isFree })
    return this.#now !== null || this.#props.editor.state.tool !== 'select'
  }

  /** The cursor for this place; null while something is under way. */
  move({ at, isFree }: Place): string | null {
    // What began in one pane goes on in it, also beyond its side.
    const map = this.#mapAt(this.#now ? this.#pane : at[0])
    if (!map) return null
    const point = map.toPicture(at)
    if (!this.#now) return cursorAt(this.#props, map, point)
    const reach = isFree ? 0 : snapPixels / map.scale
    if (this.#now.kind === 'draw') drawTo(this.#props.editor, this.#now, { point, reach })
    else dragTo(this.#props, this.#now, { point, reach, scale: map.scale })
    return null
  }

  up(): void {
    const now = this.#now
    this.#now = null
    if (now?.kind === 'drag') letGo(this.#props.editor)
    else if (now) endDrawing(this.#props)
  }

  cancel(): void {
    this.#now = null
    this.#props.editor.set({ drag: null, drawing: null, guides: [] })
  }
}

function mapAt(
  { session, divided }: Pick<OverlayProps, 'session' | 'divided'>,
  stage: HTMLElement,
  x: number,
): PictureMap | null {
  const { video } = session.footage.index
  const { pose } = session.store.getState()
  const { clientWidth, clientHeight } = stage
  return video && pictureMapIn(paneAt(divided(clientWidth), x), clientHeight, { video, pose })
}

/** The topmost region at a point: the chosen one's handles before all others. */
function hitAt(
  { editor, session }: PointerProps,
  map: PictureMap,
  point: Point,
): { track: Track; handle: Handle } | null {
  const frame = frameMeant(session)
  const reach = { scale: map.scale, reach: reachPixels / map.scale }
  const chosen = chosenTrack(editor.state, frame)
  const own = chosen && outlineAt(chosen, frame)
  const handle = own && handleAt(own, point, reach)
  if (chosen && handle) return { track: chosen, handle }
  const track = editor.project.tracks.findLast((one) => {
    const outline = one.action === 'ignore' ? null : outlineAt(one, frame)
    return outline !== null && containsPoint(outline, point)
  })
  return track ? { track, handle: { kind: 'move' } } : null
}

function targetsFor({ editor, session }: PointerProps, own: string | null): SnapTargets {
  const { video } = session.footage.index
  const picture = video ? rotatedSize(video, video.rotation) : { width: 0, height: 0 }
  return snapTargets(editor.project, frameMeant(session), { own, picture })
}

function beginAtPoint(props: PointerProps, map: PictureMap, { at: point, isFree }: Place): Dragging | null {
  const { editor, session } = props
  const { tool, writable, drawing } = editor.state
  if (tool !== 'select') {
    const targets = targetsFor(props, null)
    const { drawn, guides } = snapPoint(point, targets, isFree ? 0 : snapPixels / map.scale)
    if (tool !== 'polygon') return { kind: 'draw', from: drawn, targets }
    editor.set({ drawing: { shape: 'polygon', points: [...(drawing?.points ?? []), drawn] }, guides })
    return null
  }
  const hit = hitAt(props, map, point)
  if (!hit) return null
  chooseTrack(editor, hit.track.id)
  const shape = outlineAt(hit.track, frameMeant(session))
  session.command({ do: 'stop' })
  if (!shape || !writable) return null
  return { kind: 'drag', ...hit, shape, from: point, targets: targetsFor(props, hit.track.id) }
}

type Reached = { readonly point: Point; readonly reach: number }

function drawTo(
  editor: Editor,
  { from, targets }: Extract<Dragging, { kind: 'draw' }>,
  { point, reach }: Reached,
): void {
  const { tool } = editor.state
  const { drawn, guides } = snapPoint(point, targets, reach)
  if (tool === 'rect' || tool === 'ellipse') editor.set({ drawing: { shape: tool, points: [from, drawn] }, guides })
}

function dragTo(
  { editor, session }: PointerProps,
  { track, shape, handle, from, targets }: Extract<Dragging, { kind: 'drag' }>,
  { point, reach, scale }: Reached & { readonly scale: number },
): void {
  const far = Math.hypot(point[0] - from[0], point[1] - from[1]) * scale
  // A click is no drag, however unsteady the hand.
  if (far < leastDrag && !editor.state.drag) return
  const { drawn, guides } = snapShape(dragged(shape, handle, [from, point]), handle, targets, reach)
  editor.set({ drag: { track: track.id, frame: frameMeant(session), shape: drawn }, guides })
}

/** One drag is one step. */
function letGo(editor: Editor): void {
  const { drag } = editor.state
  const track = drag && editor.project.tracks.find(({ id }) => id === drag.track)
  if (drag && track) editor.do(keyAt(track, drag.frame, drag.shape))
  editor.set({ drag: null, guides: [] })
}

function endDrawing({ editor, session }: PointerProps): void {
  editor.set({ guides: [] })
  const { drawing } = editor.state
  const [from, to] = drawing?.points ?? []
  if (!drawing || drawing.shape === 'polygon' || !from || !to) return
  const box = boxBetween(from, to)
  if (box[2] < leastDrawn || box[3] < leastDrawn) editor.set({ drawing: null })
  else addDrawn({ editor, session }, { shape: drawing.shape, box })
}

/** Closes a polygon that has three corners or more. */
export function closePolygon({ editor, session }: PointerProps): void {
  const { drawing } = editor.state
  if (drawing?.shape !== 'polygon') return
  editor.set({ guides: [] })
  // A double click puts its last corner down twice.
  const points = drawing.points.filter((point, at) => {
    const before = drawing.points[at - 1]
    return !before || Math.hypot(point[0] - before[0], point[1] - before[1]) > 1
  })
  if (points.length >= 3) addDrawn({ editor, session }, { shape: 'polygon', points })
  else editor.set({ drawing: null, said: 'A polygon needs three corners or more' })
}

function cursorAt(props: PointerProps, map: PictureMap, point: Point): string {
  if (props.editor.state.tool !== 'select') return 'crosshair'
  const hit = hitAt(props, map, point)
  if (!hit) return ''
  if (hit.handle.kind === 'move') return 'move'
  return hit.handle.kind === 'turn' ? 'grab' : 'nwse-resize'
}
