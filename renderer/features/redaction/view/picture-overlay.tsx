import { useEffect, useRef } from 'react'
import type { Size } from '../../../../core/geometry/shape.ts'
import { type FrameIndex, frameIndex } from '../../../../core/time.ts'
import type { Pane } from '../../player/index.ts'
import { hasOutlines } from '../model/looks.ts'
import { type OverlayLook, paintOverlay } from '../preview/paint-overlay.ts'
import { type PictureMap, pictureMapIn } from '../preview/picture-map.ts'
import { chosenTrack, type EditorState, shownProject } from '../session/editor-store.ts'
import { type OverlayProps, usePointer } from './picture-pointer.ts'
import { SplitDivider } from './split-divider.tsx'
import { ViewNote } from './view-aids.tsx'

/** Outlines over the picture, and the pointer on them. With nothing under it the pointer is the player's, as is the wheel. */
export function PictureOverlay({ editor, session, divided }: OverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useOverlayPainting({ editor, session, divided }, canvas)
  usePointer({ editor, session, divided }, canvas)
  return (
    <>
      <canvas ref={canvas} className="redaction-overlay" />
      <SplitDivider editor={editor} />
      <ViewNote editor={editor} />
    </>
  )
}

/** What the copy shows, and what was recorded, is looked at with nothing over it. */
function lookOf(state: EditorState, frame: FrameIndex, { map, pane }: PlacedPane): OverlayLook {
  const outlines = hasOutlines(state.look, pane)
  const track = outlines && state.writable && state.tool === 'select' ? chosenTrack(state, frame) : null
  return {
    ...{ project: shownProject(state), frame, map, pane, outlines, drawing: state.drawing, guides: state.guides },
    chosen: outlines ? state.chosen : null,
    handles: track?.id ?? null,
  }
}

type PlacedPane = { readonly pane: Pane; readonly map: PictureMap }

function placedPanes({ session, divided }: OverlayProps, { width, height }: Size): readonly PlacedPane[] {
  const { video } = session.footage.index
  const { pose } = session.store.getState()
  if (!video) return []
  return divided(width).map((pane) => ({ pane, map: pictureMapIn(pane, height, { video, pose }) }))
}

/** Paints past React: at every frame that comes to the screen, and whenever something that is seen has changed. */
function useOverlayPainting(
  { editor, session, divided }: OverlayProps,
  canvas: { readonly current: HTMLCanvasElement | null },
): void {
  useEffect(() => {
    const ground = canvas.current
    const context = ground?.getContext('2d')
    if (!ground || !context) return
    const paint = (): void => {
      const { shown } = session.store.getState()
      if (shown === null) return
      const size = { width: ground.clientWidth, height: ground.clientHeight }
      const panes = placedPanes({ editor, session, divided }, size)
      const looks = panes.map((placed) => lookOf(editor.state, frameIndex(shown), placed))
      paintOverlay(context, size, ratioNow(), looks)
    }
    const resized = new ResizeObserver(() => {
      ground.width = Math.max(1, Math.round(ground.clientWidth * ratioNow()))
      ground.height = Math.max(1, Math.round(ground.clientHeight * ratioNow()))
      paint()
    })
    resized.observe(ground)
    // How the stage is divided may have changed.
    paint()
    const endings = [session.store.subscribe(paint), editor.store.subscribe(paint)]
    return () => {
      resized.disconnect()
      for (const end of endings) end()
    }
  }, [editor, session, divided, canvas])
}

function ratioNow(): number {
  return window.devicePixelRatio || 1
}
