import type { ReactNode } from 'react'
import { scrollsByKeys } from './scrolls-by-keys.ts'

type ScrolledProps = { readonly label: string; readonly className: string | undefined; readonly children: ReactNode }

/** A part of a page that scrolls by itself: what scrolls has to be reachable by keyboard, and named. */
export function Scrolled({ label, className, children }: ScrolledProps) {
  return (
    <section ref={scrollsByKeys} className={className} aria-label={label}>
      {children}
    </section>
  )
}
