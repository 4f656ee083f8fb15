import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOverSocket } from '../../cli/vault/socket-client.ts'
import type { VaultClient } from '../../cli/vault/vault-client.ts'
import type { InputOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { found, quietWork, testHost } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { socketPlace } from '../../native/vault/socket/socket-place.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { seriousFindings } from './accessible.ts'
import { type Actor, administrator, officer, type Station, signIn, stationOver } from './words.ts'

/** A redaction that two people open: the second, at the window, is told and only reads, and edits once the first has closed it. Then its window dies. */

const other: Actor = { name: 'Dan Disclosure', passphrase: 'three slow barges pass below' }
const purpose = 'SAR 2026/77'

let station: Station
let first: VaultClient
let clip = ''
let redaction = ''
let hold: string | null = null

/** The middle of the picture, where the region lies. */
async function middleOf(page: Page): Promise<readonly [x: number, y: number]> {
  const stage = await page.locator('.redaction-overlay').boundingBox()
  if (!stage) throw new Error('no picture')
  return [stage.x + stage.width / 2, stage.y + stage.height / 2]
}

async function openRedaction(page: Page): Promise<void> {
  await page.getByRole('row', { name: /\.mp4/ }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Redact' }).click()
  await page.getByRole('button', { name: `Open the redaction for ${purpose}` }).click()
}

const region = {
  ...{ id: 't1', class: 'face', action: 'hide', shape: 'rect', untilFrame: 10 },
  keys: [{ frame: 0, box: [58, 42, 60, 60] }],
}

/** A vault with a clip and a redaction of it in which one region is drawn. */
async function vaultIn(folder: string): Promise<string> {
  const path = join(folder, 'vault')
  const profileText = await readFile(new URL('../../resources/profiles/essex.json', import.meta.url), 'utf8')
  const { store, user } = found(await createVault({ folder: path, profileText, administrator, demo: true }, testHost()))
  const { service } = found(await serviceOver(store))
  const { session } = found(await service.begin(user))
  const ask = async <M extends MethodName>(by: string, name: M, input: InputOf<M>): Promise<OutputOf<M>> =>
    found(await service.call(by, name, { input, reason: purpose }, quietWork))
  for (const person of [officer, other]) {
    const scope = { forces: 'all', areas: 'all', teams: 'all' }
    const grants = [{ role: 'disclosure-officer', scope, from: null, until: null }]
    await ask(session, 'user.add', { ...person, grants } as InputOf<'user.add'>)
  }
  const dora = found(await service.signIn(officer.name, officer.passphrase)).session
  const { text: mapping } = found(await openMapping(null))
  await ask(dora, 'clip.import', { paths: [await makeClip(smallClipNamed('faststart'))], mapping })
  clip = String((await ask(dora, 'clip.list', { query: { limit: 1 }, keep: null })).clips[0]?.clip)
  redaction = (await ask(dora, 'redaction.create', { clip, purpose })).redaction
  await ask(dora, 'redaction.open', { clip, redaction })
  const steps = [{ kind: 'do', command: { kind: 'add-track', track: region } }]
  await ask(dora, 'redaction.edit', { clip, redaction, revision: 0, steps } as unknown as InputOf<'redaction.edit'>)
  await store.close()
  return path
}

/** Asks in the name of whoever is not at the window. */
async function asFirst<M extends MethodName>(name: M, input: InputOf<M>): Promise<OutputOf<M>> {
  return found(await first.call(name, { input, reason: purpose }, quietWork))
}

async function revision(): Promise<number> {
  const { redactions } = await asFirst('redaction.list', { clip })
  return redactions[0]?.revision ?? 0
}

beforeAll(async () => {
  station = await stationOver(vaultIn)
  await signIn(station.page, other)
  const address = found(await socketPlace(join(station.folder, 'vault')))
  first = found(await clientOverSocket(address, { user: officer.name, passphrase: officer.passphrase }))
  hold = (await asFirst('redaction.open', { clip, redaction })).hold
})
afterAll(async () => {
  await first?.close()
  await station?.remove()
})

test('the second is told who has it, and can change nothing by key or pointer', async () => {
  const { page } = station
  await openRedaction(page)
  await page.getByText(`${officer.name} has this redaction open: you can read it.`).waitFor()
  await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  const card = page.getByRole('option', { name: /hidden/ })
  await card.waitFor()
  for (const key of ['q', 'f', 'Alt+ArrowRight', 'Delete', 'Control+z', '4', 'Enter']) await page.keyboard.press(key)
  await page.keyboard.press('2')
  const [x, y] = await middleOf(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y + 20, { steps: 5 })
  await page.mouse.up()
  await card.waitFor()
  expect(await page.getByRole('option', { name: /hidden/ }).count()).toBe(1)
  expect(await page.getByLabel('Saving').textContent()).not.toMatch(/not saved|waiting/i)
  expect(await revision()).toBe(1)
  expect(await seriousFindings(page)).toEqual([])
})

test('while the first has it, opening it again changes nothing; once they close it the second edits', async () => {
  const { page } = station
  const again = page.getByRole('button', { name: /^Open it again, to edit it if/ })
  await again.click()
  await page.getByText(`${officer.name} has this redaction open: you can read it.`).waitFor()
  await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  await asFirst('redaction.close', { clip, redaction, hold })
  await again.click()
  await expect.poll(() => page.getByText('has this redaction open').count()).toBe(0)
  await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  await page.getByRole('option', { name: /hidden/ }).waitFor()
  await page.keyboard.press('q')
  await page.getByRole('option', { name: /undecided/ }).waitFor()
  await expect.poll(revision).toBe(2)
  // Now it is the other way round.
  const { heldBy, writable } = await asFirst('redaction.open', { clip, redaction })
  expect([heldBy, writable]).toEqual([other.name, false])
})

test('a window that dies under a drag loses the drag, and nothing that was saved', async () => {
  const { page } = station
  const [x, y] = await middleOf(page)
  await page.mouse.move(x, y)
  const cursor = () => page.locator('.redaction-overlay').evaluate((overlay) => overlay.parentElement?.style.cursor)
  await expect.poll(cursor).toBe('move')
  await page.mouse.down()
  await page.mouse.move(x + 60, y + 30, { steps: 5 })
  const crashing = await page.context().newCDPSession(page)
  // What it would answer died with the page.
  crashing.send('Page.crash').catch(() => undefined)
  await expect
    .poll(async () => (await station.done()).map(({ value }) => value))
    .toContain('The window of Occlude has stopped.')
  const next = await station.lookAgain()
  await next.getByRole('heading', { name: 'Locked' }).waitFor()
  await signIn(next, other)
  await openRedaction(next)
  await next.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  await next.getByRole('option', { name: /undecided/ }).waitFor()
  expect(await next.getByText('has this redaction open').count()).toBe(0)
  await next.keyboard.press('h')
  await next.getByRole('option', { name: /hidden/ }).waitFor()
  await next.getByLabel('Saving').filter({ hasText: 'All saved' }).waitFor()
  await next.getByRole('tab', { name: 'History' }).click()
  // Drawn by the first, undecided and hidden by the second: three steps, and none of the drag.
  await expect.poll(() => next.getByLabel('Steps').getByRole('listitem').count()).toBe(3)
})
