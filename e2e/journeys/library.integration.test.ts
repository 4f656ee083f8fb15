import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { dropFiles } from '../drop-files.ts'
import { findingsInEveryLook, seriousFindings } from './accessible.ts'
import {
  type Actor,
  addPerson,
  administrator,
  freshStation,
  goTo,
  lock,
  officer,
  type Station,
  setUpVault,
  signIn,
} from './words.ts'

/** The library of a force in one window: clips are dropped, sorted, looked at for a purpose, held together, and reviewed. */

const supervisor: Actor = { name: 'Sam Supervisor', passphrase: 'five red doors in fog' }
const governor: Actor = { name: 'Gia Governance', passphrase: 'many slow kites over hills' }

let station: Station

beforeAll(async () => {
  station = await freshStation()
  await setUpVault(station)
})

afterAll(async () => {
  await station.remove()
})

/** Three clips of two officers, with what a camera tells of them. */
async function cameraFolder(): Promise<string> {
  const camera = join(station.folder, 'camera')
  await mkdir(camera)
  const clips = [
    ['first', 'faststart', 'PC 7', '2026-11-20T10:00:00Z'],
    ['second', 'fragmented', 'PC 42', '2026-11-21T10:00:00Z'],
  ] as const
  for (const [name, made, by, recordedOn] of clips) {
    await cp(await makeClip(smallClipNamed(made)), join(camera, `${name}.mp4`))
    await writeFile(join(camera, `${name}.json`), JSON.stringify({ recordedOn, officer: by, category: 'routine' }))
  }
  return camera
}

test('the last administrator stays one; roles of others are changed, and a backup is made', async () => {
  const { page, folder } = station
  await addPerson(page, officer, 'Disclosure officer')
  await addPerson(page, governor, 'Information governance')
  await addPerson(page, supervisor, 'Supervisor')
  await page
    .getByRole('row', { name: new RegExp(administrator.name) })
    .getByRole('button', { name: 'Roles' })
    .click()
  await page.getByRole('combobox', { name: /^Role/ }).click()
  await page.getByRole('option', { name: 'Officer', exact: true }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('This is the last administrator').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await goTo(page, 'Settings')
  await page.getByText('In force: essex').waitFor()
  await mkdir(join(folder, 'backups'))
  await station.choose([join(folder, 'backups')])
  await page.getByRole('button', { name: 'Make a backup' }).click()
  await page.getByText(/A backup was made/).waitFor()
  await page.getByRole('button', { name: 'Check everything in it' }).click()
  await page.getByText('Everything is there and whole').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await lock(page)
})

test('clips that are dropped on the window come in, and are sorted by a heading', async () => {
  const { page } = station
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await dropFiles(page, [await cameraFolder()])
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('End of shift')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByText('2 imported').waitFor({ timeout: 60_000 })
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()
  const firstRow = page.getByRole('row').nth(1)
  await firstRow.getByText('second.mp4').waitFor()
  await page.getByRole('columnheader', { name: 'Recorded on' }).getByRole('button').click()
  await firstRow.getByText('first.mp4').waitFor()
  expect(await page.getByRole('columnheader', { name: 'Recorded on' }).getAttribute('aria-sort')).toBe('ascending')
})

test('pictures are there only for a purpose, and a filter is saved and used again', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'Pictures' }).click()
  await page.getByText('What are the pictures for?').waitFor()
  expect(await page.locator('[role=gridcell] img').count()).toBe(0)
  await page.getByRole('button', { name: 'Give a purpose' }).click()
  await page.getByLabel('Reason').fill('SAR 12')
  await page.getByRole('button', { name: 'Show pictures' }).click()
  await page.locator('[role=gridcell] img').nth(1).waitFor()
  expect(await findingsInEveryLook(page)).toEqual([])
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByLabel('Officer', { exact: true }).fill('42')
  await page.getByText('1 clip', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Save filter' }).click()
  await page.getByLabel('Name of the filter').fill('Officer 42')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByText('2 clips', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Saved', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Officer 42' }).click()
  await page.getByText('1 clip', { exact: true }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear all' }).click()
})

test('clips are listed by when they are due, and one is restricted to a list until that is taken back', async () => {
  const { page } = station
  const due = page.getByRole('columnheader', { name: 'Retention' })
  await due.getByRole('button').click()
  await due.and(page.locator('[aria-sort=ascending]')).waitFor()
  await page.getByRole('row').nth(1).getByText('first.mp4').click()
  await page.getByRole('button', { name: 'Restrict', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: supervisor.name }).check()
  await dialog.getByLabel('Reason').fill('A child is in it')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Restrict', exact: true }).click()
  await page.getByText('Only people on its list (child).').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Everybody whose role allows it.').waitFor()
})

test('several clips are held with one reason, and the holds are taken back', async () => {
  const { page } = station
  await page.getByRole('row', { name: /first/ }).click()
  await page.getByRole('row', { name: /second/ }).click({ modifiers: ['Shift'] })
  await page.getByRole('button', { name: 'Hold all of them' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('SAR 12')
  await dialog.getByRole('button', { name: 'Hold', exact: true }).click()
  await page.getByText('2 clips held.').waitFor()
  await page.getByRole('gridcell', { name: '1 hold' }).nth(1).waitFor()
  expect(await findingsInEveryLook(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('gridcell', { name: '1 hold' }).first().waitFor({ state: 'detached' })
})

test('several clips are gone through while the vault is locked, and stand in the morning list', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'Look for people overnight' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Purpose').fill('SAR 2026/112')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Put in the queue' }).click()
  await page.getByText('2 clips put in the queue').waitFor()
  await lock(page)
  await signIn(page, officer)
  await goTo(page, 'Redactions')
  const row = (clip: string) => page.getByRole('row', { name: new RegExp(`${clip}.*SAR 2026/112`) })
  for (const clip of ['first', 'second']) await row(clip).getByText('Ready').waitFor({ timeout: 60_000 })
  await page.getByText('2 redactions').waitFor()
  await row('first').click()
  await page.getByRole('region', { name: 'The chosen redaction' }).getByText('first.mp4, SAR 2026/112').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Redact first/ }).waitFor()
  await page.getByLabel('Saving').filter({ hasText: 'All saved' }).waitFor()
  await page.keyboard.press('Escape')
  await row('first').and(page.locator('[aria-selected=true]')).waitFor()
  await lock(page)
})

test('information governance reviews, and confirms the policy for longer', async () => {
  const { page } = station
  await signIn(page, governor)
  expect(await page.getByRole('button', { name: 'Pictures' }).count()).toBe(0)
  await goTo(page, 'Retention')
  await page.getByRole('button', { name: 'See what is due' }).click()
  await page.getByText('2 clips looked at').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await goTo(page, 'Settings')
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Still holds until').fill(until)
  await page.getByLabel('Who decided it').fill('Information board, 12 November')
  await page.getByRole('button', { name: 'Confirm the policy' }).click()
  await page.getByText(`${governor.name} has confirmed it until`).waitFor()
  expect(await seriousFindings(page)).toEqual([])
})
