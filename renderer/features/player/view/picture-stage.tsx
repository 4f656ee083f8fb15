import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Size } from '../../../../core/geometry/shape.ts'
import { fitCanvas } from '../../../ui/fit-canvas.ts'
import type { ShownFrame } from '../frames/frame-source.ts'
import type { PlayerSession } from '../session/player-session.ts'
import type { PlayerFault } from '../session/player-state.ts'
import { paintPicture } from './paint-picture.ts'
import { onePane, paneAt, type StageDivision } from './panes.ts'
import { placedPictureOf } from './perform-action.ts'
import { panned, zoomed } from './picture-pose.ts'

/** What is painted in the place of a frame's picture, of the coded picture's shape; null: nothing. Called at each painting. */
export type CoverPicture = (shown: ShownFrame<VideoFrame>) => CanvasImageSource | null

type StageProps = {
  readonly session: PlayerSession
  readonly onRoom?: (room: Size) => void
  readonly fault: PlayerFault | null
  readonly cover?: CoverPicture
  /** Into which panes it is divided; absent: into none. */
  readonly divided?: StageDivision
  readonly over?: ReactNode
}

/** The picture: painted on a canvas at display frames, zoomed by the wheel, moved by dragging. */
export function PictureStage({ session, onRoom, fault, cover, divided = onePane, over }: StageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drag = useRef<{ readonly x: number; readonly y: number } | null>(null)
  usePainting(session, canvas, { onRoom, cover, divided })
  useWheelZoom(session, canvas, divided)
  const aids = useStore(session.store, (state) => state.aids)
  const zoomable = useStore(session.store, (state) => state.pose.zoom !== 'fit')
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const picture = placedPictureOf(session)
    const { room, pose } = session.store.getState()
    if (!drag.current || !picture || !room) return
    const by = [event.clientX - drag.current.x, event.clientY - drag.current.y] as const
    drag.current = { x: event.clientX, y: event.clientY }
    session.setView({ pose: panned(pose, by, { picture, room }) })
  }
  return (
    <div className="player-stage">
      <canvas
        ref={canvas}
        className={zoomable ? 'player-picture player-picture-movable' : 'player-picture'}
        role="img"
        aria-label={session.times.hasPicture ? 'Picture of the clip' : 'This clip has sound only'}
        style={{ filter: aids.brightness === 1 && aids.contrast === 1 ? 'none' : filterOf(aids) }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          drag.current = { x: event.clientX, y: event.clientY }
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null
        }}
      />
      {over}
      <StageNote session={session} fault={fault} />
    </div>
  )
}

function filterOf({ brightness, contrast }: { readonly brightness: number; readonly contrast: number }): string {
  return `brightness(${brightness}) contrast(${contrast})`
}

/** What is said over the picture: in place, and without moving anything. */
function StageNote({ session, fault }: { readonly session: PlayerSession; readonly fault: PlayerFault | null }) {
  const absent = useStore(session.store, (state) => state.absent)
  const trouble = useStore(session.store, (state) => state.trouble)
  const shown = useStore(session.store, (state) => (state.trouble ? state.shown : null))
  if (fault)
    return (
      <p className="player-note player-note-bad" role="alert">
        The footage cannot be read at this frame. What you recorded is kept; close the clip and open it again.
      </p>
    )
  if (absent) return <p className="player-note player-note-quiet">Not recording at this time</p>
  if (trouble === 'undecodable')
    return (
      <p className="player-note player-note-bad" role="status">
        Frame {shown} is damaged: the file holds no picture that can be shown here.
      </p>
    )
  if (trouble === 'damaged')
    return (
      <p className="player-note" role="status">
        Frame {shown} is damaged: parts of this picture were not recorded.
      </p>
    )
  if (!session.times.hasPicture) return <p className="player-note player-note-quiet">Sound only</p>
  return null
}

/** The room of the picture, which all panes have alike. */
function roomIn(ground: HTMLCanvasElement, divided: StageDivision): Size {
  return { width: divided(ground.clientWidth)[0].width, height: ground.clientHeight }
}

type Stage = {
  readonly session: PlayerSession
  readonly ground: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
}

/** Every pane shows the same frame: it is decoded once and painted in all of them. */
function paintStage(
  { session, ground, context }: Stage,
  shown: ShownFrame<VideoFrame> | null,
  { cover, divided }: Pick<Painting, 'cover' | 'divided'>,
): void {
  const picture = placedPictureOf(session)
  if (!picture) return
  const ratio = window.devicePixelRatio || 1
  const room = roomIn(ground, divided)
  const { pose } = session.store.getState()
  const recorded = shown?.picture ?? null
  const covered = shown && cover ? cover(shown) : recorded
  for (const pane of divided(ground.clientWidth)) {
    const image = pane.shows === 'covered' ? covered : recorded
    paintPicture({ context, room, ratio, pane }, image, picture, pose)
  }
}

type Painting = {
  readonly onRoom: StageProps['onRoom']
  readonly cover: CoverPicture | undefined
  readonly divided: StageDivision
}

function usePainting(
  session: PlayerSession,
  canvas: { readonly current: HTMLCanvasElement | null },
  { onRoom, cover, divided }: Painting,
): void {
  useEffect(() => {
    const ground = canvas.current
    const context = ground?.getContext('2d', { alpha: false })
    if (!ground || !context) return
    const tellRoom = (): void => {
      const room = roomIn(ground, divided)
      onRoom?.(room)
      session.setView({ room })
    }
    // Before anything is painted: what is shown is judged by its room.
    if (ground.clientWidth > 0) {
      fitCanvas(ground)
      tellRoom()
    }
    const endPainting = session.paintOn((shown) => paintStage({ session, ground, context }, shown, { cover, divided }))
    const resized = new ResizeObserver(() => {
      fitCanvas(ground)
      tellRoom()
    })
    resized.observe(ground)
    return () => {
      resized.disconnect()
      endPainting()
    }
  }, [session, canvas, onRoom, cover, divided])
}

/** React listens to wheels passively, so that a page cannot be kept from scrolling: this one has to be. */
function useWheelZoom(
  session: PlayerSession,
  canvas: { readonly current: HTMLCanvasElement | null },
  divided: StageDivision,
): void {
  useEffect(() => {
    const ground = canvas.current
    if (!ground) return
    const onWheel = (event: WheelEvent): void => {
      const picture = placedPictureOf(session)
      if (!picture || event.deltaY === 0) return
      event.preventDefault()
      const room = roomIn(ground, divided)
      const { left } = paneAt(divided(ground.clientWidth), event.offsetX)
      const at = [event.offsetX - left, event.offsetY] as const
      session.setView({ pose: zoomed(session.store.getState().pose, event.deltaY < 0 ? 1 : -1, { picture, room, at }) })
    }
    ground.addEventListener('wheel', onWheel, { passive: false })
    return () => ground.removeEventListener('wheel', onWheel)
  }, [session, canvas, divided])
}
