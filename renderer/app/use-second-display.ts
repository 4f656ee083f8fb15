import { useEffect, useMemo, useRef } from 'react'
import type { AskWindow, SecondPicture } from '../client/window-client.ts'
import { latestOnly } from './latest-only.ts'

/** Whom to tell where somebody is in a clip, with every frame that is shown, and how they look at it. */
export type ToSecondDisplay = {
  readonly onPicture: (picture: Omit<SecondPicture, 'look'>) => void
  readonly onLook: (look: SecondPicture['look']) => void
}

/** While the second display has its window, tells it what is shown here. What leaves the window for work leaves the other one, too. */
export function useSecondDisplay(askWindow: AskWindow, isOpen: boolean): ToSecondDisplay {
  const send = useMemo(
    () => latestOnly((picture: SecondPicture | null) => askWindow('window.set-picture', { picture })),
    [askWindow],
  )
  const last = useRef<SecondPicture | null>(null)
  const look = useRef<SecondPicture['look']>(null)
  const open = useRef(isOpen)
  open.current = isOpen
  useEffect(() => {
    if (isOpen && last.current) send(last.current)
  }, [isOpen, send])
  useEffect(() => () => send(null), [send])
  return useMemo(() => {
    const tell = (picture: SecondPicture): void => {
      last.current = picture
      if (open.current) send(picture)
    }
    return {
      onPicture: (picture) => tell({ ...picture, look: look.current }),
      onLook: (seen) => {
        look.current = seen
        if (last.current) tell({ ...last.current, look: seen })
      },
    }
  }, [send])
}
