import { useEffect, useRef, useState } from 'react'
import type { Look, PlayerSession } from '../player/index.ts'

/** Tells how somebody looks at the picture: at once when a session begins, and whenever that changes. Answers what takes the session. */
export function useLook(onLook: ((look: Look) => void) | undefined): (session: PlayerSession | null) => void {
  const [session, setSession] = useState<PlayerSession | null>(null)
  const told = useRef(onLook)
  told.current = onLook
  useEffect(() => {
    if (!session) return
    let last: Look | null = null
    const tell = ({ pose, aids }: Look): void => {
      if (pose === last?.pose && aids === last.aids) return
      last = { pose, aids }
      told.current?.(last)
    }
    tell(session.store.getState())
    return session.store.subscribe(tell)
  }, [session])
  return setSession
}
