import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { PlayerSession } from '../session/player-session.ts'
import { playerKeyOf } from '../transport/keyboard-map.ts'
import { BookmarkList } from './bookmark-list.tsx'
import { GoToField } from './go-to-field.tsx'
import { isForPlayer } from './is-for-player.ts'
import { type DeskActions, performAction } from './perform-action.ts'
import { PictureStage } from './picture-stage.tsx'
import type { PlayerProps } from './player.tsx'
import { ReadOuts } from './read-outs.tsx'
import { Timeline } from './timeline.tsx'
import { TransportBar } from './transport-bar.tsx'
import { ViewTools } from './view-tools.tsx'

/** A player's parts around an opened session. */
export function PlayerDesk(props: PlayerProps & { readonly session: PlayerSession }) {
  const { session, recorded, preEventSeconds, bookmarks, onBookmark, onRemoveBookmark, onSnapshot, onOffset } = props
  const [showsBookmarks, setShowsBookmarks] = useState(false)
  const desk = useRef<HTMLElement>(null)
  const goTo = useRef<HTMLInputElement>(null)
  const room = useRef({ width: 1, height: 1 })
  const fault = useStore(session.store, ({ fault }) => fault)
  useEffect(() => desk.current?.focus({ preventScroll: true }), [])
  const actions: DeskActions = {
    ...{ session, bookmarks, room: () => room.current },
    goTo: () => goTo.current?.focus(),
    bookmark: () => void onBookmark?.(session.store.getState().transport.frame, ''),
    snapshot: () => {
      const { shown } = session.store.getState()
      // Before the first picture is there, nobody can mean one.
      if (shown !== null) onSnapshot?.(shown)
    },
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!isForPlayer(event)) return
    const key = playerKeyOf(event)
    if (!key) return
    event.preventDefault()
    performAction(key.action, actions)
  }
  const setRoom = useCallback((size: { readonly width: number; readonly height: number }) => {
    room.current = size
  }, [])
  return (
    <section className="player-desk" ref={desk} tabIndex={-1} aria-label="Player controls" onKeyDown={onKeyDown}>
      <PictureStage
        {...{ session, fault, onRoom: setRoom }}
        {...(props.cover ? { cover: props.cover } : {})}
        {...(props.divided ? { divided: props.divided } : {})}
        over={props.over?.(session)}
      />
      {showsBookmarks && (
        <BookmarkList
          {...{ bookmarks, session }}
          {...(onBookmark ? { onBookmark } : {})}
          {...(onRemoveBookmark ? { onRemove: onRemoveBookmark } : {})}
        />
      )}
      <ReadOuts session={session} recorded={recorded} {...(onOffset ? { onOffset } : {})} />
      <Timeline session={session} preEventSeconds={preEventSeconds} bookmarks={bookmarks} />
      <div className="player-bar">
        <TransportBar actions={actions} />
        <GoToField session={session} recorded={recorded} field={goTo} />
        <ViewTools
          actions={actions}
          canBookmark={onBookmark !== undefined}
          canSnapshot={onSnapshot !== undefined}
          showsBookmarks={showsBookmarks}
          onBookmarks={() => setShowsBookmarks((shows) => !shows)}
        />
      </div>
    </section>
  )
}
