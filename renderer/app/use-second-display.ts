import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { AskWindow, SecondPicture } from '../client/window-client.ts'
import { latestOnly } from './latest-only.ts'

/**
 * While the second display has its window, tells it where somebody is in a clip; `tell` is to be called with every frame that is shown.
 * What leaves the window for work leaves the other one, too.
 */
export function useSecondDisplay(askWindow: AskWindow, isOpen: boolean): (picture: SecondPicture) => void {
  const send = useMemo(
    () => latestOnly((picture: SecondPicture | null) => askWindow('window.set-picture', { picture })),
    [askWindow],
  )
  const last = useRef<SecondPicture | null>(null)
  const open = useRef(isOpen)
  open.current = isOpen
  useEffect(() => {
    if (isOpen && last.current) send(last.current)
  }, [isOpen, send])
  useEffect(() => () => send(null), [send])
  return useCallback(
    (picture) => {
      last.current = picture
      if (open.current) send(picture)
    },
    [send],
  )
}
