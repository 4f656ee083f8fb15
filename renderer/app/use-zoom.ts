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

/**
 * Shows the whole window larger or smaller, as somebody has set it or asks for by keys. Each press counts from what the one before it
 * asked for; one question is under way at a time, so that the last one asked is the last one answered. `onZoom` answers whether it was taken.
 */
export function useZoom(zoom: number, onZoom: (zoom: number) => Promise<boolean>): void {
  const asked = useRef({ zoom, isAsking: false })
  useEffect(() => {
    document.body.style.setProperty('zoom', String(zoom))
    const { current } = asked
    if (!current.isAsking) current.zoom = zoom
    const ask = async (): Promise<void> => {
      current.isAsking = true
      for (let sent: number | null = null; sent !== current.zoom; ) {
        sent = current.zoom
        if (await onZoom(sent)) continue
        current.zoom = zoom
        break
      }
      current.isAsking = false
    }
    const keys = (event: KeyboardEvent): void => {
      const next = zoomAfterKey(current.zoom, event)
      if (next === null) return
      event.preventDefault()
      current.zoom = next
      if (!current.isAsking) void ask()
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [zoom, onZoom])
}
