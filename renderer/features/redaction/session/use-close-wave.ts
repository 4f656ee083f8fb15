import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { CloseWave, PlayerSession } from '../../player/index.ts'

/** Parts up to this long, in seconds, are shown sample by sample. */
const longestClose = 8

/** How long a part has to be looked at until its samples are read, in milliseconds. */
const settle = 150

/** The samples of what is in sight of a track, once somebody looks closely; null before, and where more is in sight. */
export function useCloseWave(session: PlayerSession, track: number, [from, until]: readonly [number, number]) {
  const [wave, setWave] = useState<CloseWave | null>(null)
  const isClose = until - from <= longestClose
  const soundState = useStore(session.store, (state) => state.soundState)
  useEffect(() => {
    if (!isClose || soundState === 'opening') return
    const leaving = new AbortController()
    const { signal } = leaving
    const wait = setTimeout(() => {
      session.soundWave(track, [from, until], signal).then(
        (read) => {
          if (!signal.aborted) setWave(read)
        },
        () => {
          // The waveform of the whole clip stays in its place.
          if (!signal.aborted) setWave(null)
        },
      )
    }, settle)
    return () => {
      clearTimeout(wait)
      leaving.abort()
    }
  }, [session, track, from, until, isClose, soundState])
  return isClose ? wave : null
}
