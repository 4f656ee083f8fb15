import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { findingsInEveryLook, seriousFindings } from './accessible.ts'
import { saved, shows } from './redaction-words.ts'
import { addPerson, freshStation, importFolder, lock, officer, type Station, setUpVault, signIn } from './words.ts'

/** A redaction is begun, drawn, decided, taken back, and found again as it was. */

let station: Station

beforeAll(async () => {
  station = await freshStation()
  const { page, folder } = station
  await setUpVault(station)
  await addPerson(page, officer, 'Disclosure officer')
  await lock(page)
  const camera = join(folder, 'camera')
  await mkdir(camera)
  await cp(await makeClip(smallClipNamed('faststart')), join(camera, 'one.mp4'))
  await signIn(page, officer)
  await page.getByText('There are no clips yet').waitFor()
  await importFolder(station, camera, 'End of shift')
})

afterAll(async () => {
  await station.remove()
})

function card(name: RegExp): Locator {
  return station.page.getByRole('listbox', { name: 'Persons and things' }).getByRole('option', { name })
}

/** Draws over the middle of the picture with the pointer, from one share of its sides to another. */
async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const { page } = station
  const stage = await page.locator('.player-stage').boundingBox()
  if (!stage) throw new Error('there is no picture')
  const at = ([x, y]: readonly [number, number]) => [stage.x + stage.width * x, stage.y + stage.height * y] as const
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at(to), { steps: 4 })
  await page.mouse.up()
}

test('the officer begins a redaction for a purpose and draws a region, which is hidden', async () => {
  const { page } = station
  await page.getByRole('row', { name: /one\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
  await page.getByLabel('Purpose').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Begin the redaction' }).click()
  await page.getByText('Say what the clip is redacted for').waitFor()
  await page.getByLabel('Purpose').fill('SAR 2026/112')
  await page.getByRole('button', { name: 'Begin the redaction' }).click()
  await shows(station.page, 0)
  await page.getByText('Nobody and nothing is marked yet').waitFor()
  await page.keyboard.press('Alt+2')
  const tab = page.getByRole('tab', { name: 'Region' })
  await expect.poll(() => tab.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.press('3')
  await page
    .getByRole('button', { name: /Draw a rectangle/ })
    .and(page.locator('[aria-pressed=true]'))
    .waitFor()
  await drag([0.45, 0.45], [0.55, 0.55])
  await page.getByText('1 keyed').waitFor()
  await page.keyboard.press('Space')
  await shows(page, 9)
  await page.keyboard.press('Home')
  await shows(page, 0)
  await page.getByText('1 keyed').waitFor()
  await page.getByRole('tab', { name: 'People' }).click()
  await card(/Region 1.*hidden/).waitFor()
  await saved(station.page)
})

test('it follows by keyed frames, ends where it is said to, and is drawn and moved by keys alone', async () => {
  const { page } = station
  const region = page.getByRole('tab', { name: 'Region' })
  await region.click()
  await page.getByText('1 keyed').waitFor()
  for (const key of ['.', '.', '.']) await page.keyboard.press(key)
  await shows(station.page, 3)
  await page.keyboard.press('Alt+ArrowRight')
  await page.getByText('2 keyed').waitFor()
  await drag([0.5, 0.5], [0.6, 0.5])
  await page.getByText('2 keyed').waitFor()
  await page.keyboard.press('Alt+o')
  await page.getByText('Frames 0 to 3').waitFor()
  await page.keyboard.press('4')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Region 2' }).waitFor()
  await saved(station.page)
})

test('a drag under which the look changes is saved as far as it came', async () => {
  const { page } = station
  await page.getByRole('tab', { name: 'History' }).click()
  const steps = page.getByRole('region', { name: 'Steps' }).getByRole('listitem')
  await expect.poll(() => steps.filter({ hasText: 'drew Region 2' }).count()).toBe(1)
  const before = await steps.count()
  const stage = await page.locator('.player-stage').boundingBox()
  if (!stage) throw new Error('there is no picture')
  const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 30, y + 20, { steps: 4 })
  await page.keyboard.press('p')
  await page.getByRole('button', { name: 'As redacted', exact: true, pressed: true }).waitFor()
  await page.mouse.up()
  await expect.poll(() => steps.count()).toBe(before + 1)
  await saved(page)
  await page.getByRole('button', { name: /^Undo/ }).click()
  await page.getByRole('button', { name: 'Outlines' }).click()
  await page.getByRole('button', { name: 'Outlines', pressed: true }).waitFor()
  await saved(page)
})

/** What is pressed while a list is open is the list's: nothing is decided by it, and Escape leaves nothing but the list. */
async function keysStayInOpenList(): Promise<void> {
  const { page } = station
  const style = page.getByRole('combobox', { name: 'Style' })
  await style.click()
  await expect.poll(() => style.getAttribute('aria-expanded')).toBe('true')
  await page.keyboard.press('f')
  await page.keyboard.press('Escape')
  await expect.poll(() => style.getAttribute('aria-expanded')).toBe('false')
  expect(await card(/Region 2.*hidden/).count()).toBe(1)
}

test('decisions need a ground where somebody stays visible; a step can be taken back and done again', async () => {
  const { page } = station
  await page.getByRole('tab', { name: 'People' }).click()
  await card(/Region 1/).click()
  await page.keyboard.press('y')
  await card(/Region 1.*kept visible/).waitFor()
  const ground = page.getByRole('combobox', { name: 'Ground' })
  await page.getByText('needs a ground').waitFor()
  await expect.poll(() => ground.evaluate((field) => field === document.activeElement)).toBe(true)
  await ground.click()
  await page.getByRole('option', { name: 'Officer on duty, acting in a public role' }).click()
  await expect.poll(() => page.getByText('needs a ground').count()).toBe(0)
  await card(/Region 2/).click()
  await keysStayInOpenList()
  await page.keyboard.press('f')
  await card(/Region 2.*not a thing/).waitFor()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await card(/Region 2.*hidden/).waitFor()
  await page.getByRole('button', { name: /^Do again/ }).click()
  await card(/Region 2.*not a thing/).waitFor()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await card(/Region 2.*hidden/).waitFor()
  await saved(station.page)
  expect(await findingsInEveryLook(page)).toEqual([])
})

test('what is watched as redacted counts, and the list says what is still in the way of a copy', async () => {
  const { page } = station
  await page.getByRole('tab', { name: 'Review' }).click()
  const review = page.getByRole('region', { name: 'Review' })
  await review.getByText('Open: the search for people and things has not finished').waitFor()
  await review.getByRole('button', { name: 'Show where in the timeline' }).click()
  const strip = (words: RegExp) => page.getByRole('region', { name: 'Lanes' }).getByRole('button', { name: words })
  await strip(/^You, author: \d+ % seen; not seen: frames .* Go to the next of it$/).waitFor()
  await review.getByRole('button', { name: 'Watch as redacted' }).click()
  await page.keyboard.press('End')
  await shows(station.page, 9)
  await page.keyboard.press('Home')
  await shows(station.page, 0)
  for (let frame = 1; frame <= 9; frame++) {
    await page.keyboard.press('.')
    await shows(station.page, frame)
  }
  await review.getByText('You: 100 % seen').waitFor()
  await review.getByText('The author has seen every frame').waitFor()
  await strip(/^You, author: 100 % seen$/).waitFor()
  await page.keyboard.press('Alt+u')
  await page.getByText('You have seen and heard all of it').waitFor()
  expect(await review.getByRole('button', { name: 'Make the copy' }).isDisabled()).toBe(true)
  expect(await findingsInEveryLook(page)).toEqual([])
  await page.getByRole('button', { name: 'Outlines' }).click()
})

test('divided, under a loupe and while somebody is kept in view nothing counts; beside the other picture it does', async () => {
  const { page } = station
  const pressed = (name: string) => page.getByRole('button', { name, exact: true, pressed: true })
  const view = page.getByLabel('View', { exact: true })
  const note = page.getByText('Frames do not count now')
  await page.keyboard.press('7')
  await pressed('Side by side').waitFor()
  expect(await note.count()).toBe(0)
  await page.keyboard.press('Alt+m')
  await page.getByText('lies under the loupe').waitFor()
  await page.getByRole('img', { name: 'Loupe' }).waitFor()
  await page.keyboard.press('Alt+m')
  await expect.poll(() => note.count()).toBe(0)
  await page.keyboard.press('Alt+l')
  await view.filter({ hasText: 'is kept in view' }).waitFor()
  await page.keyboard.press('Alt+l')
  await expect.poll(() => note.count()).toBe(0)
  await page.keyboard.press('6')
  const divider = page.getByRole('slider', { name: /^Divider/ })
  await divider.waitFor()
  await page.keyboard.press('9')
  await expect.poll(() => divider.inputValue()).toBe('520')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Outlines' }).click()
})

test('what is scrolled away counts for nothing, and the window says so', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'As redacted', exact: true }).click()
  await page.getByRole('button', { name: 'As redacted', exact: true, pressed: true }).waitFor()
  const note = page.getByText('Frames do not count now')
  await expect.poll(() => note.count()).toBe(0)
  await page.setViewportSize({ width: 800, height: 600 })
  await page.getByRole('button', { name: 'Make the copy' }).scrollIntoViewIfNeeded()
  await page.getByText('scrolled out of sight').waitFor()
  await page.getByRole('button', { name: 'Scroll to the picture' }).click()
  await expect.poll(() => note.count()).toBe(0)
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect.poll(() => note.count()).toBe(0)
  await page.getByRole('button', { name: 'Outlines' }).click()
})

test('after a lock it is all there: decisions, history, what can be undone', async () => {
  const { page } = station
  await lock(page)
  expect(await page.getByText('Region 1').count()).toBe(0)
  await signIn(page, officer)
  await card(/Region 1.*kept visible/).waitFor()
  await card(/Region 2.*hidden/).waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  const steps = page.getByRole('region', { name: 'Steps' })
  await steps.getByText('took back: marked Region 2 as not a thing').first().waitFor()
  await steps.getByText('kept Region 1 visible').first().waitFor()
  await steps.getByText('drew Region 1').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('tab', { name: 'People' }).click()
  await page.getByRole('button', { name: /^Do again/ }).click()
  await card(/Region 2.*not a thing/).waitFor()
  await saved(station.page)
})

test('several are decided about in one step; what is noted of the requester stands beside the cards', async () => {
  const { page } = station
  await card(/Region 1/).click()
  await card(/Region 2/).click({ modifiers: ['Shift'] })
  await page.getByRole('heading', { name: '2 chosen: Region 1 and Region 2' }).waitFor()
  await page.keyboard.press('h')
  await card(/Region 1.*hidden/).waitFor()
  await card(/Region 2.*hidden/).waitFor()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await card(/Region 1.*kept visible/).waitFor()
  await card(/Region 2.*not a thing/).waitFor()
  await page.getByRole('button', { name: /Choose all/ }).click()
  await page.getByRole('menuitem', { name: 'All regions (2)' }).click()
  await page.getByRole('heading', { name: '2 chosen: Region 1 and Region 2' }).waitFor()
  await page.getByRole('textbox', { name: /^Requester/ }).fill('A red coat')
  await card(/Region 1/).click()
  await page.getByRole('button', { name: 'Pin the chosen' }).click()
  await page.getByRole('img', { name: 'How the requester looks' }).waitFor()
  const photo = { name: 'sent.png', mimeType: 'image/png', buffer: await page.screenshot() }
  await page.getByLabel('File of the photograph').setInputFiles(photo)
  await page.getByRole('img', { name: 'Photograph of the requester' }).waitFor()
  await saved(station.page)
  await page.getByRole('tab', { name: 'History' }).click()
  const steps = page.getByRole('region', { name: 'Steps' })
  await steps.getByText('hid Region 1 and Region 2').first().waitFor()
  await expect.poll(() => steps.getByText('noted how the requester looks').count()).toBe(3)
  await page.getByRole('tab', { name: 'People' }).click()
  await expect.poll(() => page.getByRole('textbox', { name: /^Requester/ }).inputValue()).toBe('A red coat')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: /one\.mp4/ }).waitFor()
})
