/** What an element of a list bears, so that the list knows what was pressed in it. */
export const placed = (place: number) => ({ 'data-place': place })

/** The place in its list of what was pressed; null where it was none of the list's elements. */
export function placeUnder({ target }: { readonly target: EventTarget }): number | null {
  if (!(target instanceof Element)) return null
  const place = target.closest('[data-place]')?.getAttribute('data-place')
  return place == null ? null : Number(place)
}
