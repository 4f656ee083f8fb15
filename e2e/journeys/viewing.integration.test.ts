import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { findingsInEveryLook, seriousFindings } from './accessible.ts'
import { shows } from './redaction-words.ts'
import { settled } from './settled.ts'
import {
  type Actor,
  addPerson,
  auditor,
  freshStation,
  importFolder,
  lock,
  officer,
  type Station,
  setUpVault,
  signIn,
} from './words.ts'

/** Footage that is looked at: by whom, frame by frame, what for, and what is kept of it. */

const lead: Actor = { name: 'Lea Lead', passphrase: 'nine plain doors stand open' }

let station: Station

beforeAll(async () => {
  station = await freshStation()
  const { page, folder } = station
  await setUpVault(station)
  await addPerson(page, officer, 'Disclosure officer')
  await addPerson(page, lead, 'Stop search lead')
  await addPerson(page, auditor, 'Auditor')
  await lock(page)
  const camera = join(folder, 'camera')
  await mkdir(camera)
  await cp(await makeClip(smallClipNamed('faststart')), join(camera, 'one.mp4'))
  await cp(await makeClip(smallClipNamed('moov-last')), join(camera, 'two.mov'))
  await writeFile(join(camera, 'one.json'), '{"recordedOn":"2026-11-20T10:00:00Z"}')
  await writeFile(join(camera, 'two.json'), '{"recordedOn":"2026-11-20T10:00:00.2Z"}')
})

afterAll(async () => {
  await station.remove()
})

/** Number of the frame that a player shows. */
function frameShown(): Locator {
  return station.page.locator('.player-read-out output').first()
}

/** Waits until all of a part can be seen without scrolling. */
async function expectInWindow(part: Locator): Promise<void> {
  const isInside = () =>
    part.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left
    })
  await expect.poll(isInside).toBe(true)
}

async function openClip(name: RegExp, reason: string): Promise<void> {
  const { page } = station
  await page.getByRole('row', { name }).dblclick()
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await frameShown().waitFor()
}

test('the officer opens a clip for a purpose, steps, bookmarks, goes to a time, and finds the frame again after a lock', async () => {
  const { page, folder } = station
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await importFolder(station, join(folder, 'camera'), 'End of shift')
  await openClip(/one\.mp4/, 'Request 12')
  await shows(station.page, 0)
  await page.keyboard.press('.')
  await page.keyboard.press('.')
  await shows(station.page, 2)
  await page.keyboard.press('b')
  await page.getByRole('button', { name: 'Show the bookmarks' }).click()
  await page.getByRole('complementary', { name: 'Bookmarks' }).getByRole('button', { name: '0:00.080' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.type('0.24s')
  await page.keyboard.press('Enter')
  await shows(station.page, 6)
  await page.getByText('20 Nov 2026 10:00:00.240 GMT').waitFor()
  await page.keyboard.press('[')
  await shows(station.page, 2)
  expect(await findingsInEveryLook(page)).toEqual([])
  await lock(page)
  expect(await frameShown().count()).toBe(0)
  await signIn(page, officer)
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await shows(station.page, 2)
})

test('a snapshot takes a warning and a reason, and lies beside its clip', async () => {
  const { page } = station
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Snapshot of frame 2' })
  await dialog.getByText('Stills are an exception').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Take the snapshot' }).click()
  expect(await page.getByText(/snapshot-frame/).count()).toBe(0)
  await dialog.getByLabel('Reason').fill('For the file of request 12')
  await dialog.getByRole('button', { name: 'Take the snapshot' }).click()
  await page.getByText(/The snapshot is kept with the clip: snapshot-frame-2-/).waitFor()
  await page.keyboard.press('.')
  await shows(station.page, 3)
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: /one\.mp4/ }).click()
  await page
    .getByRole('complementary')
    .getByText(/snapshot-frame-2-.*\.pdf/)
    .waitFor()
})

test('two clips that are selected open side by side, at the same recorded time', async () => {
  const { page } = station
  await page.getByRole('row', { name: /two\.mov/ }).click({ modifiers: ['Control'] })
  await page.getByRole('button', { name: 'Open side by side' }).click()
  await page.getByRole('button', { name: 'Open the clips' }).click()
  const both = page.getByRole('region', { name: 'Clips side by side' })
  await both.getByRole('button', { name: 'two.mov' }).waitFor()
  await both.getByRole('button', { name: 'one.mp4' }).click()
  const frames = { one: 7, two: 2 }
  await page.locator('.player-beside-desk').focus()
  for (let step = 0; step < frames.one; step++) await page.keyboard.press('.')
  const readOut = (name: string): Locator =>
    both.locator('.player-beside').filter({ hasText: name }).locator('.player-read-out output').first()
  await readOut('one.mp4').filter({ hasText: /^7$/ }).waitFor()
  await readOut('two.mov').filter({ hasText: /^2$/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  // At twice the size everything is still there, and nothing lies beside the window.
  for (let step = 0; step < 4; step++) await page.keyboard.press('Control+=')
  const zoom = () => page.evaluate(() => getComputedStyle(document.body).zoom)
  await expect.poll(zoom).toBe('2')
  for (const name of ['one.mp4', 'two.mov']) await expectInWindow(readOut(name))
  await expectInWindow(page.getByRole('toolbar', { name: 'Play' }))
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await page.keyboard.press('Control+0')
  await expect.poll(zoom).toBe('1')
  await page.keyboard.press('Escape')
  await lock(page)
})

test('who may look and take nothing out has no snapshot', async () => {
  const { page } = station
  await signIn(page, lead)
  await openClip(/one\.mp4/, 'Panel in March')
  await shows(station.page, 0)
  // While a dialog goes nothing behind it has a role, and whatever is looked for by role is not there.
  await settled(page)
  await page.getByRole('button', { name: /bookmarks/i }).waitFor()
  expect(await page.getByRole('button', { name: /Snapshot/ }).count()).toBe(0)
  await page.keyboard.press('s')
  await page.keyboard.press('.')
  await shows(station.page, 1)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await lock(page)
})

test('the auditor reads who viewed what for, and that a still was taken', async () => {
  const { page } = station
  await signIn(page, auditor)
  await page.getByRole('button', { name: 'Read the log' }).click()
  const viewed = page.getByRole('row').filter({ hasText: 'clip.view' })
  await viewed.filter({ hasText: officer.name }).filter({ hasText: 'Request 12' }).first().waitFor()
  await viewed.filter({ hasText: lead.name }).filter({ hasText: 'Panel in March' }).first().waitFor()
  const stills = page.getByRole('row').filter({ hasText: 'clip.snapshot' })
  await stills.filter({ hasText: 'For the file of request 12' }).first().waitFor()
})
