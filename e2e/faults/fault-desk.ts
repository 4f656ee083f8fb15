import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright'
import { expect } from 'vitest'
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
} from '../journeys/words.ts'
import { processesBelow } from '../open-sockets.ts'

/** What somebody says they watch for. */
export const purpose = 'SAR 2026-11'

/** A workstation with a vault, an officer, an auditor and the clips of a folder; the officer is signed in. */
export async function stationWith(
  fill: (folder: string) => Promise<string>,
  begun: (station: Station) => Promise<void> = async () => undefined,
): Promise<Station> {
  const station = await freshStation()
  await begun(station)
  await setUpVault(station)
  await addPerson(station.page, officer, 'Disclosure officer')
  await addPerson(station.page, auditor, 'Auditor')
  await lock(station.page)
  await signIn(station.page, officer)
  await importFolder(station, await fill(join(station.folder, 'camera')), 'End of shift')
  return station
}

/** Says why, and has the clip open: its picture is there. */
export async function giveReason(page: Page): Promise<void> {
  const field = page.getByLabel('Reason')
  await field.waitFor()
  if ((await field.inputValue()) === '') await field.fill(purpose)
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await picture(page).waitFor()
}

/** Signs in where a clip was open: it asks for its reason at once. */
export async function comeBack(page: Page, { name, passphrase }: Actor): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel(/^Passphrase\W*$/).fill(passphrase)
  await page.getByRole('button', { name: /^(Sign in|Unlock)$/ }).click()
  await page.getByLabel('Reason').waitFor()
}

/** Opens a clip from the library. */
export async function openClip(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('row', { name }).dblclick()
  await giveReason(page)
  await frameShown(page, 0)
}

/** Leaves a clip for the library. */
export async function backToLibrary(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Library', exact: true }).first().click()
  await page.getByRole('searchbox').waitFor()
}

/** The place of the picture. */
export function picture(page: Page) {
  return page.getByRole('img', { name: 'Picture of the clip' })
}

/** The frame that is on the screen, as its number stands there. */
export async function shownFrame(page: Page): Promise<number> {
  return Number(await page.locator('.player-read-out output').first().textContent())
}

/** Waits for a frame. */
export async function frameShown(page: Page, frame: number): Promise<void> {
  await expect.poll(() => shownFrame(page)).toBe(frame)
  await expect.poll(() => isPainted(page)).toBe(true)
}

/** Goes to a frame as somebody would, without waiting for it. */
export async function askForFrame(page: Page, frame: number): Promise<void> {
  const field = page.getByLabel(/^Go to a frame/)
  await field.fill(String(frame))
  await field.press('Enter')
}

/** Whether there is anything in the picture but one colour. */
export function isPainted(page: Page): Promise<boolean> {
  return picture(page).evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    const middle = Math.floor(canvas.height / 2) * canvas.width * 4
    const row = [...pixels.slice(middle, middle + canvas.width * 4)].filter((_, at) => at % 4 !== 3)
    return new Set(row).size > 8
  })
}

/** Nothing of any footage is in the page: no picture, no player, no address of a picture. */
export async function expectNoFootage(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    drawn: document.querySelectorAll('canvas, video, audio, img, [class*="player"]').length,
    blobs: document.documentElement.outerHTML.includes('blob:'),
  }))
  expect(found).toEqual({ drawn: 0, blobs: false })
}

/** The process that holds the vault, the latest of them. */
export async function workstationOf(station: Station): Promise<number> {
  const [process] = (await running(station, /workstation\/workstation/)).slice(-1)
  return process ?? Number.NaN
}

/** Engine processes that run. */
export function enginesOf(station: Station): Promise<readonly number[]> {
  return running(station, /engine\/worker/)
}

async function running(station: Station, script: RegExp): Promise<readonly number[]> {
  const all = await processesBelow(station.pid)
  const named = await Promise.all(
    all.map(async (pid) => ({ pid, words: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') })),
  )
  return named.filter(({ words }) => script.test(words)).map(({ pid }) => pid)
}

/** Ends a process that cannot help it. */
export function kill(pid: number): void {
  process.kill(pid, 'SIGKILL')
}

/** What stands in the log of viewing, oldest first, as an auditor reads it: outcomes with their reasons. */
export async function viewingsInLog(page: Page): Promise<readonly string[]> {
  await signIn(page, auditor)
  await page.getByRole('button', { name: 'Read the log' }).click()
  const rows = page.getByRole('region', { name: 'Entries of the log' }).getByRole('row')
  await rows.nth(1).waitFor()
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td,th')].map((cell) => cell.textContent ?? '')),
  )
  return cells
    .filter((row) => row.includes('clip.view'))
    .map((row) => `${row[5]}: ${row[6]}`)
    .toReversed()
}
