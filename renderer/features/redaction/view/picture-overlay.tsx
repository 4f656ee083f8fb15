import { useEffect, useRef } from 'react'
import type { Size } from '../../../../core/geometry/shape.ts'
import { frameIndex } from '../../../../core/time.ts'
import { fitCanvas } from '../../../ui/fit-canvas.ts'
import type { CoverPicture } from '../../player/index.ts'
import { paintOverlay } from '../preview/paint-overlay.ts'
import { pictureMapIn } from '../preview/picture-map.ts'
import { useSight } from '../session/use-sight.ts'
import { overlayLook, type PlacedPane } from './overlay-look.ts'
import { PictureLoupe } from './picture-loupe.tsx'
import { type OverlayProps, usePointer } from './picture-pointer.ts'
import { SplitDivider } from './split-divider.tsx'
import { ViewNote } from './view-aids.tsx'

/** Outlines over the picture, and the pointer on them. With nothing under it the pointer is the player's, as is the wheel. */
export function PictureOverlay({ cover, ...props }: OverlayProps & { readonly cover: CoverPicture | null }) {
  const { editor } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  useOverlayPainting(props, canvas)
  useSight(editor, canvas)
  usePointer(props, canvas)
  return (
    <>
      <canvas ref={canvas} className="redaction-overlay" />
      <SplitDivider editor={editor} />
      <PictureLoupe {...props} cover={cover} />
      <ViewNote editor={editor} />
    </>
  )
}

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
    let asked = 0
    const paint = (): void => {
      cancelAnimationFrame(asked)
      asked = 0
      const { shown } = session.store.getState()
      if (shown === null) return
      const size = { width: ground.clientWidth, height: ground.clientHeight }
      const panes = placedPanes({ editor, session, divided }, size)
      const looks = panes.map((placed) => overlayLook(editor, frameIndex(shown), placed))
      paintOverlay(context, size, ratioNow(), looks)
    }
    // However often something changes, it is painted once for each frame of the display.
    const ask = (): void => {
      if (asked === 0) asked = requestAnimationFrame(paint)
    }
    const resized = new ResizeObserver(() => {
      fitCanvas(ground)
      paint()
    })
    resized.observe(ground)
    // How the stage is divided may have changed.
    fitCanvas(ground)
    paint()
    // Together with the picture: outlines never lie over the frame before.
    const shows = session.store.subscribe(paint)
    const endings = [shows, editor.store.subscribe(ask), editor.found.subscribe(ask)]
    return () => {
      cancelAnimationFrame(asked)
      resized.disconnect()
      for (const end of endings) end()
    }
  }, [editor, session, divided, canvas])
}

function ratioNow(): number {
  return window.devicePixelRatio || 1
}
