/**
 * Gives a canvas a pixel for each of the display's in the room that the page has for it, or for another place. It is cleared where its
 * size changes, and left as it is where it fits already.
 */
export function fitCanvas(canvas: HTMLCanvasElement, place: HTMLElement = canvas): void {
  const ratio = window.devicePixelRatio || 1
  const width = Math.max(1, Math.round(place.clientWidth * ratio))
  const height = Math.max(1, Math.round(place.clientHeight * ratio))
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}
