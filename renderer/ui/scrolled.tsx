import type { ReactNode } from 'react'

type ScrolledProps = { readonly label: string; readonly className: string | undefined; readonly children: ReactNode }

/** A part of a page that scrolls by itself: what scrolls has to be reachable by keyboard, and named. */
export function Scrolled({ label, className, children }: ScrolledProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll what has the focus, and nothing else
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
