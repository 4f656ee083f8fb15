import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDebian } from '../../tools/clips/debian-ffmpeg.ts'
import { speak, spokenRate } from '../../tools/sound/espeak.ts'
import { wavOf } from '../../tools/sound/wav-file.ts'
import { until } from '../until.ts'
import { seriousFindings } from './accessible.ts'
import { saved } from './redaction-words.ts'
import { addPerson, freshStation, importFolder, lock, officer, type Station, setUpVault, signIn } from './words.ts'

/** Two sentences are found, heard, and decided about by keys alone; what is kept counts as heard once it was. */

let station: Station

/** Two sentences with a pause around each, under a small picture. */
async function spokenClip(folder: string): Promise<void> {
  const voice = { name: 'en-gb', speed: 170, pitch: 50 }
  const said = await Promise.all([
    speak('Where were you last night?', voice),
    speak('I was at home in Mill Lane.', voice),
  ])
  const pause = 1.5 * spokenRate
  const sound = new Float32Array(said.reduce((sum, { length }) => sum + length + pause, pause))
  let at = pause
  for (const sentence of said) {
    sound.set(sentence, at)
    at += sentence.length + pause
  }
  await writeFile(join(folder, 'said.wav'), wavOf([sound], spokenRate))
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=10', '-shortest', '-pix_fmt', 'yuv420p']
  await runDebian('ffmpeg', ['-i', 'said.wav', ...picture, '-c:a', 'aac', 'camera/one.mp4'], folder)
}

beforeAll(async () => {
  station = await freshStation()
  const { page, folder } = station
  await mkdir(join(folder, 'camera'))
  const made = spokenClip(folder)
  await setUpVault(station)
  await addPerson(page, officer, 'Disclosure officer')
  await lock(page)
  await made
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await importFolder(station, join(folder, 'camera'), 'End of shift')
})

afterAll(async () => {
  await station.remove()
})

function panel(): Locator {
  return station.page.getByRole('complementary', { name: 'Decisions' })
}

test('speech is found by itself; the first stretch is kept by a key, and a ground is asked for', async () => {
  const { page } = station
  await page.getByRole('row', { name: /one\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
  await page.getByLabel('Purpose').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Begin the redaction' }).click()
  await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  await page.getByRole('tab', { name: 'Clip' }).click()
  await panel().getByText('2 stretches of speech, 0 of them over a radio; 2 undecided').waitFor()
  await page.keyboard.press('z')
  await panel().getByText('1. Speech: undecided').waitFor()
  await page.keyboard.press('Shift+K')
  await panel().getByText('1. Speech: kept').waitFor()
  const ground = panel().getByRole('combobox', { name: 'Ground for letting it be heard' })
  await expect.poll(() => ground.evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.type('The requester')
  await page.keyboard.press('Enter')
  await expect.poll(() => panel().getByText('What is kept needs a ground').count()).toBe(0)
  await saved(station.page)
  // Enter alone leaves the field, and no list of grounds behind it.
  await ground.press('Enter')
  await expect.poll(() => page.locator('.player-desk').evaluate((desk) => desk === document.activeElement)).toBe(true)
  expect(await page.getByRole('option', { name: 'The requester' }).count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
})

test('the next is kept by one key on the same ground, then bleeped, and moved by a sample at a time as one step', async () => {
  const { page } = station
  await page.keyboard.press('z')
  await panel().getByText('2. Speech: undecided').waitFor()
  await page.keyboard.press('Shift+K')
  await panel().getByText('2. Speech: kept').waitFor()
  expect(await panel().getByRole('combobox', { name: 'Ground for letting it be heard' }).inputValue()).toBe(
    'The requester',
  )
  await page.keyboard.press('Shift+B')
  await panel().getByText('2. Speech: under a tone').waitFor()
  const edge = panel().getByRole('spinbutton', { name: 'From sample' })
  const before = Number(await edge.inputValue())
  await edge.focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => edge.inputValue()).toBe(String(before + 2))
  await saved(station.page)
})

/** How often the history says that a part was moved. */
async function movesMade(expected: number): Promise<void> {
  const { page } = station
  await page.getByRole('tab', { name: 'History' }).click()
  const moves = page.getByRole('region', { name: 'Steps' }).getByRole('listitem').filter({ hasText: 'moved' })
  await expect.poll(() => moves.count()).toBe(expected)
  await page.getByRole('tab', { name: 'Clip' }).click()
}

test('an edge that is typed, or moved by its arrows, is saved where it is let go, each as one step', async () => {
  const { page } = station
  const edge = panel().getByRole('spinbutton', { name: 'From sample' })
  const before = Number(await edge.inputValue())
  await movesMade(2)
  await edge.fill(String(before + 100))
  await page.keyboard.press('Tab')
  await saved(page)
  await movesMade(3)
  await expect.poll(() => edge.inputValue()).toBe(String(before + 100))
  // What was typed is one step, the arrow another.
  await edge.fill(String(before + 200))
  await panel().getByRole('button', { name: 'Increment value' }).first().click()
  await saved(page)
  await movesMade(5)
  await expect.poll(() => edge.inputValue()).toBe(String(before + 201))
})

test('a ground that was typed is given to what it was typed for, also where a press chooses another first', async () => {
  const { page } = station
  await panel().getByText('2. Speech: under a tone').waitFor()
  await panel().getByRole('combobox', { name: 'Ground for hiding it' }).fill('Names a minor')
  // Beside the lane's name, two seconds into twelve.
  const nameWidth = 132
  const lane = page.getByRole('img', { name: /^Sound;/ })
  const { width } = (await lane.boundingBox()) ?? { width: 0 }
  await lane.click({ position: { x: nameWidth + (width - nameWidth) * 0.17, y: 20 } })
  await panel().getByText('1. Speech: kept').waitFor()
  const kept = panel().getByRole('combobox', { name: 'Ground for letting it be heard' })
  await expect.poll(() => kept.inputValue()).toBe('The requester')
  await page.keyboard.press('z')
  await panel().getByText('2. Speech: under a tone').waitFor()
  const hidden = panel().getByRole('combobox', { name: 'Ground for hiding it' })
  await expect.poll(() => hidden.inputValue()).toBe('Names a minor')
  await saved(page)
})

test('what is kept counts as heard once it was played as redacted', async () => {
  const { page } = station
  await page.getByRole('tab', { name: 'Review' }).click()
  const review = page.getByRole('region', { name: 'Review' })
  await review.getByRole('button', { name: 'Watch as redacted' }).click()
  await review.getByRole('button', { name: 'Watching as redacted' }).waitFor()
  // The stretch may still be playing: it would play faster then.
  await page.keyboard.press('Home')
  await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  await page.keyboard.press('m')
  await page.keyboard.press('l')
  await review.getByText('Sound does not count now: it is turned off').waitFor()
  await page.keyboard.press('m')
  await until('what is kept is heard', async () => {
    await page.keyboard.press('Home')
    await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
    await page.keyboard.press('l')
    await review.getByText('The author has heard all sound that is kept').waitFor({ timeout: 15_000 })
    return true
  })
})
