import { expect } from 'vitest'
import type { Station } from '../journeys/words.ts'
import { backToLibrary, frameShown, openClip, shownFrame } from './fault-desk.ts'
import { countedIn, countInPage, ofQuarter, watched } from './soak.ts'

/** How long Chromium takes what it keeps for its own use before it holds still (milliseconds). */
const warmUp = 30_000
/** Pictures on their way from decoder to screen, beside those that are kept. */
const onTheirWay = 32
/** What a measure may differ by between two quarters without anything growing (bytes). */
const noise = 12 << 20

/** Plays the clip `street`, of so many frames, in a loop at eight times its speed, and claims that the session grows by nothing. */
export async function soak(station: Station, frames: number, milliseconds: number): Promise<void> {
  const { page } = station
  await countInPage(page)
  await openClip(page, /street/)
  await page.keyboard.press('r')
  for (let times = 0; times < 4; times++) await page.keyboard.press('l')
  const { person } = await countedIn(page)
  const looks = await watched(station, milliseconds, 16)
  const sizes = ['workstation', 'heap', ...(milliseconds > warmUp ? (['page'] as const) : [])] as const
  for (const what of sizes) expect(ofQuarter(looks, 3, what) - ofQuarter(looks, 2, what), what).toBeLessThan(noise)
  for (const what of ['listeners', 'nodes'] as const)
    expect(ofQuarter(looks, 3, what) - ofQuarter(looks, 2, what), what).toBeLessThan(20)
  expect(Math.max(...looks.map(({ pictures }) => pictures))).toBeLessThan(frames + onTheirWay)
  // It did play all the while, and the host was told of that and of nobody's touch.
  const told = await countedIn(page)
  expect(told.made).toBeGreaterThan(frames)
  expect(told.playback).toBeGreaterThan(0)
  expect(told.person).toBe(person)
  const before = await shownFrame(page)
  await expect.poll(() => shownFrame(page), { interval: 20 }).not.toBe(before)
  await page.keyboard.press('k')
  await page.keyboard.press('Home')
  await frameShown(page, 0)
  await backToLibrary(page)
  await expect
    .poll(async () => {
      const { made, closed } = await countedIn(page)
      return made - closed
    })
    .toBe(0)
}
