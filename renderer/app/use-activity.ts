import { useEffect } from 'react'
import type { AskWindow } from '../client/window-client.ts'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Tells the host that somebody is there, at most once in five seconds. */
export function useActivity(askWindow: AskWindow, isHere: boolean): void {
  useEffect(() => {
    if (!isHere) return
    let told = Number.NEGATIVE_INFINITY
    const tell = (): void => {
      if (performance.now() - told < 5_000) return
      told = performance.now()
      void askWindow('window.activity', { by: 'person' })
    }
    for (const sign of signs) window.addEventListener(sign, tell, { passive: true })
    return () => {
      for (const sign of signs) window.removeEventListener(sign, tell)
    }
  }, [askWindow, isHere])
}
