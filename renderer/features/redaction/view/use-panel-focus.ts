import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { Editor } from '../session/editor-store.ts'

const firstThing =
  'aside :is(button, input):not([role="tab"], [disabled], [aria-disabled="true"]), aside [role="listbox"]'
const chosenTab = 'aside [role="tab"][aria-selected="true"]'

/**
 * Puts the focus on the first thing that can be done in the panel that is open; where there is none, on its tab. Just after the picture
 * has come up the panels are still on their way: then once they are there, unless somebody has gone elsewhere meanwhile.
 */
export function usePanelFocus(editor: Editor, root: RefObject<HTMLElement | null>): () => void {
  const waiting = useRef(0)
  useEffect(() => () => cancelAnimationFrame(waiting.current), [])
  return useCallback(() => {
    const { panel } = editor.state
    const had = document.activeElement
    const focusWhenThere = (): void => {
      const now = document.activeElement
      // What had the focus may have gone with the panel before.
      const isElsewhere = editor.state.panel !== panel || (now !== had && now !== document.body)
      if (!root.current || isElsewhere) return
      const tab = root.current.querySelector<HTMLElement>(chosenTab)
      if (tab) (root.current.querySelector<HTMLElement>(firstThing) ?? tab).focus()
      else waiting.current = requestAnimationFrame(focusWhenThere)
    }
    cancelAnimationFrame(waiting.current)
    waiting.current = requestAnimationFrame(focusWhenThere)
  }, [editor, root])
}
