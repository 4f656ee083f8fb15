import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { settled } from '../../e2e/journeys/settled.ts'
import type { ScreenName } from './captions.ts'

/** Sides of the window in the pictures, in CSS pixels. */
export const windowSize = { width: 1280, height: 800 } as const

/** Takes a picture of what a page shows. */
export type Shot = (page: Page, name: ScreenName) => Promise<void>

/** Takes pictures into a folder, which is made. */
export async function shotsInto(folder: string): Promise<Shot> {
  await mkdir(folder, { recursive: true })
  return async (page, name) => {
    // Where the pointer rests, hints would hide what is below.
    await page.mouse.move(0, 0)
    await settled(page)
    await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 62 })
    console.log(`${name}.jpg`)
  }
}

/** Takes a picture in high contrast; the look is as before afterwards. */
export async function inHighContrast(page: Page, name: ScreenName, shot: Shot): Promise<void> {
  await page.emulateMedia({ contrast: 'more' })
  await shot(page, name)
  await page.emulateMedia({ contrast: 'no-preference' })
}

/** Takes a picture as somebody sees it who has everything at twice the size: half as much fits in. */
export async function atTwiceTheSize(page: Page, name: ScreenName, shot: Shot): Promise<void> {
  await page.setViewportSize({ width: windowSize.width / 2, height: windowSize.height / 2 })
  await shot(page, name)
  await page.setViewportSize(windowSize)
}
