import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { signIn } from '../../e2e/journeys/words.ts'
import { launchWorkstation } from '../../e2e/launch-workstation.ts'
import { buildWindow } from '../build-window.ts'
import {
  paintedAfterClick,
  savedSince,
  sentSince,
  startWatching,
  stopWatching,
  type Watched,
  watchSaving,
  watchSending,
} from '../player-page/editor-page.ts'
import { type Scrolled, scrollSteadily } from '../player-page/library-page.ts'
import { type EditorVault, editor, makeEditorVault } from './editor-vault.ts'
import { type Measure, measured } from './measure.ts'

/** A long clip with very many tracks (issue "The redaction editor", feel), and so few that it shows within a minute that everything runs. */
const sizes: Readonly<Record<'full' | 'small', EditorVault>> = {
  full: { minutes: 10, tracks: [1, 500, 1_000] },
  small: { minutes: 1, tracks: [1, 20] },
}

/** A display frame at 60 Hz, in milliseconds. */
const displayFrame = 1000 / 60

/** How often something is opened, or saved. */
const rounds = { opened: 5, saved: 20 } as const

function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Of the display's frames, how many were drawn in time. */
function drawnInTime(frames: readonly number[]): number {
  const due = frames.reduce((all, milliseconds) => all + Math.max(1, Math.round(milliseconds / displayFrame)), 0)
  return frames.length / due
}

async function toLibrary(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: /\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).waitFor()
}

/** Opens a redaction from the list of its clip; answers the milliseconds until its first frame is there with its outlines. */
async function openEditor(page: Page, tracks: number): Promise<number> {
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
  const button = page.getByRole('button', { name: `Open the redaction for ${tracks} tracks`, exact: true })
  await button.waitFor()
  const painted = page.evaluate(paintedAfterClick, ['.player-picture', '.redaction-overlay'])
  await button.click()
  return painted
}

/** Opens the clip alone, for a purpose; answers the milliseconds until its first frame is there. */
async function openClip(page: Page): Promise<number> {
  await page.getByRole('row', { name: /\.mp4/ }).dblclick()
  await page.getByLabel('Reason').fill('speed')
  const painted = page.evaluate(paintedAfterClick, ['.player-picture'])
  await page.getByRole('button', { name: 'Open the clip' }).click()
  return painted
}

async function openingMeasures(page: Page, { tracks }: EditorVault): Promise<readonly Measure[]> {
  const alone: number[] = []
  const opened = new Map<number, number[]>(tracks.map((number) => [number, []]))
  for (let round = 0; round < rounds.opened; round++) {
    alone.push(await openClip(page))
    await toLibrary(page)
    for (const number of tracks) {
      opened.get(number)?.push(await openEditor(page, number))
      await toLibrary(page)
    }
  }
  return [...opened].map(([number, took]) =>
    measured(`open-with-${number}-tracks`, part(took, 0.5), 'ms', {
      ...{ baseline: part(alone, 0.5), goal: { most: 2 } },
    }),
  )
}

/** Moves the pointer about, as quickly as the page takes it, while display frames are watched. */
async function moved(page: Page, selector: string, [x, y]: readonly [number, number]): Promise<Watched> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.evaluate(startWatching, selector)
  for (let step = 1; step <= 150; step++)
    await page.mouse.move(x + 60 * Math.sin(step / 8), y + 40 * Math.sin(step / 5))
  const watched = await page.evaluate(stopWatching)
  await page.mouse.up()
  return watched
}

/** The same hand over a page that has nothing to do: what the machine can do at all. */
async function bareMoves(page: Page): Promise<Watched> {
  const bare = await page.context().newPage()
  try {
    await bare.goto('data:text/html,<canvas id=bare width=600 height=400></canvas>')
    await bare.bringToFront()
    return await moved(bare, '#bare', [300, 200])
  } finally {
    await bare.close()
    await page.bringToFront()
  }
}

async function dragMeasures(page: Page, tracks: number): Promise<readonly Measure[]> {
  const stage = await page.locator('.redaction-overlay').boundingBox()
  if (!stage) throw new Error('no picture')
  const middle = [stage.x + stage.width / 2, stage.y + stage.height / 2] as const
  const watched = await moved(page, '.redaction-overlay', middle)
  await saved(page)
  const bare = await bareMoves(page)
  return [
    measured(`drag-frames-of-${tracks}`, drawnInTime(watched.frames), 'share', {
      ...{ baseline: drawnInTime(bare.frames), goal: { least: 0.95 } },
    }),
    measured(`drag-repainted-of-${tracks}`, watched.painted / Math.max(1, watched.moved), 'share', {
      goal: { least: 0.99 },
    }),
  ]
}

async function saved(page: Page): Promise<void> {
  await page.getByLabel('Saving').filter({ hasText: 'All saved' }).waitFor()
}

/** Milliseconds of processor time that the window's main thread has worked so far; what else runs on the machine adds nothing to it. */
async function workDone(page: Page): Promise<() => Promise<number>> {
  const developer = await page.context().newCDPSession(page)
  await developer.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await developer.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
}

/** A page that works less than this in each half second does nothing but wait (milliseconds). */
const idleWork = 15

/** For so many half seconds it is looked whether it does. */
const mostLooks = 240

/** Settled once the page waits for somebody: waves of the sound are gathered for some time after a clip was opened. */
async function idle(page: Page, done: () => Promise<number>): Promise<void> {
  let before = Number.NEGATIVE_INFINITY
  for (let look = 0; look < mostLooks; look++) {
    const now = await done()
    if (now - before < idleWork) return
    before = now
    await page.waitForTimeout(500)
  }
  throw new Error('the page has never waited for anybody')
}

/**
 * Work of the main thread for each edit: from its key until it has left for the vault, and until it is saved with all that is painted
 * anew for it.
 */
async function savingMeasures(page: Page, tracks: number): Promise<readonly Measure[]> {
  const done = await workDone(page)
  await idle(page, done)
  const [sent, whole]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds.saved; round++) {
    await page.evaluate(watchSaving, ['[aria-label=Saving]', 'All saved'] as const)
    await page.evaluate(watchSending, 'redaction.edit')
    const before = await done()
    await page.keyboard.press(round % 2 === 0 ? 'Alt+ArrowRight' : 'Alt+ArrowLeft')
    sent.push(await page.evaluate(sentSince))
    await page.evaluate(savedSince)
    whole.push((await done()) - before)
  }
  const goal = { most: Number(displayFrame.toFixed(1)) }
  return [
    measured(`work-to-send-of-${tracks}`, part(sent, 0.5), 'ms', { goal }),
    measured(`work-to-save-of-${tracks}`, part(whole, 0.5), 'ms', { goal }),
  ]
}

/** The timeline scrolled by its wheel, and zoomed with Ctrl held. */
async function timelineMeasures(page: Page, tracks: number): Promise<readonly Measure[]> {
  const scrolled: Scrolled = await page.evaluate(scrollSteadily, ['[aria-label=Lanes]', 3, 40] as const)
  const lanes = await page.locator('[aria-label=Lanes]').boundingBox()
  if (!lanes) throw new Error('no timeline')
  await page.mouse.move(lanes.x + lanes.width / 2, lanes.y + lanes.height / 2)
  await page.evaluate(startWatching, '.redaction-overlay')
  await page.keyboard.down('Control')
  for (let step = 0; step < 60; step++) await page.mouse.wheel(0, step < 30 ? -40 : 40)
  await page.keyboard.up('Control')
  const zoomed = await page.evaluate(stopWatching)
  const bare = await bareMoves(page)
  const against = { baseline: drawnInTime(bare.frames), goal: { least: 0.95 } }
  return [
    measured(`timeline-scroll-of-${tracks}`, drawnInTime(scrolled.frames), 'share', against),
    measured(`timeline-zoom-of-${tracks}`, drawnInTime(zoomed.frames), 'share', against),
  ]
}

async function measuresOf(page: Page, size: EditorVault): Promise<readonly Measure[]> {
  await page.getByRole('row', { name: /\.mp4/ }).click()
  const measures = [...(await openingMeasures(page, size))]
  for (const tracks of size.tracks) {
    await openEditor(page, tracks)
    await saved(page)
    measures.push(...(await dragMeasures(page, tracks)), ...(await savingMeasures(page, tracks)))
    if (tracks > 1) measures.push(...(await timelineMeasures(page, tracks)))
    await toLibrary(page)
  }
  return [...measures, measured('load-of-the-machine', loadavg()[0] ?? Number.NaN, 'processes')]
}

/** The editor of redactions in the whole window, over a real vault, in the stand-in or in Electron where its binary is. */
export async function benchEditor(size: keyof typeof sizes): Promise<readonly Measure[]> {
  if (!buildWindow(join(import.meta.dirname, '../..'))) throw new Error('the window was not built')
  const folder = await mkdtemp(join(tmpdir(), 'occlude-bench-editor-'))
  try {
    const vault = join(folder, 'vault')
    await makeEditorVault(vault, sizes[size])
    const station = await launchWorkstation({ vault })
    try {
      const { page } = station
      await page.setViewportSize({ width: 1440, height: 900 })
      await signIn(page, editor)
      return await measuresOf(page, sizes[size])
    } finally {
      await station.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
