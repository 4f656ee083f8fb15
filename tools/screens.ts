import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright'
import {
  addPerson,
  administrator,
  auditor,
  freshStation,
  goTo,
  importFolder,
  lock,
  officer,
  type Station,
  setUpVault,
  signIn,
} from '../e2e/journeys/words.ts'
import { makeClip } from './clips/make-clip.ts'
import { smallClipNamed } from './clips/small-clips.ts'
import { makeDemoClip } from './demo-clip.ts'

/** Pictures of every screen for docs/screens: goes through the window with a demonstration vault of its own. */

const home = join(import.meta.dirname, '..')
const folder = join(home, 'docs/screens')

async function shot(page: Page, name: string): Promise<void> {
  // Where the pointer rests, hints would hide what is below.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 62 })
  console.log(`docs/screens/${name}.jpg`)
}

async function firstStart({ page }: Station): Promise<void> {
  await page.getByRole('heading', { name: 'Set up a vault' }).waitFor()
  await shot(page, 'first-start')
}

async function ofAdministrator(station: Station): Promise<void> {
  const { page } = station
  await setUpVault(station)
  await addPerson(page, officer, 'Disclosure officer')
  await addPerson(page, auditor, 'Auditor')
  await shot(page, 'people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('dialog').waitFor()
  await shot(page, 'people-add')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await lock(page)
  await shot(page, 'locked')
}

/** A street with people, none of whom a page of the documents shows unredacted. */
async function redactedStreet(place: string): Promise<string> {
  const [street, copy] = [join(place, 'street.mp4'), join(place, 'street.redacted.mp4')]
  await makeDemoClip(street, { seconds: 6, width: 1280, height: 720 })
  const words = [join(home, 'cli/occlude.ts'), 'redact', street, '--out', copy, '--classes', 'person,face,head']
  const { status } = spawnSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the street was not redacted')
  return copy
}

async function camera(station: Station): Promise<string> {
  const place = join(station.folder, 'camera')
  await mkdir(place)
  const street = await redactedStreet(station.folder)
  for (const at of [0, 1, 2]) {
    const name = `bwv-2026112${at}-1403`
    const source = at === 1 ? street : await makeClip(smallClipNamed(at === 0 ? 'faststart' : 'sound'))
    await copyFile(source, join(place, `${name}.mp4`))
    const metadata = {
      recordedOn: `2026-11-2${at}T14:03:00Z`,
      officer: `PC 4${at}`,
      category: 'stop-search',
      device: 'AX-1',
    }
    await writeFile(join(place, `${name}.json`), JSON.stringify(metadata))
  }
  await writeFile(join(place, 'notes.mp4'), 'not a video')
  return place
}

async function ofOfficer(station: Station): Promise<void> {
  const { page } = station
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await shot(page, 'library-empty')
  await importFolder(station, await camera(station), 'End of shift')
  await page.getByRole('row', { name: /bwv/ }).first().click()
  await page.getByRole('complementary').waitFor()
  await shot(page, 'library')
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByRole('button', { name: 'Edit' }).click()
  await shot(page, 'library-edit')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('row', { name: /bwv-20261121/ }).dblclick()
  await page.getByRole('dialog').waitFor()
  await shot(page, 'purpose')
  await page.getByLabel('Reason').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await page.getByText('Recorded').first().waitFor()
  await page.keyboard.press('k')
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+Period')
  await page.waitForTimeout(1_000)
  await shot(page, 'player')
}

/** The street is redacted again, in the window: begun, drawn on, decided, seen as it would be copied. */
async function ofRedaction({ page }: Station): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: /bwv-20261121/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
  await page.getByLabel('Purpose').fill('SAR 2026/112')
  await shot(page, 'redaction-start')
  await page.getByRole('button', { name: 'Begin the redaction' }).click()
  await page.locator('.player-spoken', { hasText: /^Frame \d+$/ }).waitFor()
  await page.locator('.player-desk').focus()
  for (const key of ['4', 'Enter', 'y', '3', 'Enter', 'Alt+Shift+ArrowRight', 'Alt+ArrowDown']) {
    await page.keyboard.press(key)
    await page.locator('.player-desk').focus()
  }
  await page.getByLabel('Saving').filter({ hasText: 'All saved' }).waitFor()
  await page.waitForTimeout(1_000)
  await shot(page, 'redaction')
  await page.getByRole('tab', { name: 'Review' }).click()
  await page.getByRole('button', { name: 'Watch as redacted' }).click()
  await page
    .getByText(/% seen/)
    .first()
    .waitFor()
  await page.waitForTimeout(1_000)
  await shot(page, 'redaction-review')
}

async function ofAuditor({ page }: Station): Promise<void> {
  await lock(page)
  await signIn(page, auditor)
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText('The log is whole').waitFor()
  await page.getByRole('button', { name: 'Read the log' }).click()
  await page.getByRole('cell', { name: 'End of shift' }).first().waitFor()
  await shot(page, 'audit')
  for (const place of ['Settings', 'Keyboard', 'About']) {
    await goTo(page, place)
    await page.getByRole('heading', { level: 1, name: place }).waitFor()
    await shot(page, place.toLowerCase())
  }
  await lock(page)
  await signIn(page, administrator)
  await page.emulateMedia({ colorScheme: 'light' })
  await goTo(page, 'People')
  await shot(page, 'people-light')
}

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const station = await freshStation()
try {
  await station.page.setViewportSize({ width: 1280, height: 800 })
  await firstStart(station)
  await ofAdministrator(station)
  await ofOfficer(station)
  await ofRedaction(station)
  await ofAuditor(station)
} finally {
  await station.remove()
}
