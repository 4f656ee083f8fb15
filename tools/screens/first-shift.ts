import type { Page } from 'playwright'
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
} from '../../e2e/journeys/words.ts'
import { cameraFolder } from './camera.ts'
import { importFrom, workInLibrary } from './library.ts'
import { type Shot, windowSize } from './take.ts'
import { damaged, lookAtClips } from './viewing.ts'

/** From the first start of a workstation to what everybody but a disclosure officer does with it. */

const governor: Actor = { name: 'Gita Governor', passphrase: 'four old bridges cross here' }

async function firstStart({ page }: Station, shot: Shot): Promise<void> {
  await page.getByRole('heading', { name: 'Set up a vault' }).waitFor()
  await shot(page, 'first-start')
}

async function ofAdministrator(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await setUpVault(station)
  await addPerson(page, officer, 'Disclosure officer')
  await addPerson(page, auditor, 'Auditor')
  await addPerson(page, governor, 'Information governance')
  await shot(page, 'people')
  await page.emulateMedia({ colorScheme: 'light' })
  await shot(page, 'people-light')
  await page.emulateMedia({ colorScheme: 'dark' })
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

async function ofOfficer(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await shot(page, 'library-empty')
  await importFrom(station, await cameraFolder(station.folder), shot)
  await workInLibrary(station, shot)
  await lookAtClips(station, shot)
}

/** All clips are looked through overnight; what came of it is found in the morning. */
async function overnight({ page }: Station, shot: Shot): Promise<void> {
  await page.getByRole('row', { name: /bwv/ }).first().click()
  await page
    .getByRole('row', { name: /bwv/ })
    .last()
    .click({ modifiers: ['Shift'] })
  await page.getByRole('button', { name: 'Look for people overnight' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Purpose').fill('SAR 2026/112')
  await dialog.getByRole('button', { name: 'Put in the queue' }).click()
  await page.getByText(/\d+ clips put in the queue/).waitFor()
  await goTo(page, 'Redactions')
  const row = page.getByRole('row', { name: /bwv-20261121-1403\.mp4/ })
  await row.getByText('Ready').waitFor({ timeout: 900_000 })
  await row.click()
  await shot(page, 'redactions')
  await goTo(page, 'Library')
}

async function ofGovernor({ page }: Station, shot: Shot): Promise<void> {
  await lock(page)
  await signIn(page, governor)
  await goTo(page, 'Retention')
  await page.getByRole('button', { name: 'See what is due' }).click()
  await page.getByText(/\d+ clips? looked at/).waitFor()
  await page.getByRole('button', { name: 'Let it go' }).first().waitFor()
  await shot(page, 'retention')
}

async function pagesFor(page: Page, shot: Shot): Promise<void> {
  for (const [place, name] of [
    ['Settings', 'settings'],
    ['Keyboard', 'keyboard'],
    ['About', 'about'],
  ] as const) {
    await goTo(page, place)
    await page.getByRole('heading', { level: 1, name: place }).waitFor()
    await shot(page, name)
  }
}

async function ofAuditor({ page }: Station, shot: Shot): Promise<void> {
  await lock(page)
  await signIn(page, auditor)
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText('The log is whole').waitFor()
  await page.getByRole('button', { name: 'Read the log' }).click()
  await page.getByText(/^Entries \d+ to \d+ of \d+/).waitFor()
  await shot(page, 'audit')
}

/** The last: somebody looks after the vault, and reads what every key does. */
async function ofCare({ page }: Station, shot: Shot): Promise<void> {
  await lock(page)
  await signIn(page, administrator)
  await pagesFor(page, shot)
}

/** Takes the pictures of a first shift. */
export async function takeFirstShift(shot: Shot): Promise<void> {
  const station = await freshStation()
  try {
    await station.page.setViewportSize(windowSize)
    await firstStart(station, shot)
    await ofAdministrator(station, shot)
    await ofOfficer(station, shot)
    await overnight(station, shot)
    await damaged(station, shot)
    await ofGovernor(station, shot)
    await ofAuditor(station, shot)
    await ofCare(station, shot)
  } finally {
    await station.remove()
  }
}
