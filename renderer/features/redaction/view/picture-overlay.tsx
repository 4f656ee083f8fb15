import { useEffect, useRef } from 'react'
import { containsPoint } from '../../../../core/geometry/overlap.ts'
import type { Point, Shape } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import { type FrameIndex, frameIndex } from '../../../../core/time.ts'
import type { PlayerSession } from '../../player/index.ts'
import { boxBetween, dragged, type Handle, handleAt } from '../model/outline-drag.ts'
import { keyAt } from '../model/region-commands.ts'
import { type OverlayLook, paintOverlay } from '../preview/paint-overlay.ts'
import { type PictureMap, pictureMap } from '../preview/picture-map.ts'
import { addDrawn, frameMeant } from '../session/editor-actions.ts'
import { chooseTrack, chosenTrack, type Editor, type EditorState, shownProject } from '../session/editor-store.ts'

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

type OverlayProps = { readonly editor: Editor; readonly session: PlayerSession }

/** Outlines over the picture, and the pointer on them. With nothing under it the pointer is the player's, as is the wheel. */
export function PictureOverlay({ editor, session }: OverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useOverlayPainting({ editor, session }, canvas)
  usePointer({ editor, session }, canvas)
  return <canvas ref={canvas} className="redaction-overlay" />
}

/** Listens on the stage, before the picture does: what is a region's goes no further. */
function usePointer(props: OverlayProps, canvas: { readonly current: HTMLCanvasElement | null }): void {
  const { editor, session } = props
  useEffect(() => {
    const stage = canvas.current?.parentElement
    if (!stage) return
    const hand = new PointerOnPicture({ editor, session }, () => mapOf(session, canvas.current))
    const at = (event: PointerEvent): Point => {
      const { left, top } = stage.getBoundingClientRect()
      return [event.clientX - left, event.clientY - top]
    }
    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || !hand.down(at(event))) return
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
  }, [editor, session, canvas])
}

/** One hand on the picture: from where it goes down until it lets go. Points are the stage's own pixels. */
class PointerOnPicture {
  readonly #props: OverlayProps
  readonly #map: () => PictureMap | null
  #now: Dragging | null = null

  constructor(props: OverlayProps, map: () => PictureMap | null) {
    this.#props = props
    this.#map = map
  }

  /** Whether it is a region's. */
  down(at: Point): boolean {
    const map = this.#map()
    if (!map) return false
    this.#now = beginAtPoint(this.#props, map, map.toPicture(at))
    return this.#now !== null || this.#props.editor.state.tool !== 'select'
  }

  /** The cursor for this place; null while something is under way. */
  move(at: Point): string | null {
    const map = this.#map()
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

function mapOf(session: PlayerSession, ground: HTMLCanvasElement | null): PictureMap | null {
  const { video } = session.footage.index
  if (!ground || !video) return null
  return pictureMap(video, session.store.getState().pose, { width: ground.clientWidth, height: ground.clientHeight })
}

/** The topmost region at a point: the chosen one's handles before all others. */
function hitAt(
  { editor, session }: OverlayProps,
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

function beginAtPoint(props: OverlayProps, map: PictureMap, point: Point): Dragging | null {
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

function endDrawing({ editor, session }: OverlayProps): void {
  const { drawing } = editor.state
  const [from, to] = drawing?.points ?? []
  if (!drawing || drawing.shape === 'polygon' || !from || !to) return
  const box = boxBetween(from, to)
  if (box[2] < leastDrawn || box[3] < leastDrawn) editor.set({ drawing: null })
  else addDrawn({ editor, session }, { shape: drawing.shape, box })
}

/** Closes a polygon that has three corners or more. */
export function closePolygon({ editor, session }: OverlayProps): void {
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

function cursorAt(props: OverlayProps, map: PictureMap, point: Point): string {
  if (props.editor.state.tool !== 'select') return 'crosshair'
  const hit = hitAt(props, map, point)
  if (!hit) return ''
  if (hit.handle.kind === 'move') return 'move'
  return hit.handle.kind === 'turn' ? 'grab' : 'nwse-resize'
}

/** What the copy shows, and what was recorded, is looked at with nothing over it. */
function lookOf(state: EditorState, frame: FrameIndex, map: PictureMap): OverlayLook {
  const outlines = state.look === 'outlines'
  const track = outlines && state.writable && state.tool === 'select' ? chosenTrack(state, frame) : null
  return {
    ...{ project: shownProject(state), frame, map, outlines, drawing: state.drawing },
    chosen: outlines ? state.chosen : null,
    handles: track?.id ?? null,
  }
}

/** Paints past React: at every frame that comes to the screen, and whenever something that is seen has changed. */
function useOverlayPainting(
  { editor, session }: OverlayProps,
  canvas: { readonly current: HTMLCanvasElement | null },
): void {
  useEffect(() => {
    const ground = canvas.current
    const context = ground?.getContext('2d')
    if (!ground || !context) return
    const paint = (): void => {
      const map = mapOf(session, ground)
      const { shown } = session.store.getState()
      if (!map || shown === null) return
      const size = { width: ground.clientWidth, height: ground.clientHeight }
      paintOverlay(context, size, ratioNow(), lookOf(editor.state, frameIndex(shown), map))
    }
    const resized = new ResizeObserver(() => {
      ground.width = Math.max(1, Math.round(ground.clientWidth * ratioNow()))
      ground.height = Math.max(1, Math.round(ground.clientHeight * ratioNow()))
      paint()
    })
    resized.observe(ground)
    const endings = [session.store.subscribe(paint), editor.store.subscribe(paint)]
    return () => {
      resized.disconnect()
      for (const end of endings) end()
    }
  }, [editor, session, canvas])
}

function ratioNow(): number {
  return window.devicePixelRatio || 1
}
