import { Spinner } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../../core/failure.ts'
import { type ClipFootage, FootageFault } from '../footage.ts'
import { takeSession } from '../session/open-ahead.ts'
import type { PlayerSession } from '../session/player-session.ts'
import type { Pacing } from '../transport/play-plan.ts'
import type { RecordedStart } from '../transport/recorded-time.ts'
import { DarkSurround } from './dark-surround.tsx'
import type { StageDivision } from './panes.ts'
import type { CoverPicture } from './picture-stage.tsx'
import { PlayerDesk } from './player-desk.tsx'
import './player.css'

/** A frame that somebody wants to find again, and why. */
export type Bookmark = { readonly id: string; readonly frame: number; readonly note: string }

/** What a player is given: the footage of one clip, what is known of it, and whom to tell. Absent callbacks take their controls away. */
export type PlayerProps = {
  readonly footage: ClipFootage
  /** What the person calls the clip. */
  readonly title: string
  /** When it was recorded; null where nobody knows. */
  readonly recorded: RecordedStart | null
  /** Seconds from its beginning that a camera keeps from before it was started; 0 for none. */
  readonly preEventSeconds: number
  readonly bookmarks: readonly Bookmark[]
  readonly startFrame?: number
  /** `every-frame`: playing waits rather than pass over a frame. */
  readonly pacing?: Pacing
  /** True: the picture is taken away at once and nothing plays (somebody locked the window). */
  readonly hidden?: boolean
  /** Answers whether it was saved. */
  readonly onBookmark?: (frame: number, note: string) => Promise<boolean>
  readonly onRemoveBookmark?: (id: string) => void
  /** The difference between the evidence's time and the camera's burnt-in one, as somebody recorded it. */
  readonly onOffset?: (offsetSeconds: number) => void
  /** Present only where the role may. */
  readonly onSnapshot?: (frame: number) => void
  /** Each frame that came to the screen, and how many were passed over just before it. */
  readonly onShown?: (frame: number, passedOver: number) => void
  /** The footage cannot be read any more; null: for a reason without a name. */
  readonly onFault?: (failure: Failure | null) => void
  /** What is painted in the place of a frame's picture; null: nothing. Absent: the picture as it was recorded. */
  readonly cover?: CoverPicture
  /** How the stage is divided between the picture as it was recorded and what covers it; absent: it is not. */
  readonly divided?: StageDivision
  /** What lies over the picture, in its room. */
  readonly over?: (session: PlayerSession) => ReactNode
  /** The session, once it is open, and null when it ends. */
  readonly onSession?: (session: PlayerSession | null) => void
}

/** The player of one clip. */
export function Player(props: PlayerProps) {
  const { footage, title, pacing } = props
  const [session, setSession] = useState<PlayerSession | null>(null)
  const [refused, setRefused] = useState(false)
  // Callbacks may be new at each rendering; the session lives as long as its footage.
  const told = useRef(props)
  told.current = props
  useEffect(() => {
    let gone = false
    let opened: PlayerSession | null = null
    const opening = takeSession(footage, told.current.startFrame ?? 0, {
      onShown: (frame, passedOver) => told.current.onShown?.(frame, passedOver),
      onFault: (failure) => told.current.onFault?.(failure),
    })
    opening.then(
      (made) => {
        opened = made
        if (gone) void made.close()
        else setSession(made)
      },
      (fault) => {
        if (gone) return
        setRefused(true)
        told.current.onFault?.(fault instanceof FootageFault ? fault.failure : null)
      },
    )
    return () => {
      gone = true
      setSession(null)
      setRefused(false)
      void opened?.close()
    }
  }, [footage])
  useEffect(() => told.current.onSession?.(session), [session])
  useEffect(() => {
    if (pacing) session?.setPacing(pacing)
  }, [session, pacing])
  useEffect(() => {
    if (props.hidden) session?.command({ do: 'stop' })
  }, [session, props.hidden])
  return (
    <DarkSurround>
      <section className="player" aria-label={`Player: ${title}`}>
        {session && !props.hidden ? (
          <PlayerDesk {...props} session={session} />
        ) : (
          <Waiting hidden={props.hidden ?? false} refused={refused} />
        )}
      </section>
    </DarkSurround>
  )
}

function Waiting({ hidden, refused }: { readonly hidden: boolean; readonly refused: boolean }) {
  if (hidden) return <div className="player-waiting" />
  return (
    <div className="player-waiting">
      {refused ? (
        <p className="player-note player-note-bad" role="alert">
          The footage cannot be read. Nothing was changed; close the clip and open it again.
        </p>
      ) : (
        <Spinner label="Opening the clip" />
      )}
    </div>
  )
}
