import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardWith, windowClip } from '../../tools/clips/fault-clips.ts'
import { lock, officer, type Station, signIn } from '../journeys/words.ts'
import {
  askForFrame,
  expectNoFootage,
  frameShown,
  giveReason,
  kill,
  openClip,
  purpose,
  stationWith,
  viewingsInLog,
  workstationOf,
} from './fault-desk.ts'

let station: Station

beforeAll(async () => {
  station = await stationWith((folder) => cardWith(folder, { 'street.mp4': windowClip }))
})
afterAll(() => station?.remove())

test('the process that holds the vault is killed: said at once, started again, back at the same frame', async () => {
  const { page } = station
  await openClip(page, /street/)
  await askForFrame(page, 42)
  await frameShown(page, 42)
  const before = await workstationOf(station)
  kill(before)
  await page.getByRole('heading', { name: 'Occlude has lost its vault' }).waitFor()
  await expectNoFootage(page)
  await page.getByText('stopped and was started again').waitFor()
  expect(await workstationOf(station)).not.toBe(before)
  await expectNoFootage(page)
  expect(await page.getByLabel('Name').inputValue()).toBe(officer.name)
  await signIn(page, officer)
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
})
