import { useCallback, useEffect, useRef } from 'react'
import type { AskWindow } from '../client/window-client.ts'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** A sign is told at most once in so long (milliseconds). */
const rest = 5_000

/** Tells the host that a clip plays, however often frames come to the screen. */
export function usePlayback(askWindow: AskWindow): () => void {
  const told = useRef(Number.NEGATIVE_INFINITY)
  return useCallback(() => {
    if (performance.now() - told.current < rest) return
    told.current = performance.now()
    void askWindow('window.activity', { by: 'playback' })
  }, [askWindow])
}

/** Tells the host that somebody is there, at most once in five seconds. */
export function useActivity(askWindow: AskWindow, isHere: boolean): void {
  useEffect(() => {
    if (!isHere) return
    let told = Number.NEGATIVE_INFINITY
    const tell = (): void => {
      if (performance.now() - told < rest) return
      told = performance.now()
      void askWindow('window.activity', { by: 'person' })
    }
    for (const sign of signs) window.addEventListener(sign, tell, { passive: true })
    return () => {
      for (const sign of signs) window.removeEventListener(sign, tell)
    }
  }, [askWindow, isHere])
}
