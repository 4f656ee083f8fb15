import { useEffect } from 'react'

/** What Escape closes before it leads away from a page: it is theirs while one of them is open. */
const closedFirst = '[role="dialog"], [role="alertdialog"], [role="menu"], .fui-Listbox, .fui-PopoverSurface'

/** Whether Escape leads back from a page: not while something is open over it, nor out of a field. */
function leadsBack({ key, target, isComposing }: KeyboardEvent): boolean {
  if (key !== 'Escape' || isComposing) return false
  if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]')) return false
  return document.querySelector(closedFirst) === null
}

/** Escape leads back. It is looked at before anybody else closes something because of it. */
export function useEscape(onBack: () => void): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (leadsBack(event)) onBack()
    }
    window.addEventListener('keydown', keys, { capture: true })
    return () => window.removeEventListener('keydown', keys, { capture: true })
  }, [onBack])
}
