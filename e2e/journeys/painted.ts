import type { Locator } from 'playwright'

/** Whether each canvas shows something other than black. */
export function isPainted(canvases: Locator): Promise<boolean> {
  return canvases.evaluateAll((all) =>
    all.every((canvas) => {
      const small = new OffscreenCanvas(8, 8).getContext('2d')
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0 || !small) return false
      small.drawImage(canvas, 0, 0, 8, 8)
      return small.getImageData(0, 0, 8, 8).data.some((value, at) => at % 4 !== 3 && value > 8)
    }),
  )
}
