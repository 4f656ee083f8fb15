import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { isPainted } from '../../e2e/journeys/painted.ts'
import { saved, shows } from '../../e2e/journeys/redaction-words.ts'
import {
  type Actor,
  administrator,
  goTo,
  importFolder,
  lock,
  officer,
  type Station,
  signIn,
  stationOver,
} from '../../e2e/journeys/words.ts'
import { until } from '../../e2e/until.ts'
import { requestVault } from '../request/request-vault.ts'
import { facelessClip, lengths } from './footage.ts'
import { atTwiceTheSize, inHighContrast, type Shot, windowSize } from './take.ts'

/** A request from the first look to what is handed out: one makes the redaction, a second checks it and lets the copy out. */

const second: Actor = { name: 'Dan Disclosure', passphrase: 'three slow barges pass below' }
const purpose = 'SAR 2026/340'
const frames = lengths.redacted.seconds * 30

/** Looking for people takes longer than a moment. */
const longWork = 900_000

function review(page: Page): Locator {
  return page.getByRole('region', { name: 'Review' })
}

async function tab(page: Page, name: string): Promise<void> {
  const one = page.getByRole('tab', { name, exact: true })
  await one.click()
  await one.and(page.locator('[aria-selected=true]')).waitFor()
}

async function look(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('button', { name, exact: true, pressed: true }).waitFor()
}

async function goToFrame(page: Page, frame: number): Promise<void> {
  const field = page.getByLabel(/^Go to a frame/)
  await field.fill(String(frame))
  await field.press('Enter')
  await shows(page, frame)
}

/** Waits until every card that can be seen has its picture. */
async function cardsAreThere(page: Page): Promise<void> {
  const crops = page.getByRole('listbox', { name: 'Persons and things' }).locator('canvas')
  await until('the cards have their pictures', () => isPainted(crops))
}

async function ask({ page }: Station): Promise<void> {
  await page.getByRole('row', { name: /street\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
}

/** Before anybody is looked for, a trial copy shows everybody. */
async function tryOut({ page }: Station, shot: Shot): Promise<void> {
  await tab(page, 'Review')
  await review(page).getByRole('button', { name: 'Try a copy first' }).click()
  const found = review(page).getByRole('listbox', { name: 'What was found' })
  await review(page).getByRole('button', { name: 'Try a copy again' }).waitFor({ timeout: longWork })
  await found.getByRole('option').first().click()
  await found.getByRole('option', { selected: true }).waitFor()
  await shot(page, 'redaction-trial')
  await review(page).getByRole('button', { name: 'Take the box off the picture' }).click()
}

/** What to look at first, as pages of pictures. */
async function lookHere({ page }: Station, shot: Shot): Promise<void> {
  await tab(page, 'Looks')
  const pictures = page.getByRole('listbox', { name: /^Places to look at first/ })
  await pictures.getByRole('option').first().waitFor()
  await until('the places have their pictures', () => isPainted(pictures.locator('canvas')))
  await shot(page, 'redaction-looks')
}

async function begin(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await ask(station)
  await page.getByLabel('Purpose').fill(purpose)
  await shot(page, 'redaction-start')
  await page.getByRole('button', { name: 'Begin the redaction' }).click()
  await shows(page, 0)
  await tryOut(station, shot)
  await tab(page, 'People')
  await page.getByRole('button', { name: 'Look for people' }).click()
  await page.getByText(`${frames} of ${frames} frames looked through`, { exact: true }).waitFor({ timeout: longWork })
}

/** The requester is kept, everybody else hidden. */
async function decide({ page }: Station, shot: Shot): Promise<void> {
  const chosen = page.getByRole('listbox', { name: 'Persons and things' }).getByRole('option', { selected: true })
  await page.getByRole('listbox', { name: 'Persons and things' }).getByRole('option').nth(1).click()
  await chosen.waitFor()
  await page.keyboard.press('Shift+Y')
  await chosen.filter({ hasText: 'kept visible' }).waitFor()
  await saved(page)
  await goToFrame(page, 40)
  await cardsAreThere(page)
  await shot(page, 'redaction')
  await inHighContrast(page, 'redaction-high-contrast', shot)
  await atTwiceTheSize(page, 'redaction-zoomed', shot)
}

/** A region is drawn and followed by keyed frames; then every look of the picture. */
async function draw({ page }: Station, shot: Shot): Promise<void> {
  await page.keyboard.press('4')
  await page.getByRole('button', { name: /^Draw an ellipse/, pressed: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Region 1' }).waitFor()
  await goToFrame(page, 70)
  await page.locator('.player-desk').focus()
  for (let step = 0; step < 8; step++) await page.keyboard.press('Alt+Shift+ArrowRight')
  await tab(page, 'Region')
  await page.getByText('2 keyed').waitFor()
  await saved(page)
  await shot(page, 'redaction-region')
  await page.keyboard.press('Delete')
  await saved(page)
  await look(page, 'Split')
  await shot(page, 'redaction-split')
  await look(page, 'Side by side')
  await shot(page, 'redaction-beside')
  await look(page, 'Outlines')
}

/** A stretch of speech is listened to and kept with a ground. */
async function hear({ page }: Station, shot: Shot): Promise<void> {
  await tab(page, 'Clip')
  const panel = page.getByRole('region', { name: 'Sound and the whole picture' })
  await panel.getByText(/^\d+ stretch(es)? of speech/).waitFor({ timeout: longWork })
  await page.locator('.player-desk').focus()
  await page.keyboard.press('Home')
  await shows(page, 0)
  await page.keyboard.press('z')
  await panel.getByText(/^1\. Speech/).waitFor()
  await page.keyboard.press('Shift+K')
  await panel.getByText(/^1\. Speech.*: kept/).waitFor()
  const ground = panel.getByRole('combobox', { name: 'Ground for letting it be heard' })
  await ground.fill('The requester')
  await ground.press('Enter')
  await panel.getByText('What is kept needs a ground').waitFor({ state: 'detached' })
  await saved(page)
  await page.locator('.player-desk').focus()
  await page.keyboard.press('k')
  await shot(page, 'redaction-sound')
}

/** A label is written into every frame; then every step is read. */
async function label({ page }: Station, shot: Shot): Promise<void> {
  const text = page.getByPlaceholder('Redacted copy. For ...')
  await text.fill(`Redacted copy, ${purpose}`)
  await text.press('Enter')
  await page.getByText(/^It stands in every frame of the copy/).waitFor()
  await saved(page)
  await look(page, 'As redacted')
  await text.scrollIntoViewIfNeeded()
  await shot(page, 'redaction-label')
  await look(page, 'Outlines')
  await tab(page, 'History')
  await page.getByRole('region', { name: 'Steps' }).getByRole('listitem').first().waitFor()
  await shot(page, 'redaction-history')
}

/** Trial copies until one shows nothing: detectors find a little more or less on another machine, and what they find is hidden. */
async function tryUntilClean({ page }: Station): Promise<void> {
  const clean = review(page).getByText(/^Nothing that should be hidden was found in a copy/)
  const hide = review(page).getByRole('button', { name: 'Hide what was found', disabled: false })
  await tab(page, 'Review')
  for (let trial = 1; trial <= 3; trial++) {
    await review(page)
      .getByRole('button', { name: /^Try a copy/ })
      .click()
    await review(page).getByRole('progressbar', { name: 'A copy is being tried' }).waitFor()
    await review(page).getByRole('button', { name: 'Try a copy again' }).waitFor({ timeout: longWork })
    await clean.or(hide).first().waitFor()
    if (await clean.isVisible()) return
    await hide.click()
    await hide.waitFor({ state: 'detached' })
    await saved(page)
  }
  throw new Error('trial copies go on showing something')
}

/** Plays it from its beginning until all of it counts as seen and heard: what a busy machine stumbles over does not. */
async function watchWhole({ page }: Station): Promise<void> {
  for (let played = 1; played <= 4; played++) {
    await page.keyboard.press('Home')
    await shows(page, 0)
    await page.keyboard.press('l')
    await page
      .locator('.player-spoken', { hasText: new RegExp(`^Frame ${frames - 1}$`) })
      .waitFor({ timeout: longWork })
    const isWhole = await review(page)
      .getByText('You: 100 % seen', { exact: true })
      .waitFor({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      )
    if (isWhole) return
  }
  throw new Error('not all of it counts')
}

async function sign(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await goToFrame(page, 40)
  await tab(page, 'Review')
  await review(page).getByRole('button', { name: 'Watch as redacted' }).click()
  await review(page).getByRole('button', { name: 'Watching as redacted' }).waitFor()
  await review(page)
    .getByText(/^You: \d+ % seen/)
    .waitFor()
  await shot(page, 'redaction-review')
  await page.locator('.player-desk').focus()
  await watchWhole(station)
  await review(page).getByText('The author has heard all sound that is kept').waitFor()
  await review(page).getByRole('button', { name: 'Sign as its author' }).click()
  await review(page).getByText(`Signed by ${officer.name}`).waitFor()
  await review(page).getByRole('button', { name: 'Show where in the timeline' }).click()
  await review(page).getByText(`Signed by ${officer.name}`).scrollIntoViewIfNeeded()
  await shot(page, 'redaction-signed')
  await lock(page)
}

/** The second person watches and approves it, and makes the copy. */
async function approve(station: Station, shot: Shot): Promise<void> {
  const { page } = station
  await signIn(page, second)
  await ask(station)
  await page.getByRole('button', { name: `Open the redaction for ${purpose}` }).click()
  await page.locator('.player-spoken', { hasText: /^Frame \d+$/ }).waitFor()
  await tab(page, 'Review')
  await review(page).getByRole('button', { name: 'Watch as redacted' }).click()
  await page.locator('.player-desk').focus()
  await watchWhole(station)
  await review(page).getByRole('button', { name: 'Approve it as the second person' }).click()
  await review(page).getByText(`Approved by ${second.name}`).waitFor()
  await review(page).getByRole('button', { name: 'Make the copy' }).click()
  await review(page)
    .getByText(/: \d+ of \d+/)
    .scrollIntoViewIfNeeded()
  await shot(page, 'copies')
  const made = review(page).getByText('The copy was made, checked as a file')
  const refused = review(page).getByText('No copy was made')
  await made.or(refused).first().waitFor({ timeout: longWork })
  if (await refused.isVisible()) throw new Error((await review(page).textContent()) ?? '')
}

/** What is told is looked at, a part of it held back; then the copy leaves. */
async function disclose(station: Station, shot: Shot): Promise<void> {
  const { page, folder } = station
  await review(page).getByRole('button', { name: 'Look at the internal schedule' }).click()
  const dialog = page.getByRole('dialog', { name: 'Internal schedule of redactions' })
  await dialog.getByRole('row').nth(1).waitFor()
  await shot(page, 'schedule')
  await dialog.getByRole('button', { name: 'Keep its sheet with the copy' }).click()
  await review(page)
    .getByText(/Its sheet is kept with the copy/)
    .waitFor()
  await review(page).getByLabel('To whom').fill('J. Public')
  await review(page).getByLabel('By which route').fill('By hand')
  await review(page).getByLabel('Why').fill(purpose)
  await station.choose([join(folder, 'out')])
  await review(page).getByRole('button', { name: 'Choose a folder' }).click()
  await review(page).getByText(join(folder, 'out'), { exact: true }).waitFor()
  await review(page).getByRole('button', { name: 'Look at what the recipient is told' }).click()
  await review(page).getByLabel('Row 1: what is told of it').selectOption('Told without its ground')
  await review(page).getByLabel('Why row 1 is held back').fill('It would name a witness')
  await review(page).getByText('Held back: 1 ground.').scrollIntoViewIfNeeded()
  await shot(page, 'held-back')
  await review(page).getByRole('button', { name: 'Disclose the copy' }).click()
  await review(page).getByText('The disclosure stands in the register').waitFor({ timeout: longWork })
  await goTo(page, 'Disclosures')
  await page.getByRole('row').filter({ hasText: 'J. Public' }).waitFor()
  await shot(page, 'disclosures')
}

/** Takes the pictures of a request. */
export async function takeRequest(shot: Shot): Promise<void> {
  const clip = await facelessClip(lengths.redacted)
  const station = await stationOver((folder) =>
    requestVault(folder, clip, { administrator, officers: [officer, second] }),
  )
  try {
    const { page, folder } = station
    await page.setViewportSize(windowSize)
    await signIn(page, officer)
    await page.getByText('There are no clips yet').waitFor()
    await importFolder(station, join(folder, 'camera'), purpose)
    await begin(station, shot)
    await decide(station, shot)
    await draw(station, shot)
    await hear(station, shot)
    await label(station, shot)
    await tryUntilClean(station)
    await lookHere(station, shot)
    await sign(station, shot)
    await approve(station, shot)
    await disclose(station, shot)
  } finally {
    await station.remove()
  }
}
