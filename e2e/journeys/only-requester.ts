import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { until } from '../until.ts'
import type { Hands } from './hands.ts'
import { saved, shows } from './redaction-words.ts'
import type { Actor, Station } from './words.ts'

/** What the copy is made for. */
const purpose = 'SAR 2026/340'

/** Somebody with a keyboard before the workstation. */
export type Seat = { readonly station: Station; readonly hands: Hands }

/** Minutes that looking through a long clip may take on a machine with much else to do. */
const longestWork = 90

/** Sits by until something is there. Now and then the keyboard is touched, which does nothing: the vault of whoever goes away is locked. */
async function sitBy({ station: { page } }: Seat, place: Locator): Promise<void> {
  for (let minutes = 0; minutes < longestWork; minutes++) {
    const isThere = await place.waitFor({ timeout: 60_000 }).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await page.keyboard.press('Shift')
  }
  throw new Error(`waited in vain for ${place}`)
}

/** Sits down at the locked window. */
async function sitDown({ station: { page }, hands }: Seat, { name, passphrase }: Actor): Promise<void> {
  await hands.fill(page.getByLabel('Name'), name)
  await hands.fill(page.getByLabel(/^Passphrase\W*$/), passphrase)
  await hands.press('Enter', 'unlock')
  await page.locator('nav').waitFor()
}

/** Leaves the redaction and locks the vault. */
async function getUp({ station: { page }, hands }: Seat): Promise<void> {
  await hands.press('Control+l', 'lock')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
}

/** Brings the camera's folder in. */
async function bringIn({ station, hands }: Seat): Promise<void> {
  const { page, folder } = station
  await page.getByText('There are no clips yet').waitFor()
  await hands.push(page.getByRole('button', { name: 'Import', exact: true }).first(), 'import')
  const dialog = page.getByRole('dialog')
  await station.choose([join(folder, 'camera')])
  await hands.push(dialog.getByRole('button', { name: 'Choose a folder or drive' }), 'choose the camera')
  await dialog.getByText(join(folder, 'camera')).waitFor()
  await hands.fill(dialog.getByLabel('Reason'), purpose)
  await hands.push(dialog.getByRole('button', { name: 'Import', exact: true }), 'import it')
  await dialog.getByText(/\d+ imported/).waitFor()
  await hands.push(dialog.getByRole('button', { name: 'Close' }), 'close')
  await dialog.waitFor({ state: 'detached' })
}

/** Chooses the clip in the library, and asks for its redactions. */
async function askToRedact({ station: { page }, hands }: Seat): Promise<void> {
  await page.getByRole('row', { name: /street\.mp4/ }).waitFor()
  await hands.goTo(page.getByRole('grid', { name: 'Clips' }))
  await hands.press('Home', 'choose the first clip')
  await hands.push(page.getByRole('complementary').getByRole('button', { name: 'Redact' }), 'redact')
}

/** Begins a redaction. */
async function begin({ station: { page }, hands }: Seat): Promise<void> {
  await hands.isAt(page.getByLabel('Purpose'))
  await hands.write(purpose)
  await hands.press('Enter', 'begin')
  await shows(page, 0)
}

/** Lets people and things be looked for until all of it is in. */
async function lookForPeople(seat: Seat, frames: number): Promise<void> {
  const { station, hands } = seat
  const { page } = station
  await hands.press('Alt+1', 'to the people')
  await hands.isAt(page.getByRole('button', { name: 'Look for people' }))
  await hands.press('Enter', 'look for people')
  const counted = frames.toLocaleString('en-GB')
  await sitBy(seat, page.getByText(`${counted} of ${counted} frames looked through`, { exact: true }))
}

function review(page: Page): Locator {
  return page.getByRole('region', { name: 'Review' })
}

/** Words of a card of a person or a part of one. */
const isSomebody = /^(Person|Head|Face|Body) /

/** The chosen card. */
function chosenCard(page: Page): Locator {
  return page
    .getByRole('listbox', { name: 'Persons and things' })
    .getByRole('option')
    .and(page.locator('[aria-selected=true]'))
}

/** A card as somebody sees it: its words, which frame it shows, and its picture in grey, `side` squared. */
export type SeenCard = { readonly words: string; readonly frame: number; readonly picture: readonly number[] }

async function seenCard(page: Page, side: number): Promise<SeenCard> {
  const card = chosenCard(page)
  let picture: readonly number[] = []
  await until('the card has its picture', async () => {
    picture = await card.locator('canvas').evaluate((canvas, cells) => {
      const small = new OffscreenCanvas(cells, cells).getContext('2d')
      if (!(canvas instanceof HTMLCanvasElement) || !small) return []
      small.imageSmoothingQuality = 'high'
      small.drawImage(canvas, 0, 0, cells, cells)
      const { data } = small.getImageData(0, 0, cells, cells)
      // Beyond the border of the clip a card shows nothing.
      return Array.from({ length: cells * cells }, (_, at) => data[at * 4 + 1] ?? 0)
    }, side)
    return picture.some((value) => value > 0)
  })
  const said = await page.locator('.player-spoken', { hasText: /^Frame \d+$/ }).textContent()
  return { words: (await card.textContent()) ?? '', frame: Number(said?.replaceAll(/\D/g, '')), picture }
}

/** How the requester is told from others: by a card's picture, `side` squared. */
export type Recognising = { readonly side: number; readonly isRequester: (card: SeenCard) => Promise<boolean> }

/** Goes through the cards until one shows the requester, and shows only them. Answers how many cards it took. */
async function showOnlyRequester({ station: { page }, hands }: Seat, recognising: Recognising): Promise<number> {
  // What was found comes in after it was looked for; people come first.
  await chosenCard(page).filter({ hasText: isSomebody }).waitFor()
  for (let cards = 1; cards <= 20; cards++) {
    await chosenCard(page).waitFor()
    if (await recognising.isRequester(await seenCard(page, recognising.side))) {
      await hands.press('Shift+Y', 'show only this person')
      await chosenCard(page)
        .filter({ hasText: /Requester.*kept visible/ })
        .waitFor()
      await saved(page)
      return cards
    }
    await hands.press('u', 'next that is undecided')
  }
  throw new Error('no card shows the requester')
}

/**
 * Looks through the other cards of people that nobody has decided about, for the requester under another name, and says so: they are
 * one then. Answers how many there were.
 */
async function joinOthers({ station: { page }, hands }: Seat, recognising: Recognising): Promise<number> {
  const looked = new Set<string>()
  for (let joined = 0; ; ) {
    await hands.press('u', 'next that is undecided')
    const card = await seenCard(page, recognising.side)
    if (!isSomebody.test(card.words) || looked.has(card.words)) return joined
    looked.add(card.words)
    if (!(await recognising.isRequester(card))) continue
    joined += 1
    await hands.correct(async () => {
      await hands.press('e', 'name')
      await hands.isAt(page.getByLabel(/^Name \(requester/))
      await hands.write('requester')
      await hands.press('Enter', 'it is the requester, too')
    })
    await saved(page)
  }
}

/** Goes to a second of the clip. */
async function goToSecond({ station: { page }, hands }: Seat, second: number): Promise<void> {
  await hands.press('g', 'go to a place')
  await hands.isAt(page.getByLabel(/^Go to a frame/))
  await hands.write(`${second.toFixed(2)}s`)
  await hands.press('Enter', 'go there')
}

/** Keeps the sound of a part, with the ground that it is the requester's. */
async function keepSound(seat: Seat, [from, until]: readonly [number, number]): Promise<void> {
  const { station, hands } = seat
  const { page } = station
  await goToSecond(seat, from)
  await hands.press('i', 'from here')
  await goToSecond(seat, until)
  await hands.press('o', 'to here')
  await hands.press('Alt+3', 'to the clip and its sound')
  await hands.push(page.getByRole('button', { name: 'Keep the marked part' }), 'keep the sound')
  const missing = page.getByText('What is kept needs a ground')
  await missing.waitFor()
  await hands.goTo(page.getByRole('combobox', { name: 'Ground' }).last())
  await hands.write('The requester')
  await hands.press('Enter', 'that is the ground')
  await missing.waitFor({ state: 'detached' })
  await saved(page)
}

/** Seconds of a clip time as people read it. */
function secondsIn(text: string): number {
  const [minutes = '0', seconds = '0'] = text.split(':').slice(-2)
  return Number(minutes) * 60 + Number(seconds)
}

/** Keeps those stretches of speech that are the requester's: they are found by themselves, and played one after another. */
async function keepStretches(seat: Seat, { spoken }: Pick<Request, 'spoken'>): Promise<void> {
  const { station, hands } = seat
  const { page } = station
  const panel = page.getByRole('region', { name: 'Sound and the whole picture' })
  await hands.press('Home', 'to the beginning')
  await hands.press('Alt+3', 'to the clip and its sound')
  const found = panel.getByText(/^\d+ stretches of speech/)
  await sitBy(seat, found)
  const count = Number.parseInt((await found.textContent()) ?? '', 10)
  let hasGround = false
  for (let number = 1; number <= count; number++) {
    await hands.press('z', 'next stretch of speech')
    const chosen = panel.getByText(new RegExp(`^${number}\\. Speech`)).locator('..')
    await chosen.waitFor()
    const [from = 0, until = 0] = ((await chosen.textContent()) ?? '').match(/\d+:[\d.:]+/g)?.map(secondsIn) ?? []
    const middle = (from + until) / 2
    if (!spoken.some((part) => part[0] <= middle && middle < part[1])) continue
    await hands.press('Shift+K', 'keep it')
    await panel.getByText(new RegExp(`^${number}\\. Speech.*: kept`)).waitFor()
    if (hasGround) continue
    await hands.isAt(panel.getByRole('combobox', { name: 'Ground for letting it be heard' }))
    await hands.write('The requester')
    await hands.press('Enter', 'that is the ground')
    hasGround = true
  }
  await panel.getByText('What is kept needs a ground').waitFor({ state: 'detached' })
  await saved(page)
}

/** Works off the frames to look at first, up to so many; answers what was said of each. */
async function lookHere({ station: { page }, hands }: Seat, most: number): Promise<readonly string[]> {
  const said: string[] = []
  await hands.press('Home', 'to the beginning')
  for (let looks = 0; looks < most; looks++) {
    await hands.press('Alt+n', 'next frame to look at first')
    const words = page.getByRole('complementary', { name: 'Decisions' }).getByText(/^\d+ of \d+: |^There is no further/)
    await words.waitFor()
    const text = (await words.textContent()) ?? ''
    if (!/^\d/.test(text)) break
    said.push(text)
  }
  return said
}

/** Trial copies that somebody makes before they give up: what one shows is hidden, and the next must be clean. */
const mostTrials = 3

/** Tries copies before anybody watches, and hides what they show, until one shows nothing; answers how many it took. */
async function tryCopies(seat: Seat): Promise<number> {
  const { station, hands } = seat
  const { page } = station
  const clean = review(page).getByText(
    'Nothing that should be hidden was found in a copy of the redaction as it is now',
  )
  await hands.press('Alt+5', 'to the review')
  for (let trials = 1; trials <= mostTrials; trials++) {
    await hands.push(review(page).getByRole('button', { name: /^Try a copy/ }), 'try a copy')
    const found = page.getByRole('region', { name: 'Found in the copy' })
    // What the trial before has shown is hidden by now.
    const shown = found.getByRole('button', { name: 'Hide what was found', disabled: false })
    const trying = review(page).getByRole('progressbar', { name: 'A copy is being tried' })
    await trying.or(clean).or(shown).first().waitFor()
    await sitBy(seat, review(page).getByRole('button', { name: 'Try a copy again' }))
    await clean.or(shown).first().waitFor()
    if (await clean.isVisible()) return trials
    for (const line of await found.getByRole('option').allTextContents()) hands.note(`found in the copy: ${line}`)
    await hands.correct(() => hands.push(found.getByRole('button', { name: 'Hide what was found' }), 'hide it'))
    await found.getByRole('button', { name: 'Hide what was found', disabled: true }).waitFor()
    await saved(page)
  }
  throw new Error(`the ${mostTrials}. trial copy shows something yet`)
}

/** Times that a clip is played before somebody gives up: what a busy machine stumbles over is not counted, and is watched again. */
const mostPlays = 4

/** Plays it from its beginning until all of it counts as seen and heard, as often as that takes; answers how often it was played. */
async function watch(seat: Seat, frames: number): Promise<number> {
  const { station, hands } = seat
  const { page } = station
  await hands.press('Alt+5', 'to the review')
  await hands.push(review(page).getByRole('button', { name: 'Watch as redacted' }), 'watch as redacted')
  for (let played = 1; played <= mostPlays; played++) {
    await hands.press('Home', 'to the beginning')
    await shows(page, 0)
    await hands.press('l', 'play')
    const end = page.locator('.player-spoken', { hasText: new RegExp(`^Frame ${frames - 1}$`) })
    await sitBy(seat, end)
    // It is counted a few seconds after it was shown.
    const counted = review(page).getByText('You: 100 % seen', { exact: true })
    const isWhole = await counted.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    )
    if (isWhole) return played
  }
  throw new Error(`not all of it counts after ${mostPlays} plays`)
}

/** Signs what was watched. */
async function sign({ station: { page }, hands }: Seat, { name }: Actor): Promise<void> {
  await review(page).getByText('The author has heard all sound that is kept').waitFor()
  await hands.push(review(page).getByRole('button', { name: 'Sign as its author' }), 'sign')
  await review(page).getByText(`Signed by ${name}`).waitFor()
  await review(page).getByText('The author has signed it').waitFor()
}

/** Opens the redaction that somebody else has made. */
async function openAgain(seat: Seat): Promise<void> {
  const { station, hands } = seat
  await askToRedact(seat)
  await hands.push(station.page.getByRole('button', { name: `Open the redaction for ${purpose}` }), 'open it')
  await station.page.locator('.player-spoken', { hasText: /^Frame \d+$/ }).waitFor()
}

/** Approves what was watched, and makes the copy. */
async function approve(seat: Seat, { name }: Actor): Promise<void> {
  const { station, hands } = seat
  const { page } = station
  await review(page).getByText('The second person has heard all sound that is kept').waitFor()
  await hands.push(review(page).getByRole('button', { name: 'Approve it as the second person' }), 'approve')
  await review(page).getByText(`Approved by ${name}`).waitFor()
  await hands.push(review(page).getByRole('button', { name: 'Make the copy' }), 'make the copy')
  await sitBy(seat, review(page).getByText('The copy was made, checked as a file'))
}

/** Writes the copy out of the vault; answers where it lies. */
async function disclose(seat: Seat): Promise<string> {
  const { station, hands } = seat
  const { page, folder } = station
  await hands.fill(review(page).getByLabel('To whom'), 'J. Public')
  await hands.fill(review(page).getByLabel('By which route'), 'By hand')
  await hands.fill(review(page).getByLabel('Why'), purpose)
  await station.choose([join(folder, 'out')])
  await hands.push(review(page).getByRole('button', { name: 'Choose a folder' }), 'choose a folder')
  await review(page).getByText(join(folder, 'out'), { exact: true }).waitFor()
  await hands.push(review(page).getByRole('button', { name: 'Disclose the copy' }), 'disclose')
  await sitBy(seat, review(page).getByText('The disclosure stands in the register'))
  const files = await readdir(join(folder, 'out'), { recursive: true })
  const copies = files.filter((name) => name.endsWith('.mp4'))
  const [copy] = copies
  if (copy === undefined || copies.length > 1) throw new Error(`${copies.length} copies were written`)
  return join(folder, 'out', copy)
}

/** What the author knows of the request: how long the clip is, what the requester looks like and when they speak. */
export type Request = {
  readonly frames: number
  readonly recognising: Recognising
  readonly spoken: readonly (readonly [from: number, until: number])[]
  /** Whether the stretches of speech that are found are gone through, or parts are marked. */
  readonly sound: 'found' | 'marked'
  /** How many of the frames to look at first are worked off one by one, before all of it is watched. */
  readonly looks: number
}

/** How the author's part went. */
export type AuthorsPart = {
  readonly cards: number
  readonly joined: number
  readonly looks: readonly string[]
  readonly trials: number
  readonly plays: number
}

/** From the library to the author's signature: the clip shows the requester alone, and is heard where they speak. */
export async function makeRedaction(seat: Seat, author: Actor, request: Request): Promise<AuthorsPart> {
  await sitDown(seat, author)
  await bringIn(seat)
  await askToRedact(seat)
  await begin(seat)
  await lookForPeople(seat, request.frames)
  const cards = await showOnlyRequester(seat, request.recognising)
  const joined = await joinOthers(seat, request.recognising)
  if (request.sound === 'found') await keepStretches(seat, request)
  else for (const part of request.spoken) await keepSound(seat, part)
  const looks = await lookHere(seat, request.looks)
  const trials = await tryCopies(seat)
  const plays = await watch(seat, request.frames)
  await sign(seat, author)
  await getUp(seat)
  return { cards, joined, looks, trials, plays }
}

/** The second person's part, to the copy outside of the vault; answers where it lies, and how often the clip was played. */
export async function approveAndDisclose(seat: Seat, approver: Actor, frames: number) {
  await sitDown(seat, approver)
  await openAgain(seat)
  const plays = await watch(seat, frames)
  await approve(seat, approver)
  const copy = await disclose(seat)
  await getUp(seat)
  return { copy, plays }
}
