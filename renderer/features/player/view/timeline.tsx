import { type PointerEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { fitCanvas } from '../../../ui/fit-canvas.ts'
import type { PlayerSession } from '../session/player-session.ts'
import type { PlayerState } from '../session/player-state.ts'
import { shownClipTime } from '../transport/recorded-time.ts'
import { paintTimeline, type TimelineLook } from './paint-timeline.ts'
import type { Bookmark } from './player.tsx'

type TimelineProps = {
  readonly session: PlayerSession
  readonly preEventSeconds: number
  readonly bookmarks: readonly Bookmark[]
}

/** With the shift key held, the pointer moves the playhead by a tenth of its way. */
const fineShare = 0.1

/** The whole clip along a line: sound, marks, bookmarks and where the picture is. Dragging shows frames as it goes. */
export function Timeline({ session, preEventSeconds, bookmarks }: TimelineProps) {
  const line = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const drag = useRef<{ x: number; seconds: number } | null>(null)
  const { times } = session
  useTimelinePainting(session, canvas, { preEventSeconds, bookmarks })
  usePlayhead(session, line, head)
  const toPlace = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const before = drag.current
    const by = before ? ((event.clientX - before.x) / width) * times.endSeconds : 0
    const seconds =
      before && event.shiftKey ? before.seconds + by * fineShare : ((event.clientX - left) / width) * times.endSeconds
    drag.current = { x: event.clientX, seconds }
    session.command({ do: 'go-to', frame: times.frameAt(seconds) })
  }
  return (
    <div
      ref={line}
      className="player-timeline"
      role="slider"
      tabIndex={0}
      aria-label="Place in the clip"
      aria-valuemin={0}
      aria-valuemax={times.frames - 1}
      aria-valuenow={0}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = null
        toPlace(event)
      }}
      onPointerMove={(event) => {
        if (drag.current) toPlace(event)
      }}
      onPointerUp={() => {
        drag.current = null
      }}
    >
      <canvas ref={canvas} className="player-timeline-ground" />
      <div ref={head} className="player-head" aria-hidden="true" />
    </div>
  )
}

/** Moves the playhead and tells its place, past React: it changes at every display frame. */
function usePlayhead(
  session: PlayerSession,
  line: { readonly current: HTMLDivElement | null },
  head: { readonly current: HTMLDivElement | null },
): void {
  useEffect(() => {
    const { times } = session
    const scale = times.endSeconds > 0 ? 100 / times.endSeconds : 0
    const tell = (frame: number): void => {
      line.current?.setAttribute('aria-valuenow', String(frame))
      line.current?.setAttribute('aria-valuetext', `frame ${frame}, ${shownClipTime(times.secondsOf(frame))}`)
    }
    const place = ({ shown, transport }: PlayerState): void => {
      const stands = transport.rate === 0
      const at = stands ? transport.frame : (shown ?? transport.frame)
      if (head.current) head.current.style.left = `${times.secondsOf(at) * scale}%`
      if (stands) tell(at)
    }
    place(session.store.getState())
    return session.store.subscribe(place)
  }, [session, line, head])
}

function useTimelinePainting(
  session: PlayerSession,
  canvas: { readonly current: HTMLCanvasElement | null },
  { preEventSeconds, bookmarks }: Pick<TimelineProps, 'preEventSeconds' | 'bookmarks'>,
): void {
  const peaks = useStore(session.store, (state) => state.peaks)
  const markIn = useStore(session.store, (state) => state.transport.markIn)
  const markOut = useStore(session.store, (state) => state.transport.markOut)
  useEffect(() => {
    const ground = canvas.current
    const context = ground?.getContext('2d')
    if (!ground || !context) return
    const { times } = session
    const look: TimelineLook = {
      endSeconds: times.endSeconds,
      ...{ preEventSeconds, peaks },
      bookmarks: bookmarks.map(({ frame }) => times.secondsOf(frame)),
      damaged: (session.footage.index.video?.damagedFrames ?? []).map((frame) => times.secondsOf(frame)),
      part:
        markIn === null && markOut === null
          ? null
          : [times.secondsOf(markIn ?? 0), times.secondsOf(markOut ?? times.frames)],
    }
    const paint = (): void => {
      const ratio = window.devicePixelRatio || 1
      fitCanvas(ground)
      paintTimeline(context, { width: ground.width, height: ground.height }, ratio, look)
    }
    const resized = new ResizeObserver(paint)
    resized.observe(ground)
    return () => resized.disconnect()
  }, [session, canvas, peaks, markIn, markOut, preEventSeconds, bookmarks])
}
