/**
 * Makes what scrolls by itself a stop of the Tab key for as long as there is more of it than is in sight: arrow keys scroll what has
 * the focus, and nothing else. Answers how to end that.
 */
export function scrollsByKeys(place: HTMLElement | null): (() => void) | undefined {
  if (!place) return undefined
  const look = (): void => {
    const isMore = place.scrollHeight > place.clientHeight || place.scrollWidth > place.clientWidth
    if (isMore) place.tabIndex = 0
    // Whoever stands on it stays there.
    else if (document.activeElement !== place) place.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(look)
  const follow = (): void => {
    sizes.disconnect()
    for (const element of [place, ...place.children]) sizes.observe(element)
  }
  const comings = new MutationObserver(follow)
  comings.observe(place, { childList: true })
  follow()
  return () => {
    comings.disconnect()
    sizes.disconnect()
  }
}
