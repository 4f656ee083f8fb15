import { makeStyles, tokens } from '@fluentui/react-components'
import { type PointerEvent, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { AudioIndex } from '../../../../core/clips/clip-index.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import { fitCanvas } from '../../../ui/fit-canvas.ts'
import type { LaneWindow } from '../model/lanes.ts'
import { edgeAt, fatedParts, secondOfFrame, stretchUnder } from '../model/sound-lane.ts'
import { moveStretch, stretchAt, stretchesOf } from '../model/stretches.ts'
import { frameAtX, nameWidth } from '../preview/paint-lanes.ts'
import { paintSoundLane, type SoundLaneLook, soundLaneHeight } from '../preview/paint-sound-lane.ts'
import { markedFrames } from '../session/frame-meant.ts'
import { chooseStretch, moveEdges, type SoundDesk } from '../session/sound-actions.ts'
import { useCloseWave } from '../session/use-close-wave.ts'

const useStyles = makeStyles({
  root: {
    flexShrink: 0,
    maxHeight: '170px',
    overflowY: 'auto',
    scrollbarGutter: 'stable',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  lane: { display: 'block', width: '100%', height: `${soundLaneHeight}px`, touchAction: 'none' },
  legend: {
    margin: 0,
    padding: '0 8px',
    fontSize: '12px',
    lineHeight: '16px',
    color: '#98a3ab',
    // Where there is little room it is the picture's.
    '@media (max-height: 760px)': { display: 'none' },
  },
})

type LanesProps = { readonly desk: SoundDesk; readonly window: LaneWindow }

/** The sound under the lanes: its waves, what may be speech, and what the copy makes of it. */
export function SoundLanes({ desk, window }: LanesProps) {
  const styles = useStyles()
  const { audio } = desk.session.footage.index
  if (audio.length === 0) return null
  return (
    <div className={styles.root}>
      {audio.map((track) => (
        <SoundLane key={track.track} {...{ desk, window, track }} />
      ))}
      <p className={styles.legend}>
        Plain green: heard · dotted: muted, as nobody has kept it · hatched red: muted by hand · amber stripes: a tone ·
        bracket above: may be speech, dashed over a radio, dotted not examined
      </p>
    </div>
  )
}

type LaneProps = LanesProps & { readonly track: AudioIndex }

function SoundLane({ desk, window: part, track }: LaneProps) {
  const styles = useStyles()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { session } = desk
  const close = useCloseWave(session, track.track, secondsIn(part, session.times))
  useLanePainting(desk, canvas, { part, track, close })
  const grip = useGrip(desk, { part, track })
  return (
    <canvas
      ref={canvas}
      className={styles.lane}
      role="img"
      aria-label={`Sound${numberOf(desk, track)}; the Clip tab has the same stretches, and their first and last samples`}
      {...grip}
    />
  )
}

function numberOf({ session }: SoundDesk, { track }: AudioIndex): string {
  return session.footage.index.audio.length > 1 ? ` ${track + 1}` : ''
}

function secondsIn({ from, until }: LaneWindow, times: SoundDesk['session']['times']): readonly [number, number] {
  return [secondOfFrame(times, from), secondOfFrame(times, until)]
}

type Painted = Pick<SoundLaneLook, 'close'> & { readonly part: LaneWindow; readonly track: AudioIndex }

function useLanePainting(
  desk: SoundDesk,
  canvas: React.RefObject<HTMLCanvasElement | null>,
  { part, track, close }: Painted,
): void {
  const look = useLook(desk, track)
  const latest = useRef({ ...look, close, window: part })
  const asks = useRef<() => void>(() => undefined)
  useEffect(() => {
    latest.current = { ...look, close, window: part }
    asks.current()
  }, [look, close, part])
  useEffect(() => {
    const ground = canvas.current
    const context = ground?.getContext('2d', { alpha: false })
    if (!ground || !context) return
    const { session } = desk
    const ratio = window.devicePixelRatio || 1
    let asked = 0
    const paint = (): void => {
      asked = 0
      const { transport, shown, waves } = session.store.getState()
      const playhead = transport.rate === 0 ? transport.frame : (shown ?? transport.frame)
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      const size = { width: ground.clientWidth, height: ground.clientHeight }
      const peaks = waves.get(track.track) ?? null
      const marked = markedFrames(session)
      const { times } = session
      paintSoundLane(context, size, { ...latest.current, peaks, playhead, marked, times })
    }
    const ask = (): void => {
      if (asked === 0) asked = requestAnimationFrame(paint)
    }
    const resized = new ResizeObserver(() => {
      fitCanvas(ground)
      paint()
    })
    resized.observe(ground)
    asks.current = ask
    const end = session.store.subscribe(ask)
    return () => {
      cancelAnimationFrame(asked)
      resized.disconnect()
      end()
    }
  }, [desk, canvas, track])
}

type StandingLook = Pick<SoundLaneLook, 'name' | 'sampleRate' | 'parts' | 'stretches' | 'chosen' | 'dragged'>

/** What a lane shows that edits change, and what is dragged where it is by now. */
function useLook(desk: SoundDesk, track: AudioIndex): StandingLook {
  const { editor, session } = desk
  // Of the project it shows what is decided about sound alone: edits of the picture paint nothing anew.
  const audio = useStore(editor.store, ({ queue }) => queue.edited.project.audio)
  const { heard, chosen: place, drag } = useStore(editor.sound)
  const { index } = session.footage
  const name = `Sound${numberOf(desk, track)}`
  return useMemo(() => {
    const edited = { ...editor.project, audio }
    const before = drag && stretchAt(stretchesOf(edited, heard ?? [], index), drag.stretch)
    const command = before && moveStretch(edited, before, drag.range, track)
    const project = command ? apply(edited, command).project : edited
    const stretches = stretchesOf(project, heard ?? [], index).filter(({ audioTrack }) => audioTrack === track.track)
    const [fromSample, untilSample] = drag?.range ?? [0, 0]
    const chosen = stretchAt(stretches, drag ? { ...drag.stretch, fromSample, untilSample } : place)
    return {
      ...{ name, sampleRate: track.sampleRate, stretches, chosen, dragged: drag?.edge ?? null },
      parts: fatedParts(project.audio, index, track),
    }
  }, [editor, audio, heard, index, place, drag, track, name])
}

/** How near to an edge counts as on it, in pixels. */
const reachPixels = 6

type Grip = {
  readonly onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

/** A press chooses a stretch and goes there; an edge of the chosen one, once it is decided about, is dragged. */
function useGrip(desk: SoundDesk, { part, track }: Pick<LaneProps, 'track'> & { readonly part: LaneWindow }): Grip {
  const { editor, session } = desk
  const { sound } = editor
  const sampleAt = ({ clientX, currentTarget }: PointerEvent<HTMLCanvasElement>, by = 0): number => {
    const x = clientX - currentTarget.getBoundingClientRect().left + by
    const frame = frameAtX(x, part, currentTarget.clientWidth)
    return Math.round(secondOfFrame(session.times, frame) * track.sampleRate)
  }
  const ends = (): void => {
    const { drag } = sound.getState()
    if (!drag) return
    sound.setState({ drag: null })
    moveEdges(desk, drag.stretch, drag.range)
  }
  return {
    onPointerDown: (event) => {
      const { left } = event.currentTarget.getBoundingClientRect()
      if (event.button !== 0 || event.clientX - left < nameWidth) return
      const sample = sampleAt(event)
      const all = stretchesOf(editor.project, sound.getState().heard ?? [], session.footage.index)
      const chosen = stretchAt(all, sound.getState().chosen)
      const isHere = chosen?.audioTrack === track.track && chosen.decision !== null && editor.state.writable
      const edge = isHere ? edgeAt(chosen, sample, sampleAt(event, reachPixels) - sample) : null
      if (chosen && edge) {
        event.currentTarget.setPointerCapture(event.pointerId)
        sound.setState({ drag: { stretch: chosen, edge, range: [chosen.fromSample, chosen.untilSample] } })
        return
      }
      const pressed = stretchUnder(all, track.track, sample)
      if (pressed) chooseStretch(desk, pressed)
      session.command({ do: 'go-to', frame: session.times.frameAt(sample / track.sampleRate) })
    },
    onPointerMove: (event) => {
      const { drag } = sound.getState()
      if (!drag || drag.stretch.audioTrack !== track.track) return
      const sample = sampleAt(event)
      const { fromSample, untilSample } = drag.stretch
      const range: readonly [number, number] =
        drag.edge === 'from'
          ? [Math.min(sample, untilSample - 1), untilSample]
          : [fromSample, Math.max(sample, fromSample + 1)]
      sound.setState({ drag: { ...drag, range } })
    },
    onPointerUp: ends,
    onPointerCancel: () => sound.setState({ drag: null }),
  }
}
