import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright'
import { settled } from '../e2e/journeys/settled.ts'
import {
  type Actor,
  addPerson,
  administrator,
  auditor,
  freshStation,
  goTo,
  lock,
  officer,
  type Station,
  setUpVault,
  signIn,
} from '../e2e/journeys/words.ts'
import { until } from '../e2e/until.ts'
import { makeClip } from './clips/make-clip.ts'
import { smallClipNamed } from './clips/small-clips.ts'
import { makeDemoClip } from './demo-clip.ts'

/** Pictures of every screen for docs/screens: goes through the window with a demonstration vault of its own. */

const home = join(import.meta.dirname, '..')
const folder = join(home, 'docs/screens')

const governor: Actor = { name: 'Gita Governor', passphrase: 'four old bridges cross here' }

async function shot(page: Page, name: string): Promise<void> {
  // Where the pointer rests, hints would hide what is below.
  await page.mouse.move(0, 0)
  await settled(page)
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
  await addPerson(page, governor, 'Information governance')
  await shot(page, 'people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('dialog').waitFor()
  await shot(page, 'people-add')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await lock(page)
  await shot(page, 'locked')
  await page.getByLabel('Name').fill(officer.name)
  await page.getByLabel(/^Passphrase\W*$/).fill('not the right one at all')
  await page.getByRole('button', { name: /^(Sign in|Unlock)$/ }).click()
  await page.getByRole('alert').or(page.locator('[class*=MessageBar]')).first().waitFor()
  await shot(page, 'locked-refused')
}

/** A street with people, none of whom a page of the documents shows unredacted. */
async function redactedStreet(place: string, seconds: number, width: number): Promise<string> {
  const [street, copy] = [join(place, `street-${width}.mp4`), join(place, `street-${width}.redacted.mp4`)]
  await makeDemoClip(street, { seconds, width, height: (width / 16) * 9 })
  const words = [join(home, 'cli/occlude.ts'), 'redact', street, '--out', copy, '--classes', 'person,face,head']
  const { status } = spawnSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the street was not redacted')
  return copy
}

async function camera(station: Station): Promise<string> {
  const place = join(station.folder, 'camera')
  await mkdir(place)
  const clips = [
    ['bwv-20261120-1403', '2026-11-20T14:03:00Z', 'PC 40', await makeClip(smallClipNamed('faststart'))],
    ['bwv-20261121-1403', '2026-11-21T14:03:00Z', 'PC 41', await redactedStreet(station.folder, 6, 1280)],
    ['bwv-20261121-1403-second', '2026-11-21T14:03:02Z', 'PC 43', await redactedStreet(station.folder, 3, 640)],
    ['bwv-20261122-1403', '2026-11-22T14:03:00Z', 'PC 42', await makeClip(smallClipNamed('sound'))],
    ['bwv-20260901-0912', '2026-09-01T09:12:00Z', 'PC 40', await makeClip(smallClipNamed('moov-last'))],
  ] as const
  for (const [name, recordedOn, worn, source] of clips) {
    await copyFile(source, join(place, `${name}.mp4`))
    const category = recordedOn.startsWith('2026-11') ? 'stop-search' : 'routine'
    await writeFile(
      join(place, `${name}.json`),
      JSON.stringify({ recordedOn, officer: worn, category, device: 'AX-1' }),
    )
  }
  await writeFile(join(place, 'notes.mp4'), 'not a video')
  return place
}

async function imported(station: Station, place: string): Promise<void> {
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

/** The library as pictures, and in the other looks of the window. */
async function looks({ page }: Station): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await shot(page, 'library-light')
  await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' })
  await shot(page, 'library-high-contrast')
  await page.emulateMedia({ contrast: 'no-preference' })
  await page.getByRole('button', { name: 'Pictures' }).click()
  await page.getByRole('button', { name: 'Give a purpose' }).click()
  await page.getByLabel('Reason').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Show pictures' }).click()
  await page.getByRole('gridcell').locator('img').nth(3).waitFor()
  await shot(page, 'library-pictures')
  await page.getByRole('button', { name: 'List' }).click()
}

/** Two cameras at the same recorded time. */
async function sideBySide({ page }: Station): Promise<void> {
  await page.getByRole('row', { name: /bwv-20261121-1403-second/ }).click()
  await page.getByRole('row', { name: /bwv-20261121-1403\.mp4/ }).click({ modifiers: ['Control'] })
  await page.getByRole('button', { name: 'Open side by side' }).click()
  await page.getByRole('button', { name: 'Open the clips' }).click()
  await page.getByRole('region', { name: 'Clips side by side' }).getByText('Recorded').first().waitFor()
  await page.locator('.player-beside-desk').focus()
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+Period')
  await page.waitForTimeout(1_500)
  await shot(page, 'side-by-side')
  await page.keyboard.press('Escape')
}

/** The picture alone, for those who watch along. */
async function secondDisplay(station: Station): Promise<void> {
  await station.displays(2)
  const button = station.page.getByRole('button', { name: 'Picture on the second display' })
  await button.click()
  const there = (): Page | undefined => station.pages().find((page) => page.url().endsWith('?second-display'))
  await until('the second window opens', async () => there() !== undefined)
  await station.page.waitForTimeout(2_000)
  const second = there()
  if (!second) throw new Error('the second window has gone again')
  await shot(second, 'second-display')
  await button.click()
  await station.displays(1)
}

/** Bytes of the longest clip are spoilt while it is open. */
async function damaged({ page, folder: place }: Station): Promise<void> {
  const objects = join(place, 'vault/objects')
  const files = await Promise.all(
    (await readdir(objects)).map(async (name) => ({ path: join(objects, name), ...(await stat(join(objects, name))) })),
  )
  const [largest] = files.toSorted((a, b) => b.size - a.size)
  if (!largest) throw new Error('there are no clips')
  const handle = await open(largest.path, 'r+')
  await handle.write(Buffer.alloc(64, 0xa5), 0, 64, Math.floor(largest.size * 0.7))
  await handle.close()
  const field = page.getByLabel(/^Go to a frame/)
  await field.fill('100')
  await field.press('Enter')
  await page.getByText('The footage cannot be read at this frame').waitFor()
  await shot(page, 'player-damaged')
}

async function ofOfficer(station: Station): Promise<void> {
  const { page } = station
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await shot(page, 'library-empty')
  await imported(station, await camera(station))
  await page.getByRole('row', { name: /bwv/ }).first().click()
  await page.getByRole('complementary').waitFor()
  await shot(page, 'library')
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await page.getByRole('button', { name: 'Edit' }).click()
  await shot(page, 'library-edit')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await looks(station)
  await page.getByRole('row', { name: /bwv-20261121-1403\.mp4/ }).dblclick()
  await page.getByRole('dialog').waitFor()
  await shot(page, 'purpose')
  await page.getByLabel('Reason').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await page.getByText('Recorded').first().waitFor()
  await page.keyboard.press('k')
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+Period')
  await page.waitForTimeout(1_000)
  await shot(page, 'player')
  await secondDisplay(station)
  await page.keyboard.press('Escape')
  await sideBySide(station)
}

/** The street is redacted again, in the window: begun, drawn on, decided, seen as it would be copied. */
async function ofRedaction(station: Station): Promise<void> {
  const { page } = station
  await page.getByRole('row', { name: /bwv-20261121-1403\.mp4/ }).click()
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
  await page.emulateMedia({ contrast: 'more' })
  await shot(page, 'redaction-high-contrast')
  await page.emulateMedia({ contrast: 'no-preference' })
  await page.getByRole('tab', { name: 'Review' }).click()
  await page.getByRole('button', { name: 'Watch as redacted' }).click()
  await page
    .getByText(/% seen/)
    .first()
    .waitFor()
  await page.waitForTimeout(1_000)
  await shot(page, 'redaction-review')
  await goTo(page, 'Redactions')
  await page.getByRole('grid', { name: 'Redactions' }).waitFor()
  await shot(page, 'redactions')
  await page.keyboard.press('Escape')
  for (const place of ['Redactions', 'Disclosures']) {
    await goTo(page, place)
    await page.getByRole('heading', { level: 1, name: place }).waitFor()
    await shot(page, place.toLowerCase())
  }
  await goTo(page, 'Library')
  await page.getByRole('row', { name: /bwv-20261121-1403\.mp4/ }).dblclick()
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await page.locator('.player-spoken', { hasText: /^Frame \d+$/ }).waitFor()
  await damaged(station)
  await page.keyboard.press('Escape')
}

async function ofGovernor({ page }: Station): Promise<void> {
  await lock(page)
  await signIn(page, governor)
  await goTo(page, 'Retention')
  await page.getByRole('button', { name: 'Look what is due' }).click()
  await page.getByText(/\d+ clips? looked at/).waitFor()
  await page.getByRole('button', { name: 'Let it go' }).first().waitFor()
  await shot(page, 'retention')
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
  await ofGovernor(station)
  await ofAuditor(station)
} finally {
  await station.remove()
}
