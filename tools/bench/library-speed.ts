import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { signIn } from '../../e2e/journeys/words.ts'
import { launchWorkstation } from '../../e2e/launch-workstation.ts'
import { buildWindow } from '../build-window.ts'
import {
  hitsPaintedAfterKey,
  notedPaint,
  notePaint,
  type Scrolled,
  scrollSteadily,
} from '../player-page/library-page.ts'
import { makeLibraryVault, reader } from './library-vault.ts'
import { type Measure, measured } from './measure.ts'

/** Clips of a large force's workstation (issue 6), and so many that it shows within a minute that everything runs. */
const sizes = { full: 100_000, small: 2_000 } as const

/** A display frame at 60 Hz, in milliseconds. */
const displayFrame = 1000 / 60

/** How long the list is scrolled, and how far in each frame: 200 rows in a second, faster than anybody reads. */
const scrolling = { seconds: 6, pixelsPerFrame: 120 }

/** What people look for: words that few clips have and words that most have. */
const searches = [
  'dhillon',
  'market',
  'pc',
  '42/1717',
  'chelmsford mill',
  'zanzibar',
  'colchester',
  '1234',
  'broad walk',
  'ax0000',
]

/** How often each screen is loaded. */
const loads = 9

function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function scrolled(page: Page, selector: string): Promise<Scrolled> {
  return page.evaluate(scrollSteadily, [selector, scrolling.seconds, scrolling.pixelsPerFrame] as const)
}

/** Of the display's frames, how many were drawn in time: an interval of two displays' frames is one that was missed. */
function drawnInTime({ frames }: Scrolled): number {
  const due = frames.reduce((all, milliseconds) => all + Math.max(1, Math.round(milliseconds / displayFrame)), 0)
  return frames.length / due
}

/** A page of the same Chromium that is as tall as the list and draws next to nothing: what the machine can do at all. */
async function bareScroll(page: Page): Promise<Scrolled> {
  const bare = await page.context().newPage()
  try {
    const rows = Array.from({ length: 2_000 }, (_, at) => `<p>${at}</p>`).join('')
    await bare.goto(`data:text/html,<div id=bare style="height:90vh;overflow:auto">${rows}</div>`)
    await bare.bringToFront()
    return await scrolled(bare, '#bare')
  } finally {
    await bare.close()
    await page.bringToFront()
  }
}

async function scrollMeasures(page: Page): Promise<readonly Measure[]> {
  const list = await scrolled(page, '[role=grid][aria-label=Clips]')
  const bare = await bareScroll(page)
  return [
    measured('library-scroll', drawnInTime(list), 'share', { baseline: drawnInTime(bare), goal: { least: 0.95 } }),
    measured('library-scroll-frame-p95', part(list.frames, 0.95), 'ms', { baseline: part(bare.frames, 0.95) }),
    measured('library-scroll-rows-there', 1 - list.waiting / Math.max(1, list.rows), 'share'),
  ]
}

/** Types words, presses Enter, and answers the milliseconds from that key until the hits were painted. */
async function searchPainted(page: Page, words: string): Promise<number> {
  const field = page.getByRole('searchbox', { name: 'Search clips' })
  await field.fill(words)
  const painted = page.evaluate(hitsPaintedAfterKey)
  await field.press('Enter')
  return painted
}

async function searchMeasures(page: Page): Promise<readonly Measure[]> {
  const took: number[] = []
  for (let round = 0; round < 3; round++) for (const words of searches) took.push(await searchPainted(page, words))
  const painted = took.filter((each) => !Number.isNaN(each))
  return [
    measured('library-search-painted', part(painted, 0.5), 'ms', { goal: { most: 100 } }),
    measured('library-search-painted-p95', part(painted, 0.95), 'ms'),
    measured('library-searches', painted.length, 'count'),
  ]
}

/** Milliseconds from the beginning of a load until what `selector` names was painted, median of several loads. */
async function loaded(page: Page, selector: string): Promise<number> {
  await page.addInitScript(notePaint, selector)
  const times: number[] = []
  for (let load = 0; load < loads; load++) {
    await page.reload()
    await page.locator(selector).waitFor()
    times.push(await page.evaluate(notedPaint))
  }
  return part(times, 0.5)
}

async function signInMeasures(page: Page): Promise<readonly Measure[]> {
  const empty = await page.context().newPage()
  try {
    await empty.goto('data:text/html,<title>Empty</title><h1>Empty</h1>')
    const bare = await loaded(empty, 'h1')
    await page.bringToFront()
    const screen = await loaded(page, 'input[type=password]')
    return [measured('sign-in-vs-empty', screen, 'ms', { baseline: bare, goal: { most: 1.5 } })]
  } finally {
    await empty.close()
  }
}

/** The library over very many clips, and the first screen, in the stand-in or in Electron where its binary is. */
export async function benchLibrary(size: keyof typeof sizes): Promise<readonly Measure[]> {
  if (!buildWindow(join(import.meta.dirname, '../..'))) throw new Error('the window was not built')
  const folder = await mkdtemp(join(tmpdir(), 'occlude-bench-library-'))
  try {
    const vault = join(folder, 'vault')
    await makeLibraryVault(vault, sizes[size])
    const station = await launchWorkstation({ vault })
    try {
      const { page } = station
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.locator('input[type=password]').waitFor()
      const first = await signInMeasures(page)
      await signIn(page, reader)
      await page.getByRole('row', { name: /AX/ }).first().waitFor()
      return [...first, ...(await searchMeasures(page)), ...(await scrollMeasures(page))]
    } finally {
      await station.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
