import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { found, quietWork, testHost } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { seriousFindings } from './accessible.ts'
import { isPainted } from './painted.ts'
import { shows } from './redaction-words.ts'
import { administrator, officer, type Station, signIn, stationOver } from './words.ts'

/** The places to look at first are worked off page by page, by keys alone. */

const purpose = 'SAR 2026/7'

let station: Station

/** Found in frames 3 to 6, beside the others: just before and just after it there is a place to look. */
function foundThing(nth: number) {
  const evidence = {
    ...{ source: 'detected', detections: 4, topScore: 0.9, meanScore: 0.9, seen: [3, 6], gapsFilled: [], weakest: [] },
  }
  const keys = [{ frame: 3, box: [4 + nth * 11, 20, 6, 6] }]
  return { id: `t${nth + 1}`, class: 'face', action: 'hide', shape: 'rect', untilFrame: 7, keys, evidence }
}

/** A vault with a clip and a redaction of it in which fourteen things were found. */
async function vaultIn(folder: string): Promise<string> {
  const path = join(folder, 'vault')
  const profileText = await readFile(new URL('../../resources/profiles/essex.json', import.meta.url), 'utf8')
  const { store, user } = found(await createVault({ folder: path, profileText, administrator, demo: true }, testHost()))
  const { service } = found(await serviceOver(store))
  const { session } = found(await service.begin(user))
  const ask = async <M extends MethodName>(by: string, name: M, input: InputOf<M>): Promise<OutputOf<M>> =>
    found(await service.call(by, name, { input, reason: purpose }, quietWork))
  const scope = { forces: 'all', areas: 'all', teams: 'all' }
  const grants = [{ role: 'disclosure-officer', scope, from: null, until: null }]
  await ask(session, 'user.add', { ...officer, grants } as InputOf<'user.add'>)
  const dora = found(await service.signIn(officer.name, officer.passphrase)).session
  const { text: mapping } = found(await openMapping(null))
  await ask(dora, 'clip.import', { paths: [await makeClip(smallClipNamed('faststart'))], mapping })
  const clip = String((await ask(dora, 'clip.list', { query: { limit: 1 }, keep: null })).clips[0]?.clip)
  const { redaction } = await ask(dora, 'redaction.create', { clip, purpose })
  await ask(dora, 'redaction.open', { clip, redaction })
  const steps = Array.from({ length: 14 }, (_, nth) => ({
    ...{ kind: 'do', command: { kind: 'add-track', track: foundThing(nth) } },
  }))
  await ask(dora, 'redaction.edit', { clip, redaction, revision: 0, steps } as unknown as InputOf<'redaction.edit'>)
  await store.close()
  return path
}

beforeAll(async () => {
  station = await stationOver(vaultIn)
  const { page } = station
  await signIn(page, officer)
  await page.getByRole('row', { name: /\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
  await page.getByRole('button', { name: `Open the redaction for ${purpose}` }).click()
  await shows(page, 0)
})

afterAll(async () => {
  await station.remove()
})

function panel(): Locator {
  return station.page.getByRole('region', { name: 'Look here first' })
}

function pages(number: number): Locator {
  return panel().getByRole('listbox', { name: `Places to look at first, page ${number} of 3` })
}

function chosen(): Locator {
  return panel().getByRole('option').and(station.page.locator('[aria-selected=true]'))
}

test('a key leads to pages of pictures, which arrows go through without moving the player', async () => {
  const { page } = station
  await page.keyboard.press('Alt+5')
  await page.getByRole('button', { name: 'Go to where frames to look at first have not been looked at' }).click()
  await shows(page, 2)
  await expect.poll(() => pages(1).evaluate((list) => list === document.activeElement)).toBe(true)
  await page.keyboard.press(',')
  await shows(page, 1)
  await page.keyboard.press('Alt+6')
  await panel().getByText('28 places to look at first, 0 viewed').waitFor()
  await panel().getByText('The pictures are as recorded, with outlines').waitFor()
  await expect.poll(() => pages(1).evaluate((list) => list === document.activeElement)).toBe(true)
  expect(await panel().getByRole('option').count()).toBe(12)
  const last = panel().getByRole('option').last().locator('canvas')
  await expect.poll(() => isPainted(last)).toBe(true)
  await page.keyboard.press('ArrowRight')
  await panel().getByText('2 of 28: Face 2 is covered from the next frame on').waitFor()
  await page.keyboard.press('Alt+PageDown')
  await pages(2).waitFor()
  await panel().getByText('13 of 28:').waitFor()
  await page.keyboard.press('Home')
  await chosen()
    .and(page.getByRole('option', { name: /not viewed yet$/ }))
    .waitFor()
  await shows(page, 1)
  expect(await seriousFindings(page)).toEqual([])
})

test('the frame of a place counts once it was shown as redacted in the large picture', async () => {
  const { page } = station
  await page.keyboard.press('Enter')
  await shows(page, 2)
  await panel()
    .getByText(/^Frame 2, .*: not viewed yet$/)
    .waitFor()
  await page.keyboard.press('p')
  await panel().getByText('The pictures are as redacted.').waitFor()
  await panel().getByText('28 places to look at first, 14 viewed').waitFor()
  await panel()
    .getByText(/^Frame 2, .*: viewed$/)
    .waitFor()
})

test('what is left of a page is shown frame by frame, and the page is done', async () => {
  const { page } = station
  await page.keyboard.press('Alt+PageDown')
  await pages(3).waitFor()
  await page.keyboard.press('Shift+Enter')
  await shows(page, 7)
  await page.getByText('The page has been shown').waitFor()
  await panel().getByText('28 places to look at first, 28 viewed').waitFor()
  await page.keyboard.press('Shift+Enter')
  await page.getByText('All of this page has been viewed').waitFor()
})

test('what is decided in the pictures is decided about whom the chosen one shows', async () => {
  const { page } = station
  await page.keyboard.press('Home')
  const words = panel().getByText(/^25 of 28: Face 11 /)
  await words.waitFor()
  await page.keyboard.press('ArrowRight')
  await panel()
    .getByText(/^26 of 28: Face 12 /)
    .waitFor()
  await page.keyboard.press('h')
  await page.keyboard.press('Alt+4')
  const steps = page.getByRole('region', { name: 'Steps' })
  await steps.getByText('hid Face 12').waitFor()
})
