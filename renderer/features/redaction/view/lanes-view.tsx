import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import { ZoomFit20Regular, ZoomIn20Regular, ZoomOut20Regular } from '@fluentui/react-icons'
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { fitCanvas } from '../../../ui/fit-canvas.ts'
import { scrollsByKeys } from '../../../ui/scrolls-by-keys.ts'
import type { PlayerSession } from '../../player/index.ts'
import { rangeAt } from '../model/coverage-lanes.ts'
import { whereWords } from '../model/coverage-words.ts'
import {
  foldedOtherwise,
  type GroupRow,
  groupsOf,
  type LaneGroup,
  type LaneRow,
  reviewGroup,
  rowsOf,
  rowWith,
  scrolledTo,
} from '../model/lane-groups.ts'
import { barAt, type Lane, type LaneWindow, wholeRangesOf, windowShowing, zoomedWindow } from '../model/lanes.ts'
import { seenUntil } from '../preview/paint-coverage.ts'
import { frameAtX, headHeight, laneHeight, nameWidth, paintLanes } from '../preview/paint-lanes.ts'
import type { Editor } from '../session/editor-store.ts'
import { frameMeant, markedFrames } from '../session/frame-meant.ts'
import { isCurrent, watchedSince } from '../session/unseen-frames.ts'
import { useAskedUnseen, useStrips } from '../session/use-coverage.ts'
import { CoverageButtons } from './coverage-buttons.tsx'
import { SoundLanes } from './sound-lane.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  bar: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center', padding: '0 8px', color: '#98a3ab' },
  legend: { flexGrow: 1, fontSize: '12px', lineHeight: '16px' },
  fold: { flexShrink: 0, minWidth: 'auto', whiteSpace: 'nowrap' },
  scroller: {
    height: '154px',
    overflowY: 'auto',
    overflowX: 'hidden',
    position: 'relative',
    outlineOffset: '-2px',
    scrollbarGutter: 'stable',
  },
})

/** How near to a bar counts as on it, in pixels. */
const reachPixels = 4

type LanesProps = { readonly editor: Editor; readonly session: PlayerSession }

/** A line for everybody and everything over the clip. Painted past React; only lanes in sight are. */
export function LanesView({ editor, session }: LanesProps) {
  const styles = useStyles()
  const scroller = useRef<HTMLElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const root = useRef<HTMLElement>(null)
  const desk = useMemo(() => ({ editor, session }), [editor, session])
  const { frames } = session.times
  const [window, setWindow] = useState<LaneWindow>({ from: 0, until: frames })
  const subjects = useStore(editor.store, (state) => state.subjects)
  const [folded, setFolded] = useState<ReadonlySet<LaneGroup>>(new Set())
  const strips = useStrips(desk)
  const showsStrips = useStore(editor.review, ({ isUnfolded }) => isUnfolded)
  const groups = useMemo(
    () => [reviewGroup(strips, !showsStrips), ...groupsOf(subjects, folded)],
    [subjects, folded, strips, showsStrips],
  )
  const rows = useMemo(() => rowsOf(groups), [groups])
  const fold = (group: LaneGroup): void => {
    if (group === 'review') editor.review.setState({ isUnfolded: !showsStrips })
    else setFolded((before) => foldedOtherwise(before, group))
  }
  useAskedUnseen(desk)
  useEffect(() => scrollsByKeys(scroller.current), [])
  useLanesPainting({ editor, session }, { scroller, canvas }, { rows, window, setWindow })
  useChosenInSight(editor, scroller, rows)
  const zoom = (steps: number, at?: number): void =>
    setWindow((before) => zoomedWindow(before, frames, steps, at ?? frameMeant(session)))
  useLanesWheel(root, (steps, x) => zoom(steps, frameAtX(x, window, scroller.current?.clientWidth ?? 1)))
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const place = scroller.current
    if (!place || event.button !== 0) return
    const { left, top } = place.getBoundingClientRect()
    const [x, y] = [event.clientX - left, event.clientY - top]
    if (x > place.clientWidth) return
    const press = placeAt([x, y], place, { rows, window })
    if (press.row?.kind === 'group' && x < nameWidth) fold(press.row.group)
    else pressed(desk, press)
  }
  return (
    <section ref={root} className={styles.root} aria-label="Timeline of persons and things">
      <div className={styles.bar}>
        <span className={styles.legend} title={`${lanesLegend}. ${stripsLegend}`}>
          {showsStrips ? stripsLegend : lanesLegend}
        </span>
        {groups.map((row) => (
          <FoldButton key={row.group} row={row} onFold={fold} />
        ))}
        <LaneButton name="Show less of the clip" icon={<ZoomIn20Regular />} onPress={() => zoom(2)} />
        <LaneButton name="Show more of the clip" icon={<ZoomOut20Regular />} onPress={() => zoom(-2)} />
        <LaneButton
          name="Show the whole clip"
          icon={<ZoomFit20Regular />}
          onPress={() => setWindow({ from: 0, until: frames })}
        />
      </div>
      <section ref={scroller} className={styles.scroller} aria-label="Lanes" onPointerDown={onPointerDown}>
        <canvas
          ref={canvas}
          className="redaction-lanes-ground"
          role="img"
          aria-label={`${subjects.length} lanes; the list beside the picture has the same persons and things. ${disclosedWords(editor)}`}
        />
        {showsStrips ? <CoverageButtons desk={desk} strips={strips} /> : null}
        <div style={{ height: Math.max(0, headHeight + rows.length * laneHeight - 154) }} />
      </section>
      <SoundLanes desk={desk} window={window} />
    </section>
  )
}

const lanesLegend =
  '◆ keyed frame · hatched: bridged without a sighting · yellow mark: weak spot · red hidden, amber undecided (hidden), green kept'
const stripsLegend =
  'Seen above, heard below: low is seen or heard, tall and hatched is not, dotted was shown just now, empty is not in the copy'

/** What is disclosed, for whoever does not see its lane. */
function disclosedWords({ project }: Editor): string {
  return project.spans === null ? 'All of the clip is disclosed' : `Disclosed: ${whereWords(project.spans)}`
}

/** What lies under the pointer. */
type LanePress = {
  readonly row: LaneRow | null
  /** How far down in its line, in pixels. */
  readonly down: number
  /** How far from it something may lie that is meant, in frames. */
  readonly reach: number
  readonly lane: Lane | null
  readonly frame: number | null
  readonly track: string | null
}

function placeAt(
  [x, y]: readonly [number, number],
  { clientWidth, scrollTop }: HTMLElement,
  { rows, window }: { readonly rows: readonly LaneRow[]; readonly window: LaneWindow },
): LanePress {
  const row = y < headHeight ? null : (rows[Math.floor((y - headHeight + scrollTop) / laneHeight)] ?? null)
  const lane = row?.kind === 'lane' ? row.lane : null
  const reach = (reachPixels / Math.max(1, clientWidth)) * (window.until - window.from)
  const place = { row, lane, reach, down: (y - headHeight + scrollTop) % laneHeight }
  if (x < nameWidth) return { ...place, frame: null, track: null }
  const frame = frameAtX(x, window, clientWidth)
  return { ...place, frame, track: (lane && barAt(lane, frame, reach)?.track) ?? null }
}

/** The first frame of the stretch that is pressed of a reviewer's strip, where it is one that is left; null: nothing is left there. */
function openAt({ row, frame, down, reach }: LanePress): number | null {
  const strip = row?.kind === 'strip' ? row.strip : row?.kind === 'group' && row.isFolded ? row.strips[0] : undefined
  if (!strip || frame === null) return null
  const open = rangeAt(down < seenUntil ? strip.unseen : strip.unheard, frame, reach)
  return open === null ? null : open[0]
}

/** A press among the frames goes there, one on a name to where it is first there. */
function pressed({ editor, session }: LanesProps, press: LanePress): void {
  const { lane, frame, track } = press
  if (lane) editor.choose(lane.key, track)
  const to = openAt(press) ?? frame ?? lane?.bars[0]?.from
  if (to !== undefined) session.command({ do: 'go-to', frame: Math.floor(to) })
}

/** Folds a group, or unfolds it: for whoever has no pointer, and a name for what is folded. */
function FoldButton({ row, onFold }: { readonly row: GroupRow; readonly onFold: (group: LaneGroup) => void }) {
  const styles = useStyles()
  const { group, name, isFolded } = row
  return (
    <Button
      size="small"
      className={styles.fold}
      appearance="subtle"
      aria-expanded={!isFolded}
      title={`${isFolded ? 'Show' : 'Fold'} the lanes of this group`}
      onClick={() => onFold(group)}
    >
      {isFolded ? '▸' : '▾'} {name}
    </Button>
  )
}

/** Whoever is chosen elsewhere comes into sight; otherwise nothing is scrolled, whatever lanes come and go. */
function useChosenInSight(
  editor: Editor,
  scroller: { readonly current: HTMLElement | null },
  rows: readonly LaneRow[],
): void {
  const chosen = useStore(editor.store, (state) => state.chosen)
  const latest = useRef(rows)
  latest.current = rows
  useEffect(() => {
    const [place, at] = [scroller.current, rowWith(latest.current, chosen)]
    if (!place || at === null) return
    const shown = place.clientHeight - headHeight
    place.scrollTop = scrolledTo(at, place.scrollTop, { lane: laneHeight, shown })
  }, [scroller, chosen])
}

function LaneButton({
  name,
  icon,
  onPress,
}: {
  readonly name: string
  readonly icon: React.ReactElement
  readonly onPress: () => void
}) {
  return (
    <Tooltip content={name} relationship="label">
      <Button size="small" appearance="subtle" icon={icon} onClick={onPress} />
    </Tooltip>
  )
}

/** With Ctrl held the wheel shows more or less of the clip. */
function useLanesWheel(
  scroller: { readonly current: HTMLElement | null },
  onZoom: (steps: number, x: number) => void,
): void {
  const told = useRef(onZoom)
  told.current = onZoom
  useEffect(() => {
    const place = scroller.current
    if (!place) return
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return
      event.preventDefault()
      told.current(event.deltaY < 0 ? 1 : -1, event.clientX - place.getBoundingClientRect().left)
    }
    place.addEventListener('wheel', onWheel, { passive: false })
    return () => place.removeEventListener('wheel', onWheel)
  }, [scroller])
}

type Shown = {
  readonly rows: readonly LaneRow[]
  readonly window: LaneWindow
  readonly setWindow: (change: (before: LaneWindow) => LaneWindow) => void
}

function useLanesPainting(
  { editor, session }: LanesProps,
  {
    scroller,
    canvas,
  }: {
    readonly scroller: { readonly current: HTMLElement | null }
    readonly canvas: { readonly current: HTMLCanvasElement | null }
  },
  { rows, window: part, setWindow }: Shown,
): void {
  const latest = useRef({ rows, part })
  const asks = useRef<() => void>(() => undefined)
  useEffect(() => {
    latest.current = { rows, part }
    asks.current()
  }, [rows, part])
  useEffect(() => {
    const [place, ground] = [scroller.current, canvas.current]
    const context = ground?.getContext('2d', { alpha: false })
    if (!place || !ground || !context) return
    let asked = 0
    const ratio = window.devicePixelRatio || 1
    const paint = (): void => {
      asked = 0
      const now = latest.current
      const { transport, shown } = session.store.getState()
      const playhead = transport.rate === 0 ? transport.frame : (shown ?? transport.frame)
      // While it plays, the part that is seen goes along.
      const seen = windowShowing(now.part, session.times.frames, playhead)
      if (seen !== now.part) setWindow(() => seen)
      const size = { width: place.clientWidth, height: place.clientHeight }
      const whole = wholeRangesOf(editor.project)
      const look = { rows: now.rows, window: now.part, whole, chosen: editor.state.chosen, playhead }
      const standing = { scrolled: place.scrollTop, marked: markedFrames(session), frames: session.times.frames }
      const review = { since: watchedSince({ editor, session }), isStale: !isCurrent({ editor }) }
      paintLanes(context, size, ratio, { ...look, ...standing, ...review })
    }
    const ask = (): void => {
      if (asked === 0) asked = requestAnimationFrame(paint)
    }
    const resized = new ResizeObserver(() => {
      fitCanvas(ground, place)
      paint()
    })
    resized.observe(place)
    asks.current = ask
    place.addEventListener('scroll', ask)
    const endings = [session.store.subscribe(ask), editor.store.subscribe(ask)]
    return () => {
      cancelAnimationFrame(asked)
      resized.disconnect()
      place.removeEventListener('scroll', ask)
      for (const end of endings) end()
    }
  }, [editor, session, scroller, canvas, setWindow])
}
