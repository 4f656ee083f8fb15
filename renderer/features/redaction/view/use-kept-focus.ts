import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'

type KeptFocus<Part extends HTMLElement> = {
  readonly ref: RefObject<Part | null>
  readonly tabIndex: -1
  readonly onFocus: (event: FocusEvent<Part>) => void
  readonly onBlur: () => void
}

/**
 * Of a part of the page in which what has the focus may go, as a button does with what it is about: the focus is then on what a selector
 * names in it, else on the part, and not lost.
 */
export function useKeptFocus<Part extends HTMLElement>(selector?: string): KeptFocus<Part> {
  const ref = useRef<Part>(null)
  const had = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (!had.current || had.current.isConnected || document.activeElement !== document.body) return
    const next = selector === undefined ? null : ref.current?.querySelector<HTMLElement>(selector)
    if (next) next.focus()
    else ref.current?.focus()
  })
  return {
    ref,
    tabIndex: -1,
    onFocus: ({ target }) => {
      had.current = target
    },
    // React hears nothing of a blur that comes of its own removing.
    onBlur: () => {
      had.current = null
    },
  }
}
