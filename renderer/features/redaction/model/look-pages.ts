import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'

/** Pictures on a page. */
export const onPage = 12

/** The page on which a place of a list stands, from 0. */
export function pageOf(at: number): number {
  return Math.floor(at / onPage)
}

/** How many pages a list has. */
export function pagesOf(count: number): number {
  return Math.ceil(count / onPage)
}

/** What tells a place to look at from the others. */
export function lookKey({ frame, why, about }: ReviewLook): string {
  return `${frame} ${why} ${about?.track ?? ''}`
}

/** Which place of a list is meant by a key that it had: the same; once that has gone the next one, else the last; -1 in an empty list. */
export function lookAt(looks: readonly ReviewLook[], key: string | null): number {
  const same = looks.findIndex((look) => lookKey(look) === key)
  if (same >= 0 || looks.length === 0) return same
  const frame = Number.parseInt(key ?? '0', 10)
  const next = looks.findIndex((look) => look.frame >= frame)
  return next >= 0 ? next : looks.length - 1
}

/** Where a key leads in pages of pictures that lie `columns` beside each other; null: it is no key of theirs. */
export function movedOnPages(
  { key, alt }: { readonly key: string; readonly alt: boolean },
  { at, count, columns }: { readonly at: number; readonly count: number; readonly columns: number },
): number | null {
  const first = pageOf(at) * onPage
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns },
    ...{ Home: first, End: first + onPage - 1 },
  }
  const pages: Readonly<Record<string, number>> = { PageDown: first + onPage, PageUp: first - onPage }
  const to = (alt ? pages : steps)[key]
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to))
}

/** Whether a frame lies in none of the ranges that somebody has still to see. */
export function isViewed(frame: number, unseen: readonly (readonly [from: number, until: number])[]): boolean {
  return !unseen.some(([from, until]) => from <= frame && frame < until)
}
