import { useEffect, useRef } from 'react'

const least = 0.75
const most = 2
const step = 0.25

/** The size after a key, or null for a key that is not about size. */
export function zoomAfterKey(
  zoom: number,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
): number | null {
  if (!ctrlKey && !metaKey) return null
  if (key === '0') return 1
  if (key === '+' || key === '=') return Math.min(zoom + step, most)
  return key === '-' ? Math.max(zoom - step, least) : null
}

/** Shows the whole window larger or smaller, as somebody has set it or asks for by keys. */
export function useZoom(zoom: number, onZoom: (zoom: number) => Promise<unknown>): void {
  /** What was asked for and has not come yet: who presses a key twice means two steps. */
  const asked = useRef<number | null>(null)
  useEffect(() => {
    document.body.style.setProperty('zoom', String(zoom))
    const keys = (event: KeyboardEvent): void => {
      const next = zoomAfterKey(asked.current ?? zoom, event)
      if (next === null) return
      event.preventDefault()
      asked.current = next
      void onZoom(next).then(() => {
        if (asked.current === next) asked.current = null
      })
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [zoom, onZoom])
}
