import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layLabel } from '../../core/redaction/copy-label.ts'
import { labelBrightness } from '../../tools/clips/label-in-picture.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { probe, readFrames, readPlanesOf } from '../../tools/clips/read-back.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { until } from '../until.ts'
import { seriousFindings } from './accessible.ts'
import { saved, shows } from './redaction-words.ts'
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

/** From a clip to a copy outside of the vault: two people look, both sign, one discloses; an edit after that voids it all. */

const second: Actor = { name: 'Dan Disclosure', passphrase: 'three slow barges pass below' }
const purpose = 'SAR 2026/340'
// Short: with a box over a third of its sides the test picture, which is none of anything, is taken for a screen.
const label = { text: 'Copy', at: 'bottom-left' } as const
const known = {
  ...{ recordedOn: '2026-11-20T10:00:00Z', officer: 'PC 7', device: 'D1', category: 'routine' },
  ...{ incident: 'I-1', ownerForce: 'Essex Police' },
}

let station: Station

beforeAll(async () => {
  station = await freshStation()
  const { page, folder } = station
  await setUpVault(station)
  await addPerson(page, officer, 'Disclosure officer')
  await addPerson(page, second, 'Disclosure officer')
  await addPerson(page, auditor, 'Auditor')
  await lock(page)
  const camera = join(folder, 'camera')
  await mkdir(camera)
  await mkdir(join(folder, 'out'))
  await cp(await makeClip(smallClipNamed('faststart')), join(camera, 'one.mp4'))
  await writeFile(join(camera, 'one.json'), JSON.stringify(known))
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await importFolder(station, camera, 'End of shift')
})

afterAll(async () => {
  await station.remove()
})

function review(): Locator {
  return station.page.getByRole('region', { name: 'Review' })
}

async function tab(name: string): Promise<void> {
  const one = station.page.getByRole('tab', { name, exact: true })
  await one.click()
  await one.and(station.page.locator('[aria-selected=true]')).waitFor()
}

/** Asks for the redactions of the clip that is there. */
async function openRedactions(): Promise<void> {
  const { page } = station
  await page.getByRole('row', { name: /one\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
}

async function openAgain(): Promise<void> {
  await openRedactions()
  await station.page.getByRole('button', { name: `Open the redaction for ${purpose}` }).click()
  await station.page.locator('.player-spoken', { hasText: /^Frame \d+$/ }).waitFor()
  await station.page.getByRole('tab', { name: 'Review' }).waitFor()
}

/** Gives the ground that the field at hand asks for. */
async function giveGround(name: string): Promise<void> {
  const { page } = station
  await page.getByRole('combobox', { name: 'Ground' }).click()
  await page.getByRole('option', { name, exact: true }).click()
  await expect.poll(() => page.getByRole('combobox', { name: 'Ground' }).inputValue()).toBe(name)
  await saved(station.page)
}

/** Plays it from its beginning until all of it counts as seen and heard: what a busy machine stumbles over does not. */
async function watchWhole(): Promise<void> {
  const { page } = station
  await tab('Review')
  await review().getByRole('button', { name: 'Watch as redacted' }).click()
  await review().getByRole('button', { name: 'Watching as redacted' }).waitFor()
  await until('all of it counts', async () => {
    await page.keyboard.press('Home')
    await shows(station.page, 0)
    await page.keyboard.press('l')
    await shows(station.page, 9)
    await review().getByText('You: 100 % seen', { exact: true }).waitFor({ timeout: 8_000 })
    return true
  })
}

async function chooseCorner(name: string): Promise<void> {
  const corner = station.page.getByRole('combobox', { name: 'Corner' })
  await corner.click()
  await station.page.getByRole('option', { name, exact: true }).click()
  await expect.poll(() => corner.textContent()).toBe(name)
}

/** A label is written into the copy; of what it would tell, and of what cannot be written, is told before. */
async function labelCopy(): Promise<void> {
  const panel = station.page.getByRole('region', { name: 'Sound and the whole picture' })
  const text = panel.getByLabel('Text', { exact: true })
  await text.fill('Redacted copy for PC 7')
  await panel.getByText(/^It seems to name the officer/).waitFor()
  await text.fill('копия')
  await panel.getByText(/^It is not written: there is no letter for “к”/).waitFor()
  expect(await seriousFindings(station.page)).toEqual([])
  await chooseCorner('bottom right')
  await text.fill(label.text)
  await text.press('Enter')
  await panel.getByText(/^It stands in every frame of the copy, in one line of letters 13 pixels high/).waitFor()
  await chooseCorner('bottom left')
  await saved(station.page)
}

/** Every decision is read in the window; its sheet is kept with the copy. */
async function readInternalSchedule(): Promise<void> {
  const { page } = station
  await review().getByRole('button', { name: 'Look at the internal schedule' }).click()
  const dialog = page.getByRole('dialog', { name: 'Internal schedule of redactions' })
  await dialog.getByRole('row', { name: /Kept audible: sound.*0:00\.\d to 0:00\.\d/ }).waitFor()
  await dialog.getByRole('row', { name: /Written into the picture: a label/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Keep its sheet with the copy' }).click()
  await review()
    .getByText(/Its sheet is kept with the copy as schedule-internal-.*\.pdf/)
    .waitFor()
}

/** What the recipient is told is looked at, and the ground of one row of it is held back: not without a reason. */
async function holdGroundBack(): Promise<void> {
  const { page } = station
  await review().getByRole('button', { name: 'Look at what the recipient is told' }).click()
  await review().getByRole('list', { name: 'Rows of the schedule' }).getByText('Hidden: ').first().waitFor()
  await review()
    .getByRole('list', { name: 'Rows of the schedule' })
    .getByText('Written into the picture: a label')
    .waitFor()
  await review().getByLabel('Row 1: what is told of it').selectOption('Told without its ground')
  await review().getByText('Say why row 1 is held back.').waitFor()
  expect(await review().getByRole('button', { name: 'Disclose the copy' }).isDisabled()).toBe(true)
  await review().getByLabel('Why row 1 is held back').fill('It would name a witness')
  await review().getByText('Held back: 1 ground.').waitFor()
  expect(await seriousFindings(page)).toEqual([])
}

/** A passphrase that guards nothing is refused, and nothing is written. */
async function tryWeakPassphrase(): Promise<void> {
  const seal = review().getByRole('checkbox', { name: /^Encrypt it/ })
  await seal.check()
  await review().getByLabel('Passphrase of the archive').fill('password1234567')
  await review().getByLabel('The same passphrase again').fill('password1234567')
  await review()
    .getByText(/^One encrypted archive/)
    .waitFor()
  await review().getByRole('button', { name: 'Disclose the copy' }).click()
  await review().getByText('Nothing was disclosed').waitFor()
  expect(await readdir(join(station.folder, 'out'))).toEqual([])
  await seal.uncheck()
  // What was typed went with its box.
  await seal.check()
  for (const label of ['Passphrase of the archive', 'The same passphrase again'])
    expect(await review().getByLabel(label).inputValue()).toBe('')
  await seal.uncheck()
}

/** What came out of the vault says what it is, from the first frame to the last. */
async function expectLabelled(copy: string): Promise<void> {
  const pictures = await readPlanesOf(copy, [0, 9])
  expect(pictures).toHaveLength(2)
  for (const picture of pictures) {
    const laid = layLabel(label, picture)
    if (!laid) throw new Error('the label does not fit')
    const { letters, box } = labelBrightness(picture, laid)
    expect(letters - box).toBeGreaterThan(180)
  }
}

/** Goes back through the log, page by page, until an entry is there. */
async function inLog(entry: Locator): Promise<void> {
  const { page } = station
  const shown = page.getByText(/^Entries \d+ to \d+ of \d+/)
  await until('an entry stands in the log', async () => {
    if ((await entry.count()) > 0) return true
    const before = await shown.textContent()
    await page.getByRole('button', { name: 'Earlier' }).click()
    await expect.poll(() => shown.textContent()).not.toBe(before)
    return (await entry.count()) > 0
  })
}

test('one draws, lets people be looked for to the end, and keeps a part of the sound with a ground', async () => {
  const { page } = station
  await openRedactions()
  await page.getByLabel('Purpose').fill(purpose)
  await page.getByRole('button', { name: 'Begin the redaction' }).click()
  await shows(station.page, 0)
  await page.getByRole('button', { name: 'Look for people' }).click()
  // One of its buttons is there until the search has ended; keys are the editor's all the same once it has gone.
  await expect
    .poll(() => page.getByRole('button', { name: /^(Look for people|(Stop|Go on) looking)$/ }).count())
    .toBe(0)
  await page.getByText('10 of 10 frames looked through', { exact: true }).waitFor()
  await page.keyboard.press('4')
  await page.keyboard.press('Enter')
  await page
    .getByRole('option', { name: /Region 1.*hidden/ })
    .and(page.locator('[aria-selected=true]'))
    .waitFor()
  await giveGround('Personal data of another person')
  await tab('Clip')
  await page.keyboard.press('.')
  await shows(station.page, 1)
  await page.keyboard.press('i')
  await page.keyboard.press('.')
  await shows(station.page, 2)
  await page.keyboard.press('o')
  await page.getByText(/frames 1 to 2\./).waitFor()
  await page.getByRole('button', { name: 'Keep the marked part' }).click()
  await page.getByText('What is kept needs a ground').waitFor()
  await giveGround('The requester')
  await expect.poll(() => page.getByText('What is kept needs a ground').count()).toBe(0)
  await labelCopy()
})

test('a copy is tried before anybody watches: advice, which opens no gate', async () => {
  await tab('Review')
  await review().getByText('Advice: try a copy before anybody watches it whole').waitFor()
  await review().getByRole('button', { name: 'Try a copy first' }).click()
  await review().getByText('Nothing that should be hidden was found in a copy of the redaction as it is now.').waitFor()
  await review().getByText('A trial copy showed nothing that should be hidden', { exact: true }).waitFor()
  expect(await review().getByRole('button', { name: 'Make the copy' }).isDisabled()).toBe(true)
})

test('who has seen and heard all of it signs, and nobody approves their own work', async () => {
  const { page } = station
  await watchWhole()
  const copy = review().getByRole('button', { name: 'Make the copy' })
  await review().getByText('The author has seen every frame').waitFor()
  await review().getByText('The author has heard all sound that is kept').waitFor()
  await review().getByRole('button', { name: 'Sign as its author' }).click()
  await review().getByText(`Signed by ${officer.name}`).waitFor()
  await review().getByText('The author has signed it').waitFor()
  expect(await review().getByRole('button', { name: 'Approve it as the second person' }).count()).toBe(0)
  expect(await copy.isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await lock(page)
})

test('a second person watches and approves it, makes the copy, and writes it out of the vault', async () => {
  const { page, folder } = station
  await signIn(page, second)
  await openAgain()
  await tab('Review')
  await review().getByText('A trial copy showed nothing that should be hidden', { exact: true }).waitFor()
  await watchWhole()
  await review().getByRole('button', { name: 'Approve it as the second person' }).click()
  await review().getByText(`Approved by ${second.name}`).waitFor()
  await review().getByText('It is approved', { exact: true }).waitFor()
  await review().getByRole('button', { name: 'Make the copy' }).click()
  await review()
    .getByText(/It goes on when you leave this redaction/)
    .waitFor()
  // The button that was pressed has gone: whoever works by keyboard is still here.
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
  await page.getByRole('navigation').getByRole('button', { name: 'Library' }).click()
  await openAgain()
  await tab('Review')
  await review().getByText('The copy was made, checked as a file').waitFor()
  await readInternalSchedule()
  await review().getByLabel('To whom').fill('J. Public')
  await review().getByLabel('By which route').fill('By hand')
  await review().getByLabel('Why').fill(purpose)
  await station.choose([join(folder, 'out')])
  await review().getByRole('button', { name: 'Choose a folder' }).click()
  await review().getByText(join(folder, 'out'), { exact: true }).waitFor()
  await holdGroundBack()
  await tryWeakPassphrase()
  await review().getByRole('button', { name: 'Disclose the copy' }).click()
  await review().getByText('The disclosure stands in the register').waitFor()
  const files = await readdir(join(folder, 'out'), { recursive: true })
  const copies = files.filter((name) => name.endsWith('.mp4'))
  expect(copies).toHaveLength(1)
  const copy = join(folder, 'out', copies[0] ?? '')
  expect(await readFrames(copy)).toHaveLength(10)
  await expectLabelled(copy)
  expect((await probe(copy)).streams.map((stream) => stream.codec_type)).toEqual(['video', 'audio'])
  await page.getByRole('navigation').getByRole('button', { name: 'Disclosures' }).click()
  const line = page.getByRole('row').filter({ hasText: 'J. Public' }).filter({ hasText: 'one.mp4' })
  await line.filter({ hasText: 'ground of row 1: It would name a witness' }).filter({ hasText: '5 files' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('searchbox', { name: 'Recipient, route or reason' }).fill('nobody of that name')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('No disclosure is like that').waitFor()
  await page.getByRole('navigation').getByRole('button', { name: 'Library' }).click()
  await lock(page)
})

test('once its author goes on with it, what was signed and approved is void', async () => {
  const { page } = station
  await signIn(page, officer)
  await openAgain()
  await page.keyboard.press('4')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Region 2' }).waitFor()
  await saved(station.page)
  await tab('Review')
  for (const words of [`Signed by ${officer.name}`, `Approved by ${second.name}`])
    await review()
      .getByText(new RegExp(`^${words}.*void, since something was changed after it$`))
      .waitFor()
  await review().getByText('Open: nobody has approved it as it is now').waitFor()
  await review().getByRole('button', { name: 'Make the copy' }).and(page.locator('[disabled]')).waitFor()
  expect(await review().getByRole('button', { name: 'Disclose the copy' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await lock(page)
})

test('the log says who approved it, who made the copy, and who disclosed it and why', async () => {
  const { page } = station
  await signIn(page, auditor)
  await page.getByRole('button', { name: 'Read the log' }).click()
  await page.getByText(/^Entries \d+ to \d+ of \d+/).waitFor()
  const entry = (action: string, by: Actor): Locator =>
    page.getByRole('row').filter({ hasText: action }).filter({ hasText: by.name }).filter({ hasText: 'done' })
  await inLog(entry('clip.disclose', second).filter({ hasText: purpose }))
  for (const action of ['redaction.render', 'redaction.approve']) await inLog(entry(action, second))
  await inLog(entry('redaction.sign', officer))
})
