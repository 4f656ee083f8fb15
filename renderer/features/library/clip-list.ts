import type { KeyboardEvent, MouseEvent } from 'react'
import type { ClipPages } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { placeUnder } from '../../ui/place-under.ts'
import { type Choosing, rowAfterKey, type Selection } from './selection.ts'

/** What the list takes, whatever it looks like. */
export type ClipListProps = {
  readonly pages: ClipPages
  readonly selection: Selection
  readonly now: number
  readonly onChoose: (at: number, how: Choosing) => void
  readonly onOpen: (clip: ClipRow) => void
}

/** Does what a key asks for; answers the row to bring into sight, if there is one. */
export function followKey(
  event: KeyboardEvent,
  {
    list: { pages, selection, onChoose, onOpen },
    count,
    fit,
    across = 1,
  }: { readonly list: ClipListProps; readonly count: number; readonly fit: number; readonly across?: number },
): number | null {
  const clip = pages.rowAt(selection.at)
  const to = rowAfterKey(event.key, selection.at, count, fit, across)
  if (event.key === 'Enter' && clip) onOpen(clip)
  else if (event.key === ' ') onChoose(selection.at, 'too')
  else if (to === null) return null
  else onChoose(to, event.shiftKey ? 'through' : 'only')
  event.preventDefault()
  return to
}

/** How a click or key chooses a row. */
function choosingOf({ shiftKey, ctrlKey, metaKey }: MouseEvent | KeyboardEvent): Choosing {
  if (shiftKey) return 'through'
  return ctrlKey || metaKey ? 'too' : 'only'
}

/** What presses on rows do, for the whole list: one chooses a row, two open its clip. */
export function followPress({ pages, onChoose, onOpen }: ClipListProps): {
  readonly onClick: (event: MouseEvent<HTMLElement>) => void
  readonly onDoubleClick: (event: MouseEvent) => void
} {
  return {
    onClick: (event) => {
      const at = placeUnder(event)
      if (at === null) return
      onChoose(at, choosingOf(event))
      // Rows come and go: the keys stay with the list.
      event.currentTarget.focus({ preventScroll: true })
    },
    onDoubleClick: (event) => {
      const at = placeUnder(event)
      const clip = at === null ? null : pages.rowAt(at)
      if (clip) onOpen(clip)
    },
  }
}
