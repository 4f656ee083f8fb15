import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { seriousFindings } from './accessible.ts'
import {
  addPerson,
  auditor,
  freshStation,
  goTo,
  importFolder,
  lock,
  officer,
  type Station,
  setUpVault,
  signIn,
} from './words.ts'

/** One shift after the other in the same window: set up, let in, import, find, describe, read the log. */

let station: Station

beforeAll(async () => {
  station = await freshStation()
})

afterAll(async () => {
  await station.remove()
})

test('the first start makes a vault with two recovery sheets, and its administrator is at work', async () => {
  const { page, folder } = station
  expect(await seriousFindings(page)).toEqual([])
  await setUpVault(station)
  expect(await readdir(join(folder, 'sheets'))).toHaveLength(4)
  await page.getByText('Demonstration vault').waitFor()
  expect(await page.getByRole('navigation').textContent()).not.toContain('Library')
})

test('the administrator lets an officer and an auditor in; a locked window shows nobody', async () => {
  const { page } = station
  await addPerson(page, officer, 'Disclosure officer')
  await addPerson(page, auditor, 'Auditor')
  const row = page.getByRole('row', { name: officer.name })
  await row.getByRole('button', { name: 'Collar number' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Collar number/).fill('PC 12, 4711')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await row.getByRole('cell', { name: 'PC 12, 4711' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await lock(page)
  expect(await page.locator('body').textContent()).not.toContain(auditor.name)
  expect(await seriousFindings(page)).toEqual([])
})

test('a wrong passphrase lets nobody in, and says what to do', async () => {
  const { page } = station
  await page.getByLabel('Name').fill(officer.name)
  await page.getByLabel(/^Passphrase\W*$/).fill('not the right words at all')
  await page.getByRole('button', { name: /^(Sign in|Unlock)$/ }).click()
  await page.getByText('You are not signed in').waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
})

test('the officer brings clips in, finds one, describes it, and takes it back', async () => {
  const { page, folder } = station
  await signIn(page, officer)
  expect(await page.getByRole('navigation').textContent()).not.toContain('People')
  await page.getByText('There are no clips yet').waitFor()
  const camera = join(folder, 'camera')
  await mkdir(camera)
  await cp(await makeClip(smallClipNamed('faststart')), join(camera, 'high-street.mp4'))
  await writeFile(join(camera, 'high-street.json'), '{"recordedOn":"2026-11-20T10:00:00Z","officer":"PC 42"}')
  await writeFile(join(camera, 'notes.mp4'), 'not a video at all')
  await importFolder(station, camera, 'End of shift')
  await page.getByRole('searchbox').fill('high-street')
  await page.getByRole('row', { name: /high-street/ }).click()
  const details = page.getByRole('complementary')
  await details.getByText('PC 42').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await details.getByRole('button', { name: 'Edit' }).click()
  await details.getByLabel('Incident').fill('INC-77')
  await details.getByLabel(/^Recorded on/).fill('2026-11-20T10:30')
  await details.getByLabel('Reason for the change').fill('from the log book')
  await details.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('gridcell', { name: 'INC-77' }).waitFor()
  await details.getByText('20 Nov 2026 10:30 GMT').waitFor()
  await details.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('gridcell', { name: 'INC-77' }).waitFor({ state: 'detached' })
  await lock(page)
})

test('the auditor proves and reads the log, and sees no footage', async () => {
  const { page } = station
  await signIn(page, auditor)
  expect(await page.getByRole('navigation').textContent()).not.toContain('Library')
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText('The log is whole').waitFor()
  await page.getByText(/^Audit log: \d+ entries$/).waitFor()
  await page.getByRole('button', { name: 'Read the log' }).click()
  await page.getByRole('cell', { name: 'Undone: from the log book' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  for (const place of ['Settings', 'Keyboard', 'About']) {
    await goTo(page, place)
    await page.getByRole('heading', { level: 1, name: place }).waitFor()
    if (place === 'About') await page.getByRole('rowheader', { name: 'zod', exact: true }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.getByLabel('Text for zod', { exact: true }).press('Enter')
  await page.getByRole('row', { name: 'zod' }).getByText('Permission is hereby granted').first().waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).press('Enter')
  await page.getByText('You were signed out.').waitFor()
  // The next one at this window is not offered the last one's name.
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('')
  await signIn(page, auditor)
})
