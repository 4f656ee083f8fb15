import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Point, Size } from '../../../../core/geometry/shape.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import { frameIndex } from '../../../../core/time.ts'
import { type CoverPicture, type Pane, paintPicture, paneAt } from '../../player/index.ts'
import { centreAt } from '../model/camera.ts'
import { loupePlace, loupeSide, loupeZoom, placeOfOutline } from '../model/loupe.ts'
import { paintLook } from '../preview/paint-overlay.ts'
import { pictureMap, pictureMapIn } from '../preview/picture-map.ts'
import { chosenTrack, shownProject } from '../session/editor-store.ts'
import { overlayLook } from './overlay-look.ts'
import type { OverlayProps } from './picture-pointer.ts'

type Shown = Parameters<CoverPicture>[0]

type LoupeProps = OverlayProps & {
  /** What is painted in the place of a covered picture; null where nothing is covered. */
  readonly cover: CoverPicture | null
}

/** What the loupe shows: a point of the picture, in which pane, and where that is on the stage. */
type Aim = { readonly point: Point; readonly pane: Pane; readonly onStage: Point }

/** A part of the picture much larger, with its outlines, to place edges exactly. Painted past React. */
export function PictureLoupe(props: LoupeProps) {
  const isOn = useStore(props.editor.store, ({ loupe }) => loupe !== null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const pointer = useRef<Point | null>(null)
  const { editor, session, divided, cover } = props
  useEffect(() => {
    const ground = canvas.current
    const stage = ground?.parentElement
    if (!ground || !stage) return
    const glass = new Glass({ editor, session, divided, cover }, ground, stage)
    let asked = 0
    const ask = (): void => {
      if (asked === 0 && editor.state.loupe !== null) asked = requestAnimationFrame(look)
    }
    const look = (): void => {
      asked = 0
      if (editor.state.loupe !== null) session.repaint()
    }
    const move = (event: PointerEvent): void => {
      const { left, top } = stage.getBoundingClientRect()
      pointer.current = [event.clientX - left, event.clientY - top]
      if (editor.state.loupe?.at === 'handle') editor.set({ loupe: { at: 'pointer' } })
      ask()
    }
    const leave = (): void => {
      pointer.current = null
      ask()
    }
    stage.addEventListener('pointermove', move)
    stage.addEventListener('pointerleave', leave)
    const endings = [editor.store.subscribe(ask), session.paintBeside((shown) => glass.paint(shown, pointer.current))]
    ask()
    return () => {
      cancelAnimationFrame(asked)
      stage.removeEventListener('pointermove', move)
      stage.removeEventListener('pointerleave', leave)
      for (const end of endings) end()
    }
  }, [editor, session, divided, cover])
  return <canvas ref={canvas} className="redaction-loupe" hidden={!isOn} role="img" aria-label="Loupe" />
}

/** Paints what the loupe shows. */
class Glass {
  readonly #props: LoupeProps
  readonly #ground: HTMLCanvasElement
  readonly #stage: HTMLElement

  constructor(props: LoupeProps, ground: HTMLCanvasElement, stage: HTMLElement) {
    this.#props = props
    this.#ground = ground
    this.#stage = stage
  }

  /** Paints the shown frame around where the pointer is, or the chosen outline's place. */
  paint(shown: Shown | null, pointer: Point | null): void {
    if (this.#props.editor.state.loupe === null) return
    const size = { width: this.#stage.clientWidth, height: this.#stage.clientHeight }
    const aim = shown && this.#aim(shown.frame, pointer, size)
    this.#ground.style.visibility = aim ? 'visible' : 'hidden'
    if (!aim) return
    const [left, top] = loupePlace(aim.onStage, size)
    this.#ground.style.transform = `translate(${left}px, ${top}px)`
    this.#paintAround(shown, aim)
  }

  #mapIn(pane: Pane, height: number) {
    const { session } = this.#props
    const { video } = session.footage.index
    return video && pictureMapIn(pane, height, { video, pose: session.store.getState().pose })
  }

  #aim(frame: number, pointer: Point | null, { width, height }: Size): Aim | null {
    const { editor, divided } = this.#props
    const { loupe } = editor.state
    const panes = divided(width)
    const pane = pointer && loupe?.at === 'pointer' ? paneAt(panes, pointer[0]) : panes[0]
    const map = this.#mapIn(pane, height)
    if (!map) return null
    if (pointer && loupe?.at === 'pointer') return { point: map.toPicture(pointer), pane, onStage: pointer }
    const track = chosenTrack(editor.state, frame)
    const now = track && shownProject(editor.state).tracks.find(({ id }) => id === track.id)
    const outline = now ? outlineAt(now, frameIndex(frame)) : null
    const point = outline && placeOfOutline(outline, loupe?.at === 'handle' ? loupe.place : 0)
    return point && { point, pane, onStage: map.toRoom(point) }
  }

  #paintAround(shown: Shown, { point, pane }: Aim): void {
    const { editor, session, cover } = this.#props
    const { video } = session.footage.index
    const context = this.#ground.getContext('2d', { alpha: false })
    if (!video || !context) return
    const ratio = window.devicePixelRatio || 1
    const side = Math.round(loupeSide * ratio)
    if (this.#ground.width !== side) [this.#ground.width, this.#ground.height] = [side, side]
    const { turn } = session.store.getState().pose
    const scale = this.#mapIn(pane, this.#stage.clientHeight)?.scale ?? 1
    const room = { width: loupeSide, height: loupeSide }
    const pose = { zoom: scale * loupeZoom, centre: centreAt(point, video, turn), turn }
    const image = pane.shows === 'covered' && cover ? cover(shown) : shown.picture
    paintPicture({ context, room, ratio }, image, video, pose)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const map = pictureMap(video, pose, { ...room, left: 0 })
    // Without handles: they would lie over the very corner that is looked at.
    paintLook(context, { ...overlayLook(editor, frameIndex(shown.frame), { map, pane }), handles: null })
    paintCross(context)
  }
}

/** Thin lines that leave the middle free. */
function paintCross(context: CanvasRenderingContext2D): void {
  const middle = loupeSide / 2
  for (const [colour, wide] of [['rgb(0 0 0 / 70%)', 3] as const, ['#fff', 1] as const]) {
    context.fillStyle = colour
    for (const at of [middle - 28, middle + 8]) {
      context.fillRect(at, middle - wide / 2, 20, wide)
      context.fillRect(middle - wide / 2, at, wide, 20)
    }
  }
}
