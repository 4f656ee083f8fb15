import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { isPainted } from '../../e2e/journeys/painted.ts'
import { shows } from '../../e2e/journeys/redaction-words.ts'
import type { Station } from '../../e2e/journeys/words.ts'
import { until } from '../../e2e/until.ts'
import type { Shot } from './take.ts'

/** The clip that is looked at. */
const street = /bwv-20261121-1403\.mp4/

/** The picture alone, for those who watch along. */
async function secondDisplay(station: Station, shot: Shot): Promise<void> {
  await station.displays(2)
  const button = station.page.getByRole('button', { name: 'Picture on the second display' })
  await button.click()
  const there = (): Page | undefined => station.pages().find((page) => page.url().endsWith('?second-display'))
  await until('the second window opens', async () => there() !== undefined)
  const second = there()
  if (!second) throw new Error('the second window has gone again')
  const picture = second.locator('canvas')
  await picture.waitFor()
  await until('the second window shows the picture', () => isPainted(picture))
  await shot(second, 'second-display')
  await button.click()
  await station.displays(1)
}

/** Two cameras at the same recorded time. */
async function sideBySide({ page }: Station, shot: Shot): Promise<void> {
  await page.getByRole('row', { name: /bwv-20261121-1403-second/ }).click()
  await page.getByRole('row', { name: street }).click({ modifiers: ['Control'] })
  await page.getByRole('button', { name: 'Open side by side' }).click()
  await page.getByRole('button', { name: 'Open the clips' }).click()
  const both = page.getByRole('region', { name: 'Clips side by side' })
  await both.getByText('Recorded').first().waitFor()
  await page.locator('.player-beside-desk').focus()
  for (let step = 0; step < 7; step++) await page.keyboard.press('Shift+Period')
  await both.getByText('Recorded').nth(1).waitFor()
  await shot(page, 'side-by-side')
  await page.keyboard.press('Escape')
}

/** Takes the pictures of footage that is looked at. */
export async function lookAtClips(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await page.getByRole('row', { name: street }).dblclick()
  await page.getByRole('dialog').waitFor()
  await shot(page, 'purpose')
  await page.getByLabel('Reason').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await shows(page, 0)
  for (let step = 1; step <= 4; step++) {
    await page.keyboard.press('Shift+Period')
    await shows(page, step * 10)
  }
  await shot(page, 'player')
  await secondDisplay(station, shot)
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: street }).waitFor()
  await sideBySide(station, shot)
  await page.getByRole('row', { name: street }).waitFor()
}

/** Bytes of the longest clip are spoilt while it is open. */
export async function damaged({ page, folder }: Station, shot: Shot): Promise<void> {
  await page.getByRole('row', { name: street }).dblclick()
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await shows(page, 0)
  const objects = join(folder, 'vault/objects')
  const files = await Promise.all(
    (await readdir(objects)).map(async (name) => ({ path: join(objects, name), ...(await stat(join(objects, name))) })),
  )
  const [largest] = files.toSorted((a, b) => b.size - a.size)
  if (!largest) throw new Error('there are no clips')
  const handle = await open(largest.path, 'r+')
  await handle.write(Buffer.alloc(64, 0xa5), 0, 64, Math.floor(largest.size * 0.7))
  await handle.close()
  const field = page.getByLabel(/^Go to a frame/)
  await field.fill('170')
  await field.press('Enter')
  await page.getByText('The footage cannot be read at this frame').waitFor()
  await shot(page, 'player-damaged')
  await page.keyboard.press('Escape')
}
