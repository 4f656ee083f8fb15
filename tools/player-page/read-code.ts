import { codeCells, codeFromLevels, stripShare } from '../clips/frame-code.ts'

/** The frame number that is drawn along the top of an upright picture, read back from a box of a canvas; null where it cannot be read. */
export function codeOn(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [x: number, y: number, width: number, height: number],
): number | null {
  const row = Math.round(y + height / stripShare / 2)
  const pixels = context.getImageData(Math.round(x), row, Math.round(width), 1).data
  const levels = Array.from({ length: codeCells }, (_, cell) => {
    const at = Math.floor(((cell + 0.5) * width) / codeCells) * 4
    return 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0)
  })
  return codeFromLevels(levels)
}
