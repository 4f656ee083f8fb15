import type { Page } from 'playwright'

/** Drops files and folders onto the middle of a page, as somebody would out of the system's own window. Paths are absolute. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  const at = { x: Math.round(width / 2), y: Math.round(height / 2) }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
  await devtools.detach()
}
