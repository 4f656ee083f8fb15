import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { ClipPages, type LoadPage } from './clip-pages.ts'

/** The rows that `load` answers; made anew when it is another function (make it with useCallback). */
export function usePages(load: LoadPage): ClipPages {
  const pages = useMemo(() => new ClipPages(load), [load])
  useEffect(() => () => pages.close(), [pages])
  return useSettled(pages)
}

/** The last rows stay on screen until the first of the new ones are there. */
function useSettled(pages: ClipPages): ClipPages {
  const [shown, setShown] = useState(pages)
  const { total, failure } = useSyncExternalStore(pages.subscribe, pages.state)
  useEffect(() => pages.want(0, 0), [pages])
  const isThere = total !== null || failure !== null
  if (isThere && shown !== pages) setShown(pages)
  return isThere ? pages : shown
}
