import type { Locator } from 'playwright'

/**
 * Whether each canvas shows a picture: places all over it are lit, in several greys. Black with lines on it, as where nothing was decoded,
 * and one colour are no picture.
 */
export function isPainted(canvases: Locator): Promise<boolean> {
  return canvases.evaluateAll((all) =>
    all.every((canvas) => {
      const small = new OffscreenCanvas(24, 24).getContext('2d')
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0 || !small) return false
      // Single points: an average would make greys of black and white.
      small.imageSmoothingEnabled = false
      small.drawImage(canvas, 0, 0, 24, 24)
      const { data } = small.getImageData(0, 0, 24, 24)
      const greys = Array.from({ length: 24 * 24 }, (_, at) => data[at * 4 + 1] ?? 0).filter((value) => value > 16)
      return greys.length >= 72 && new Set(greys.map((value) => value >> 3)).size >= 4
    }),
  )
}
