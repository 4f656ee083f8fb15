import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { type Launch, launchWorkstation, type Workstation } from '../launch-workstation.ts'

/** Somebody of a journey. */
export type Actor = { readonly name: string; readonly passphrase: string }

/** Who lets the others in. */
export const administrator: Actor = { name: 'Ada Admin', passphrase: 'correct horse battery staple' }

/** Who works with footage. */
export const officer: Actor = { name: 'Dora Disclosure', passphrase: 'wide green lamp over rivers' }

/** Who reads the log. */
export const auditor: Actor = { name: 'Otto Auditor', passphrase: 'seven quiet boats at dawn' }

/** A workstation with an empty place of its own for vaults and sheets. */
export type Station = Workstation & { readonly folder: string; remove(): Promise<void> }

/** Starts a workstation that has no vault yet. */
export async function freshStation(): Promise<Station> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-journey-'))
  await mkdir(join(folder, 'sheets'))
  return stationAt(folder, {})
}

/** Starts a workstation with a vault that others have made in its folder. */
export async function stationOver(make: (folder: string) => Promise<string>): Promise<Station> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-journey-'))
  return stationAt(folder, { vault: await make(folder) })
}

async function stationAt(folder: string, launch: Launch): Promise<Station> {
  const workstation = await launchWorkstation(launch)
  await workstation.page.setViewportSize({ width: 1440, height: 900 })
  await workstation.page.emulateMedia({ colorScheme: 'dark' })
  return {
    ...workstation,
    folder,
    remove: async () => {
      await workstation.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const passphrase = /^Passphrase\W*$/

/** Goes through the first start until somebody is at work. */
export async function setUpVault({ page, folder }: Station): Promise<void> {
  await page.getByLabel('Folder of the vault').fill(join(folder, 'vault'))
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: /Essex/ }).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Name').fill(administrator.name)
  await page.getByLabel(passphrase).fill(administrator.passphrase)
  await page.getByLabel('Passphrase again').fill(administrator.passphrase)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Folder for the two recovery sheets').fill(join(folder, 'sheets'))
  await page.getByRole('button', { name: 'Make the vault' }).click()
  await page.getByRole('heading', { name: 'The vault is ready' }).waitFor()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('navigation').waitFor()
}

/** Goes to a place of the window. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: place, exact: true }).click()
}

/** Lets somebody in; whoever does it is an administrator. */
export async function addPerson(page: Page, { name, passphrase: first }: Actor, role: string): Promise<void> {
  await goTo(page, 'People')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Role').click()
  await page.getByRole('option', { name: role }).click()
  await page.getByLabel('First passphrase').fill(first)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('rowheader', { name }).waitFor()
}

/** Locks the vault. */
export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+l')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
}

/** Somebody sits down at a locked window. */
export async function signIn(page: Page, { name, passphrase: own }: Actor): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel(passphrase).fill(own)
  await page.getByRole('button', { name: /^(Sign in|Unlock)$/ }).click()
  // By its element: behind a dialog that asks for a purpose it has no role.
  await page.locator('nav').waitFor()
}

/** Brings in a folder that the dialog of the system answers. */
export async function importFolder(station: Station, path: string, reason: string): Promise<void> {
  const { page } = station
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await station.choose([path])
  await dialog.getByRole('button', { name: 'Choose a folder or drive' }).click()
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByText(/\d+ imported/).waitFor({ timeout: 120_000 })
  await dialog.getByRole('button', { name: 'Close' }).click()
}
