import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ClipFootage } from '../footage.ts'
import type { Direction } from '../frames/picture.ts'
import { PlayerSession } from '../session/player-session.ts'
import type { Look } from '../session/player-state.ts'
import { DarkSurround } from './dark-surround.tsx'
import { PictureStage } from './picture-stage.tsx'
import './player.css'

/** Where somebody is in a clip elsewhere, and how they look at it; null: as every clip is first seen. */
type Followed = { readonly frame: number; readonly look: Look | null }

/** Tells where somebody is, at once and whenever that changes, until the returned function is called. */
export type FollowFrames = (show: (followed: Followed) => void) => () => void

/** Of sound nothing is read: it is heard where somebody works. */
function silent(footage: ClipFootage): ClipFootage {
  return { ...footage, index: { ...footage.index, audio: [] } }
}

/** Looks that came over the wire are new values each time. */
function isSameLook(one: Look, other: Look | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function showFrom(session: PlayerSession, follow: FollowFrames): () => void {
  let last = 0
  let lookedAt: Look | null = null
  return follow(({ frame, look }) => {
    if (look && !isSameLook(look, lookedAt)) session.setView(look)
    lookedAt = look
    const wanted = Math.min(frame, session.times.frames - 1)
    session.accompany(wanted, Math.sign(wanted - last) as Direction)
    last = wanted
  })
}

function Stage({ session }: { readonly session: PlayerSession }) {
  const fault = useStore(session.store, (state) => state.fault)
  return <PictureStage session={session} fault={fault} />
}

/** The session of a followed picture; null until it is open, `refused` where it cannot be. */
function useFollowing(footage: ClipFootage, follow: FollowFrames): PlayerSession | 'refused' | null {
  const [session, setSession] = useState<PlayerSession | 'refused' | null>(null)
  useEffect(() => {
    let end = (): void => undefined
    let gone = false
    const opening = PlayerSession.open(silent(footage))
    opening.then(
      (opened) => {
        if (gone) return
        end = showFrom(opened, follow)
        setSession(opened)
      },
      () => {
        if (!gone) setSession('refused')
      },
    )
    return () => {
      gone = true
      end()
      setSession(null)
      opening.then(
        (opened) => opened.close(),
        () => undefined,
      )
    }
  }, [footage, follow])
  return session
}

/** The picture of a clip alone, at the frames that somebody goes to elsewhere; those that come faster than they decode are passed over. */
export function FollowedPicture({ footage, follow }: { readonly footage: ClipFootage; readonly follow: FollowFrames }) {
  const session = useFollowing(footage, follow)
  return (
    <DarkSurround>
      <div className="player">
        {session === 'refused' ? (
          <p className="player-note player-note-bad" role="alert">
            The footage cannot be read here.
          </p>
        ) : null}
        {session === null || session === 'refused' ? null : <Stage session={session} />}
      </div>
    </DarkSurround>
  )
}
