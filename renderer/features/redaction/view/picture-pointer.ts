import { useEffect } from 'react'
import { containsPoint } from '../../../../core/geometry/overlap.ts'
import type { Point, Shape } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import { type PlayerSession, paneAt, type StageDivision } from '../../player/index.ts'
import { boxBetween, dragged, type Handle, handleAt } from '../model/outline-drag.ts'
import { keyAt } from '../model/region-commands.ts'
import { type PictureMap, pictureMapIn } from '../preview/picture-map.ts'
import { addDrawn, frameMeant } from '../session/editor-actions.ts'
import { chooseTrack, chosenTrack, type Editor } from '../session/editor-store.ts'

/** How near to a handle the pointer has to be, in pixels of the screen. */
const reachPixels = 9
/** Shorter ways than this are clicks, in pixels of the screen. */
const leastDrag = 3
/** Regions smaller than this are slips of the hand, in the picture's pixels. */
const leastDrawn = 3

type Dragging =
  | {
      readonly kind: 'drag'
      readonly track: Track
      readonly shape: Shape
      readonly handle: Handle
      readonly from: Point
    }
  | { readonly kind: 'draw'; readonly from: Point }

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
    const at = (event: PointerEvent): Point => {
      const { left, top } = stage.getBoundingClientRect()
      return [event.clientX - left, event.clientY - top]
    }
    const down = (event: PointerEvent): void => {
      // The divider takes its own.
      if (event.button !== 0 || event.target instanceof HTMLInputElement || !hand.down(at(event))) return
      event.stopPropagation()
      stage.setPointerCapture(event.pointerId)
    }
    const move = (event: PointerEvent): void => {
      const cursor = hand.move(at(event))
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
  down(at: Point): boolean {
    const map = this.#mapAt(at[0])
    if (!map) return false
    this.#pane = at[0]
    this.#now = beginAtPoint(this.#props, map, map.toPicture(at))
    return this.#now !== null || this.#props.editor.state.tool !== 'select'
  }

  /** The cursor for this place; null while something is under way. */
  move(at: Point): string | null {
    // What began in one pane goes on in it, also beyond its side.
    const map = this.#mapAt(this.#now ? this.#pane : at[0])
    if (!map) return null
    const { editor, session } = this.#props
    const point = map.toPicture(at)
    if (!this.#now) return cursorAt(this.#props, map, point)
    if (this.#now.kind === 'draw') drawTo(editor, this.#now.from, point)
    else {
      const { track, shape, handle, from } = this.#now
      const far = Math.hypot(point[0] - from[0], point[1] - from[1]) * map.scale
      // A click is no drag, however unsteady the hand.
      if (far >= leastDrag || editor.state.drag)
        editor.set({
          drag: { track: track.id, frame: frameMeant(session), shape: dragged(shape, handle, [from, point]) },
        })
    }
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
    this.#props.editor.set({ drag: null, drawing: null })
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

function beginAtPoint(props: PointerProps, map: PictureMap, point: Point): Dragging | null {
  const { editor, session } = props
  const { tool, writable, drawing } = editor.state
  if (tool === 'polygon') {
    editor.set({ drawing: { shape: 'polygon', points: [...(drawing?.points ?? []), point] } })
    return null
  }
  if (tool !== 'select') return { kind: 'draw', from: point }
  const hit = hitAt(props, map, point)
  if (!hit) return null
  chooseTrack(editor, hit.track.id)
  const shape = outlineAt(hit.track, frameMeant(session))
  session.command({ do: 'stop' })
  return shape && writable ? { kind: 'drag', track: hit.track, shape, handle: hit.handle, from: point } : null
}

function drawTo(editor: Editor, from: Point, to: Point): void {
  const { tool } = editor.state
  if (tool === 'rect' || tool === 'ellipse') editor.set({ drawing: { shape: tool, points: [from, to] } })
}

/** One drag is one step. */
function letGo(editor: Editor): void {
  const { drag } = editor.state
  const track = drag && editor.project.tracks.find(({ id }) => id === drag.track)
  if (drag && track) editor.do(keyAt(track, drag.frame, drag.shape))
  editor.set({ drag: null })
}

function endDrawing({ editor, session }: PointerProps): void {
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
