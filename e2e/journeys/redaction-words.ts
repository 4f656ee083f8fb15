import type { Page } from 'playwright'

/** What journeys through the player and the editor do again and again. */

/** Waits until the player shows a frame: screen readers are told once it is on the screen. */
export async function shows(page: Page, frame: number): Promise<void> {
  await page.locator('.player-spoken', { hasText: new RegExp(`^Frame ${frame}$`) }).waitFor()
}

/** Waits until nothing of a redaction is unsaved. */
export async function saved(page: Page): Promise<void> {
  await page.getByLabel('Saving').filter({ hasText: 'All saved' }).waitFor()
}
