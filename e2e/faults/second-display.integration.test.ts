import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardWith, windowClip } from '../../tools/clips/fault-clips.ts'
import { codeCells, codeFromLevels, stripShare } from '../../tools/clips/frame-code.ts'
import { seriousFindings } from '../journeys/accessible.ts'
import { lock, officer, type Station } from '../journeys/words.ts'
import {
  askForFrame,
  backToLibrary,
  comeBack,
  expectNoFootage,
  frameShown,
  giveReason,
  kill,
  openClip,
  picture,
  purpose,
  shownFrame,
  stationWith,
  viewingsInLog,
  workstationOf,
} from './fault-desk.ts'

/** Two windows of one workstation: the picture alone on the second display follows the work, is locked with it, and can go without harm. */

let station: Station

/** From now on the page keeps every name of long work that its status bar says. */
function keepWorkNames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const said = new Set<string>()
    const look = (): void => {
      for (const each of document.querySelectorAll('footer [role=status]')) said.add(each.textContent ?? '')
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(globalThis, { workNames: said })
  })
}

function workNames(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [...(globalThis as unknown as { readonly workNames: ReadonlySet<string> }).workNames])
}

beforeAll(async () => {
  const fill = (folder: string) => cardWith(folder, { 'street.mp4': windowClip })
  station = await stationWith(fill, async ({ page }) => keepWorkNames(page))
})
afterAll(async () => {
  await station?.remove()
})

/** The number that is drawn in the picture; null where none can be read. */
async function drawnFrame(page: Page): Promise<number | null> {
  const strip = { cells: codeCells, share: stripShare, width: 320, height: 240 }
  const canvas = picture(page)
  if ((await canvas.count()) === 0) return null
  const levels = await canvas.evaluate((element, { cells, share, width, height }) => {
    const ground = element as HTMLCanvasElement
    const scale = Math.min(ground.width / width, ground.height / height)
    const left = (ground.width - width * scale) / 2
    const y = (ground.height - height * scale) / 2 + (height * scale) / share / 2
    const context = ground.getContext('2d')
    return Array.from({ length: cells }, (_, cell) => {
      const x = left + ((cell + 0.5) / cells) * width * scale
      return context?.getImageData(Math.round(x), Math.round(y), 1, 1).data[1] ?? 0
    })
  }, strip)
  return codeFromLevels(levels)
}

const button = () => station.page.getByRole('button', { name: 'Picture on the second display' })

function secondPage(): Page | undefined {
  return station.pages().find((page) => page.url().endsWith('?second-display'))
}

/** Opens the window on the second display. */
async function openSecond(): Promise<Page> {
  await button().click()
  await expect.poll(() => secondPage()?.url()).toBeDefined()
  const page = secondPage()
  if (!page) throw new Error('the second window has gone again')
  await expect.poll(() => button().getAttribute('aria-pressed')).toBe('true')
  return page
}

/** Both windows show this frame, by the number that is drawn in it. */
async function bothShow(second: Page, frame: number): Promise<void> {
  await frameShown(station.page, frame)
  await expect.poll(() => drawnFrame(station.page)).toBe(frame)
  await expect.poll(() => drawnFrame(second)).toBe(frame)
}

test('what runs by itself is said in the status bar', async () => {
  await expect.poll(() => workNames(station.page)).toContain('Checking clips that came in')
  // It ends, and then nothing is said any more.
  await expect.poll(() => station.page.locator('footer [role=status]').count()).toBe(0)
})

test('the picture is put on a second display where there is one, and follows every move', async () => {
  const { page } = station
  await openClip(page, /street/)
  expect(await button().count()).toBe(0)
  await station.displays(2)
  await button().waitFor()
  await askForFrame(page, 30)
  await frameShown(page, 30)
  const second = await openSecond()
  await bothShow(second, 30)
  expect(await seriousFindings(second)).toEqual([])
  await askForFrame(page, 77)
  await bothShow(second, 77)
  const controls = page.getByRole('region', { name: 'Player controls' })
  await controls.press('.')
  await bothShow(second, 78)
  await controls.press('Space')
  // To the end of the clip, where both come to rest.
  await bothShow(second, 99)
  await controls.press('v')
  // On its side, the strip with the number is not at the top any more.
  await expect.poll(() => drawnFrame(second)).toBeNull()
  for (let quarter = 1; quarter < 4; quarter += 1) await controls.press('v')
  await bothShow(second, 99)
})

test('the second window is locked with the first, and shows nothing before somebody says why', async () => {
  const { page } = station
  const second = secondPage()
  if (!second) throw new Error('there is no second window')
  await lock(page)
  await second.getByText('Nothing is shown.').waitFor()
  await expectNoFootage(second)
  expect(await seriousFindings(second)).toEqual([])
  await comeBack(page, officer)
  await expectNoFootage(second)
  await giveReason(page)
  await bothShow(second, 99)
  await backToLibrary(page)
  await second.getByText('Nothing is shown.').waitFor()
  await expectNoFootage(second)
})

test('both windows find the process that holds the vault again after it was killed', async () => {
  const { page } = station
  await openClip(page, /street/)
  await askForFrame(page, 42)
  const second = secondPage()
  if (!second) throw new Error('there is no second window')
  await bothShow(second, 42)
  kill(await workstationOf(station))
  await second.getByText('Nothing is shown.').waitFor()
  await page.getByText('stopped and was started again').waitFor()
  await expectNoFootage(second)
  await comeBack(page, officer)
  await giveReason(page)
  await bothShow(second, 42)
  expect(await button().getAttribute('aria-pressed')).toBe('true')
  await backToLibrary(page)
})

test('a first window that is loaded again leaves nothing on the second display', async () => {
  const { page } = station
  await openClip(page, /street/)
  const second = secondPage()
  if (!second) throw new Error('there is no second window')
  await bothShow(second, 0)
  await page.reload()
  await second.getByText('Nothing is shown.').waitFor()
  await page.getByRole('searchbox').waitFor()
})

test('a second window that goes, or whose display does, leaves the first at its frame', async () => {
  const { page } = station
  await openClip(page, /street/)
  await askForFrame(page, 40)
  await frameShown(page, 40)
  await secondPage()?.close()
  await expect.poll(() => button().getAttribute('aria-pressed')).toBe('false')
  expect(await shownFrame(page)).toBe(40)
  const second = await openSecond()
  await bothShow(second, 40)
  await station.displays(1)
  await expect.poll(() => secondPage()).toBeUndefined()
  await expect.poll(() => button().count()).toBe(0)
  await askForFrame(page, 41)
  await frameShown(page, 41)
  await expect.poll(() => drawnFrame(page)).toBe(41)
})

test('what was shown to the people there stands in the log', async () => {
  const { page } = station
  await lock(page)
  const viewings = await viewingsInLog(page)
  const onSecond = viewings.filter((each) => each === `begun: Shown on the second display: ${purpose}`)
  expect(onSecond.length).toBeGreaterThanOrEqual(4)
  expect(station.said()).toBe('')
})
