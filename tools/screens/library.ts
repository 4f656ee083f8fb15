import { goTo, type Station } from '../../e2e/journeys/words.ts'
import { atTwiceTheSize, inHighContrast, type Shot } from './take.ts'

/** Brings a camera's folder in. */
export async function importFrom(station: Station, place: string, shot: Shot): Promise<void> {
  const { page } = station
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await station.choose([place])
  await dialog.getByRole('button', { name: 'Choose a folder or drive' }).click()
  await dialog.getByLabel('Reason').fill('End of shift')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByText(/\d+ imported/).waitFor()
  await shot(page, 'import')
  await dialog.getByRole('button', { name: 'Close' }).click()
}

/** Pictures wait for a purpose; they stay when the list is there again. */
async function asPictures({ page }: Station, shot: Shot): Promise<void> {
  await page.getByRole('button', { name: 'Pictures', exact: true }).click()
  await page.getByRole('button', { name: 'Give a purpose' }).click()
  await page.getByLabel('Reason').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Show pictures' }).click()
  await page.getByRole('gridcell').locator('img').nth(3).waitFor()
  await shot(page, 'library-pictures')
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await page.getByRole('row', { name: /bwv/ }).first().waitFor()
}

/** Takes the pictures of the library: a clip chosen, put right, in every look, as pictures. */
export async function workInLibrary(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await goTo(page, 'Library')
  await page.getByRole('row', { name: /bwv/ }).first().click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).waitFor()
  await shot(page, 'library')
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel' }).waitFor()
  await shot(page, 'library-edit')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await page.emulateMedia({ colorScheme: 'light' })
  await shot(page, 'library-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await inHighContrast(page, 'library-high-contrast', shot)
  await atTwiceTheSize(page, 'library-zoomed', shot)
  await asPictures(station, shot)
}
