import { useEffect, useRef, useState } from 'react'
import { pathsDropped } from '../../../contract/window/dropped-paths.ts'

function pathsOf({ data, source, origin }: MessageEvent): readonly string[] {
  if (source !== window || origin !== window.location.origin) return []
  const { kind, paths } = (data ?? {}) as { readonly kind?: unknown; readonly paths?: unknown }
  if (kind !== pathsDropped || !Array.isArray(paths)) return []
  return paths.filter((path): path is string => typeof path === 'string')
}

/** Files and folders that are dropped onto the window, by whoever may import; `onDrop` is told of new ones. */
export function useDroppedPaths(mayImport: boolean, onDrop: () => void): readonly string[] {
  const [dropped, setDropped] = useState<readonly string[]>([])
  const told = useRef(onDrop)
  told.current = onDrop
  useEffect(() => {
    if (!mayImport) return
    const over = (event: DragEvent): void => event.preventDefault()
    const taken = (event: MessageEvent): void => {
      const paths = pathsOf(event)
      if (paths.length === 0) return
      setDropped(paths)
      told.current()
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', over)
    window.addEventListener('message', taken)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', over)
      window.removeEventListener('message', taken)
    }
  }, [mayImport])
  return dropped
}
