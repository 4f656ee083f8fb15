import { Button, Spinner } from '@fluentui/react-components'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../../../core/failure.ts'
import type { Size } from '../../../../core/geometry/shape.ts'
import { useSame } from '../../../ui/use-same.ts'
import { type ClipFootage, FootageFault } from '../footage.ts'
import { PlayerSession } from '../session/player-session.ts'
import { keepTogether } from '../session/side-by-side.ts'
import { besideKeyOf } from '../transport/keyboard-map.ts'
import type { RecordedStart } from '../transport/recorded-time.ts'
import { DarkSurround } from './dark-surround.tsx'
import { isForPlayer } from './is-for-player.ts'
import { type DeskActions, performAction } from './perform-action.ts'
import { PictureStage } from './picture-stage.tsx'
import { ReadOuts } from './read-outs.tsx'
import { Timeline } from './timeline.tsx'
import { TransportBar } from './transport-bar.tsx'
import './player.css'

/** A clip that is watched beside others. */
export type BesideClip = {
  readonly footage: ClipFootage
  readonly title: string
  readonly recorded: RecordedStart
  /** Seconds at its start from before the camera was switched on. */
  readonly preEventSeconds: number
}

/** What players side by side are given. `onOffset`: somebody moved one clip's clock against the others'. */
export type SideBySideProps = {
  /** Two to four. */
  readonly clips: readonly BesideClip[]
  readonly hidden?: boolean
  readonly onOffset?: (clip: number, offsetSeconds: number) => void
  readonly onFault?: (clip: number, failure: Failure | null) => void
}

/** Two to four clips at the same recorded time. One leads: it is played and heard, the others go along. */
export function SideBySide({ clips, hidden, onOffset, onFault }: SideBySideProps) {
  const sessions = useSessions(clips, onFault)
  const [leader, setLeader] = useState(0)
  const rooms = useRef<Rooms>(new WeakMap())
  const led = sessions?.[leader]
  const recorded = clips.map((clip) => clip.recorded)
  useTogether(sessions, recorded, leader)
  if (!sessions || !led || hidden)
    return <div className="player-waiting">{hidden ? null : <Spinner label="Opening the clips" />}</div>
  return (
    <DarkSurround>
      <section className="player-side-by-side" aria-label="Clips side by side">
        <LedDesk session={led} preEventSeconds={clips[leader]?.preEventSeconds ?? 0} rooms={rooms.current}>
          <div className="player-pictures">
            {sessions.map((session, at) => (
              <Beside
                key={clips[at]?.footage.index.sha256 ?? at}
                {...{ session, rooms: rooms.current, leads: at === leader, onLead: () => setLeader(at) }}
                title={clips[at]?.title ?? ''}
                recorded={recorded[at] ?? null}
                {...(onOffset ? { onOffset: (offset: number) => onOffset(at, offset) } : {})}
              />
            ))}
          </div>
        </LedDesk>
      </section>
    </DarkSurround>
  )
}

/** The room that each clip's picture has. */
type Rooms = WeakMap<PlayerSession, Size>

type LedProps = {
  readonly session: PlayerSession
  readonly preEventSeconds: number
  readonly rooms: Rooms
  readonly children: React.ReactNode
}

function LedDesk({ session, preEventSeconds, rooms, children }: LedProps) {
  const desk = useRef<HTMLElement>(null)
  const actions: DeskActions = useMemo(
    () => ({
      ...{ session, bookmarks: noBookmarks, room: () => rooms.get(session) ?? { width: 1, height: 1 } },
      ...{ goTo: () => undefined, bookmark: () => undefined, snapshot: () => undefined },
    }),
    [session, rooms],
  )
  useEffect(() => desk.current?.focus({ preventScroll: true }), [])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const key = isForPlayer(event) ? besideKeyOf(event) : null
    if (!key) return
    event.preventDefault()
    performAction(key.action, actions)
  }
  return (
    <section className="player-beside-desk" ref={desk} tabIndex={-1} aria-label="Controls" onKeyDown={onKeyDown}>
      {children}
      <Timeline session={session} preEventSeconds={preEventSeconds} bookmarks={noBookmarks} />
      <div className="player-bar">
        <TransportBar actions={actions} />
      </div>
    </section>
  )
}

const noBookmarks: readonly never[] = []

type BesideProps = {
  readonly session: PlayerSession
  readonly title: string
  readonly recorded: RecordedStart | null
  readonly rooms: Rooms
  readonly leads: boolean
  readonly onLead: () => void
  readonly onOffset?: (offsetSeconds: number) => void
}

function Beside({ session, title, recorded, rooms, leads, onLead, onOffset }: BesideProps) {
  const fault = useStore(session.store, (state) => state.fault)
  const onRoom = useCallback((room: Size) => void rooms.set(session, room), [rooms, session])
  return (
    <div className={leads ? 'player-beside player-beside-leads' : 'player-beside'}>
      <div className="player-beside-head">
        <Button size="small" appearance={leads ? 'primary' : 'subtle'} aria-pressed={leads} onClick={onLead}>
          {title}
        </Button>
      </div>
      <PictureStage session={session} fault={fault} onRoom={onRoom} />
      <ReadOuts session={session} recorded={recorded} {...(onOffset ? { onOffset } : {})} />
    </div>
  )
}

function areSameClips(some: readonly ClipFootage[], others: readonly ClipFootage[]): boolean {
  const hashes = (clips: readonly ClipFootage[]): string => clips.map(({ index }) => index.sha256).join()
  return hashes(some) === hashes(others)
}

function areSameClocks(some: readonly RecordedStart[], others: readonly RecordedStart[]): boolean {
  const clocks = (all: readonly RecordedStart[]): string =>
    all.map(({ startMilliseconds, offsetSeconds }) => startMilliseconds + offsetSeconds * 1000).join()
  return clocks(some) === clocks(others)
}

/** Opens all clips; null until the last of them is open. */
function useSessions(
  clips: readonly BesideClip[],
  onFault: SideBySideProps['onFault'],
): readonly PlayerSession[] | null {
  const [sessions, setSessions] = useState<readonly PlayerSession[] | null>(null)
  const told = useRef(onFault)
  told.current = onFault
  const footages = useSame(
    clips.map(({ footage }) => footage),
    areSameClips,
  )
  useEffect(() => {
    let gone = false
    // Together they keep no more than one alone.
    const mostBytes = Math.floor((256 << 20) / footages.length)
    const opening = footages.map((footage, at) =>
      PlayerSession.open(footage, { mostBytes, onFault: (failure) => told.current?.(at, failure) }).catch((fault) => {
        told.current?.(at, fault instanceof FootageFault ? fault.failure : null)
        return null
      }),
    )
    const opened = Promise.all(opening).then((all) => all.filter((session) => session !== null))
    void opened.then((all) => {
      if (!gone && all.length === footages.length) setSessions(all)
    })
    return () => {
      gone = true
      setSessions(null)
      void opened.then((all) => Promise.all(all.map((session) => session.close())))
    }
  }, [footages])
  return sessions
}

function useTogether(
  sessions: readonly PlayerSession[] | null,
  recordedNow: readonly RecordedStart[],
  leader: number,
): void {
  const recorded = useSame(recordedNow, areSameClocks)
  useEffect(() => {
    const together = (sessions ?? []).flatMap((session, at) => {
      const start = recorded[at]
      return start ? [{ session, recorded: start }] : []
    })
    const led = together[leader]
    if (!led) return
    for (const { session } of together) if (session !== led.session) session.command({ do: 'stop' })
    led.session.store.setState({ absent: false })
    led.session.repaint()
    return keepTogether(
      led,
      together.filter((companion) => companion !== led),
    )
  }, [sessions, recorded, leader])
}
