import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardWith, engineClip, frames, group, windowClip } from '../../tools/clips/fault-clips.ts'
import { cardOfMany } from '../../tools/clips/many-clips.ts'
import { importFolder, lock, officer, type Station, signIn } from '../journeys/words.ts'
import { openSockets } from '../open-sockets.ts'
import {
  askForFrame,
  backToLibrary,
  comeBack,
  enginesOf,
  expectNoFootage,
  frameShown,
  giveReason,
  kill,
  openClip,
  purpose,
  shownFrame,
  stationWith,
  viewingsInLog,
  workstationOf,
} from './fault-desk.ts'
import { holdPort, misfitFromPage, misfitToPage } from './misfits.ts'
import { soak } from './soak-claims.ts'

/** Parts of a session end or go wrong under somebody's hands: what they see, and that the rest goes on. */

let station: Station

beforeAll(async () => {
  station = await stationWith((folder) => cardWith(folder, { 'street.mp4': windowClip, 'market.avi': engineClip }))
})
afterAll(() => station?.remove())

test('the process that holds the vault is killed: said at once, started again, back at the same frame', async () => {
  const { page } = station
  await openClip(page, /street/)
  await askForFrame(page, 42)
  await frameShown(page, 42)
  const before = await workstationOf(station)
  // It stands there only until the next process answers: whoever begins to look afterwards may be too late.
  const said = page.getByRole('heading', { name: 'Occlude has lost its vault' }).waitFor()
  kill(before)
  await said
  await expectNoFootage(page)
  await page.getByText('stopped and was started again').waitFor()
  expect(await workstationOf(station)).not.toBe(before)
  await expectNoFootage(page)
  expect(await page.getByLabel('Name').inputValue()).toBe(officer.name)
  await comeBack(page, officer)
  expect(await page.getByLabel('Reason').inputValue()).toBe(purpose)
  await giveReason(page)
  await frameShown(page, 42)
})

test('the log tells that the viewing was interrupted', async () => {
  await lock(station.page)
  expect(await viewingsInLog(station.page)).toEqual([
    `begun: ${purpose}`,
    // Written by the vault itself as it was opened again: nobody gave it a reason.
    'interrupted: –',
    `begun: ${purpose}`,
    `interrupted: ${purpose}`,
  ])
  await lock(station.page)
  await signIn(station.page, officer)
})

/** What the transport bar says of sound: nothing, while it is heard. */
function soundSays(page: Page): Promise<string | null> {
  return page.getByRole('status', { name: 'Sound' }).textContent()
}

test('engines are killed while what they decode plays: others take their place, every frame can be had, and its sound', async () => {
  const { page } = station
  await openClip(page, /market/)
  await page.keyboard.press('Space')
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(2)
  const workstation = await workstationOf(station)
  // No window has MPEG-4 part 2 nor G.711 in AVI: one decodes the picture, one the sound.
  let killed: readonly number[] = []
  await expect
    .poll(async () => {
      killed = await enginesOf(station)
      return killed
    })
    .toHaveLength(2)
  killed.forEach(kill)
  await askForFrame(page, 90)
  await frameShown(page, 90)
  await askForFrame(page, 7)
  await frameShown(page, 7)
  await page.keyboard.press('Space')
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(30)
  await expect.poll(() => soundSays(page)).toBe('')
  await expect.poll(() => enginesOf(station)).toHaveLength(2)
  expect((await enginesOf(station)).filter((engine) => killed.includes(engine))).toEqual([])
  expect(await workstationOf(station)).toBe(workstation)
  await page.keyboard.press('k')
  await askForFrame(page, 7)
  await frameShown(page, 7)
})

test('a page that is loaded again while a clip plays leaves nothing open behind', async () => {
  const { page } = station
  await page.keyboard.press('Space')
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(8)
  const workstation = await workstationOf(station)
  const connections = (await openSockets([workstation])).length
  await page.reload()
  await page.getByRole('searchbox').waitFor()
  await expectNoFootage(page)
  await expect.poll(() => enginesOf(station)).toEqual([])
  await expect.poll(async () => (await openSockets([workstation])).length).toBe(connections)
  await lock(page)
  const seen = (await viewingsInLog(page)).map((entry) => entry.split(':')[0])
  expect(seen.at(-1)).toBe('done')
  expect(seen.filter((outcome) => outcome === 'begun')).toHaveLength(
    seen.filter((outcome) => outcome === 'done' || outcome === 'interrupted').length,
  )
  await lock(page)
  await signIn(page, officer)
})

test('a page that is loaded again in the middle of an import leaves half of nothing, and the import can be done again', async () => {
  const { page } = station
  const card = await cardOfMany(join(station.folder, 'many'))
  await station.choose([card])
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Choose a folder or drive' }).click()
  await dialog.getByLabel('Reason').fill('End of shift')
  const objects = join(station.folder, 'vault/objects')
  const before = (await readdir(objects)).length
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect.poll(async () => (await readdir(objects)).length, { interval: 10 }).toBeGreaterThan(before)
  await page.reload()
  await page.getByRole('searchbox').waitFor()
  await importFolder(station, card, 'End of shift')
  await page.getByRole('searchbox').fill('many')
  await expect.poll(() => page.getByRole('row', { name: /many-/ }).count()).toBe(6)
  await page.getByRole('searchbox').fill('')
})

test('a message that fits no contract ends the connection and nothing else, from whichever side it comes', async () => {
  const { page } = station
  await holdPort(page)
  await openClip(page, /street/)
  await askForFrame(page, 33)
  await frameShown(page, 33)
  const workstation = await workstationOf(station)
  for (const misfit of [misfitFromPage, misfitToPage]) {
    await misfit(page)
    await page.getByText('The connection to the vault broke').waitFor()
    await giveReason(page)
    await frameShown(page, 33)
    await page.getByRole('button', { name: 'Understood' }).click()
  }
  expect(await workstationOf(station)).toBe(workstation)
  expect(station.said()).not.toContain('of a person')
  await backToLibrary(page)
})

test('a clip that plays in a loop makes nothing grow', async () => {
  await soak(station, { clip: /street/, milliseconds: 5_000, frames, group, mostKept: frames })
})

test('the page itself ends: the host notices, locks the vault and loads the window again', async () => {
  const crashing = await station.page.context().newCDPSession(station.page)
  // Nobody is left to answer.
  crashing.send('Page.crash').catch(() => undefined)
  await expect
    .poll(async () => (await station.done()).map(({ value }) => value))
    .toContain('The window of Occlude has stopped.')
  const page = await station.lookAgain()
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  await expectNoFootage(page)
  await signIn(page, officer)
  await openClip(page, /street/)
  await lock(page)
})
