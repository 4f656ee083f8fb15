import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { Station } from '../journeys/words.ts'
import { askForFrame, backToLibrary, frameShown, openClip, shownFrame } from './fault-desk.ts'
import { countedIn, countInPage, ofQuarter, watched } from './soak.ts'

/** How long Chromium takes what it keeps for its own use before it holds still (milliseconds). */
const warmUp = 30_000
/** Pictures on their way from decoder to screen, beside those that are kept. */
const onTheirWay = 32
/** Pictures that a full store may lack: the latest went, the next has not come. */
const fewLess = 12
/** What a measure may differ by between two quarters without anything growing (bytes). */
const noise = 12 << 20

async function picturesIn(page: Page): Promise<number> {
  const { made, closed } = await countedIn(page)
  return made - closed
}

/** What is played, and for how long. */
export type Soak = {
  readonly clip: RegExp
  readonly milliseconds: number
  readonly frames: number
  /** Frames from one keyframe to the next. */
  readonly group: number
  /** Pictures that may be kept of it. */
  readonly mostKept: number
}

/** Plays a clip in a loop at eight times its speed, and claims that the session grows by nothing. */
export async function soak(station: Station, { clip, milliseconds, frames, group, mostKept }: Soak): Promise<void> {
  const { page } = station
  await countInPage(page)
  await openClip(page, clip)
  // Until as many pictures are kept as may be, more are: whoever goes to the last of each group has all of it decoded. Playing alone passes over frames where the machine is slow.
  for (let last = group - 1; last < frames; last += group) {
    await askForFrame(page, last)
    await frameShown(page, last)
  }
  await expect.poll(() => picturesIn(page)).toBeGreaterThan(mostKept - fewLess)
  await page.locator('.player-desk').focus()
  await page.keyboard.press('r')
  for (let times = 0; times < 4; times++) await page.keyboard.press('l')
  const { person } = await countedIn(page)
  const looks = await watched(station, milliseconds, 16)
  const sizes = ['workstation', 'heap', ...(milliseconds > warmUp ? (['page', 'engine'] as const) : [])] as const
  for (const what of sizes) expect(ofQuarter(looks, 3, what) - ofQuarter(looks, 2, what), what).toBeLessThan(noise)
  for (const what of ['listeners', 'nodes'] as const)
    expect(ofQuarter(looks, 3, what) - ofQuarter(looks, 2, what), what).toBeLessThan(20)
  expect(Math.max(...looks.map(({ pictures }) => pictures))).toBeLessThan(mostKept + onTheirWay)
  // It did play all the while, and the host was told of that and of nobody's touch.
  const told = await countedIn(page)
  expect(told.made).toBeGreaterThan(mostKept)
  expect(told.playback).toBeGreaterThan(0)
  expect(told.person).toBe(person)
  const before = await shownFrame(page)
  await expect.poll(() => shownFrame(page), { interval: 20 }).not.toBe(before)
  await page.keyboard.press('k')
  await page.keyboard.press('Home')
  await frameShown(page, 0)
  await backToLibrary(page)
  await expect.poll(() => picturesIn(page)).toBe(0)
}
