import { useEffect } from 'react'
import { sightOf, wholeFrom } from '../model/sight.ts'
import type { Editor } from './editor-store.ts'

/** Whether a dialog lies over it. What a dialog hides is marked only a moment after the dialog is there, so that is looked for as well. */
function isBehindDialog(place: Element): boolean {
  return place.closest('[aria-hidden=true], [inert]') !== null || document.querySelector('[aria-modal=true]') !== null
}

const whatDialogsChange: MutationObserverInit = {
  ...{ subtree: true, childList: true },
  attributeFilter: ['aria-hidden', 'aria-modal', 'inert'],
}

/** Keeps known whether the picture's place is wholly in sight; until that is known, and once it is gone, it is not. */
export function useSight(editor: Editor, place: { readonly current: Element | null }): void {
  useEffect(() => {
    const seen = place.current
    if (!seen) return
    let share = 0
    const look = (): void => {
      const sight = sightOf(share, isBehindDialog(seen))
      if (sight !== editor.state.sight) editor.set({ sight })
    }
    const scrolled = new IntersectionObserver(
      (changes) => {
        share = changes.at(-1)?.intersectionRatio ?? 0
        look()
      },
      { threshold: [wholeFrom] },
    )
    scrolled.observe(seen)
    const covered = new MutationObserver(look)
    covered.observe(document.body, whatDialogsChange)
    return () => {
      scrolled.disconnect()
      covered.disconnect()
      editor.set({ sight: 'part' })
    }
  }, [editor, place])
}
