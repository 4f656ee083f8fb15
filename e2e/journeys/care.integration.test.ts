import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantAt } from '../../core/calendar.ts'
import { instant } from '../../core/ports/clock.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok } from '../../core/result.ts'
import { type ClipId, clipId, type UserId } from '../../core/vault/ids.ts'
import { serviceOver } from '../../hosts/service-over.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import { createVault } from '../../native/vault/host/create-vault.ts'
import { draftOf, found, newId, quietWork, testHost } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { makeClip } from '../../tools/clips/make-clip.ts'
import { smallClipNamed } from '../../tools/clips/small-clips.ts'
import { seriousFindings } from './accessible.ts'
import { administrator, auditor, goTo, lock, officer, type Station, signIn, stationOver } from './words.ts'

/** A vault that needs care: its clock went back, restricted footage was looked at, somebody forgot a passphrase. */

const governor = { name: 'Gia Governance', passphrase: 'many slow kites over hills' }
const colleague = { name: 'Cleo Colleague', passphrase: 'four brass bells under moss' }

let station: Station
/** What two people keep in two safes: the codes of the recovery sheets. */
let codes: readonly string[] = []
let restricted = ''

/** The four lines of a sheet's code, as somebody copies them from paper. */
function codeOf(sheet: string): string {
  const lines = sheet.split('\n').map((line) => line.trim())
  return lines.filter((line) => /^[0-9A-Z]{6}(-[0-9A-Z]{6}){3}$/.test(line)).join('\n')
}

async function cameraIn(folder: string): Promise<string> {
  const camera = join(folder, 'camera')
  await mkdir(camera)
  const clips = [
    ['street', 'faststart', 'routine'],
    ['home', 'fragmented', 'safeguarding'],
    ['school', 'moov-last', 'routine'],
  ] as const
  for (const [name, made, category] of clips) {
    await cp(await makeClip(smallClipNamed(made)), join(camera, `${name}.mp4`))
    await writeFile(join(camera, `${name}.json`), JSON.stringify({ recordedOn: '2026-11-20T10:00:00Z', category }))
  }
  return camera
}

/** What was to leave and did not: one stick was pulled out, and one machine went off before anybody could say how it ended. */
async function attempts(store: VaultStore, by: UserId, copy: ClipId): Promise<void> {
  const at = (minute: number) => instant(`2026-11-21T10:0${minute}:00.000Z`)
  const [failing, silent] = [newId(), newId()]
  const about = { copy, by, route: 'by hand', reason: 'SAR 12', heldBack: [] }
  const failure = { kind: 'medium-gone', name: 'stick', registered: false } as const
  found(
    await store.change(draftOf('disclosure.begin', by), async (write) => {
      await write.beginDisclosure({ ...about, id: failing, at: at(1), recipient: 'J. Public' })
      await write.endDisclosure({ id: failing, at: at(2), outcome: 'failed', failure })
      return ok(await write.beginDisclosure({ ...about, id: silent, at: at(3), recipient: 'Ångström Solicitors' }))
    }),
  )
}

/** Made tomorrow, by the clock of another machine, with people, clips and a list of who may see one of them. */
async function vaultIn(folder: string): Promise<string> {
  const vault = join(folder, 'vault')
  const tomorrow = () => instantAt(Date.now() + 86_400_000)
  const profileText = await readFile(new URL('../../resources/profiles/essex.json', import.meta.url), 'utf8')
  const { store, user, sheets } = found(
    await createVault({ folder: vault, profileText, administrator, demo: true }, testHost(tomorrow)),
  )
  codes = sheets.map(({ text }) => codeOf(text))
  const { service } = found(await serviceOver(store))
  const { session } = found(await service.begin(user))
  const scope = { forces: 'all', areas: 'all', teams: 'all' } as const
  const people = [
    { ...officer, role: 'disclosure-officer' },
    { ...colleague, role: 'disclosure-officer' },
    { ...governor, role: 'information-governance' },
    { ...auditor, role: 'auditor' },
  ] as const
  for (const { name, passphrase, role } of people) {
    const input = { name, passphrase, grants: [{ role, scope, from: null, until: null }] }
    found(await service.call(session, 'user.add', { input, reason: 'joined' }, quietWork))
  }
  const { session: own } = found(await service.signIn(officer.name, officer.passphrase))
  const mapping = found(await openMapping(null)).text
  const input = { paths: [await cameraIn(folder)], mapping }
  const work = { ...quietWork, onItem: () => undefined }
  found(await service.call(own, 'clip.import', { input, reason: 'End of shift' }, work))
  const { clips } = found(
    await service.call(own, 'clip.list', { input: { query: { limit: 10 }, keep: null }, reason: null }, quietWork),
  )
  restricted = clips.find(({ name }) => name === 'school.mp4')?.clip ?? ''
  const list = { clip: restricted, kind: 'child', allowed: [officer.name] } as const
  found(await service.call(own, 'clip.restrict', { input: list, reason: 'a child is seen' }, quietWork))
  await attempts(store, user, clipId(restricted))
  await store.close()
  return vault
}

beforeAll(async () => {
  station = await stationOver(vaultIn)
})
afterAll(() => station?.remove())

test('pictures that may be distressing are blurred until somebody asks for one', async () => {
  const { page } = station
  await signIn(page, officer)
  await page.getByRole('button', { name: 'Pictures' }).click()
  await page.getByRole('button', { name: 'Give a purpose' }).click()
  await page.getByLabel('Reason').fill('SAR 12')
  await page.getByRole('button', { name: 'Show pictures' }).click()
  const cell = (name: RegExp) => page.getByRole('gridcell', { name })
  const blur = (name: RegExp) =>
    cell(name)
      .locator('img')
      .evaluate((element) => getComputedStyle(element).filter)
  const show = page.getByRole('button', { name: 'May be distressing: show' })
  await cell(/home/).locator('img').waitFor()
  for (const name of [/street/, /school/]) await cell(name).locator('img').waitFor()
  expect(await show.count()).toBe(2)
  for (const hidden of [/home/, /school/]) expect(await blur(hidden)).toMatch(/^blur/)
  expect(await blur(/street/)).toBe('none')
  expect(await seriousFindings(page)).toEqual([])
  await cell(/home/).getByRole('button').click()
  await cell(/home/).getByRole('button').waitFor({ state: 'detached' })
  expect(await blur(/home/)).toBe('none')
  expect(await blur(/school/)).toMatch(/^blur/)
  await lock(page)
})

test('who is not on the list of a restricted clip sees it for a reason that cannot wait', async () => {
  const { page } = station
  await signIn(page, colleague)
  await page.getByText('1 clip restricted to others').waitFor()
  expect(await page.getByRole('row', { name: /school/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'See one that cannot wait' }).click()
  await page.getByLabel('Clip', { exact: false }).last().fill(restricted)
  await page.getByLabel('Why it cannot wait').fill('A child is missing')
  await page.getByRole('button', { name: 'See it' }).click()
  await page.getByRole('button', { name: 'Open the clip' }).click()
  await page.locator('.player-spoken', { hasText: /^Frame 0$/ }).waitFor()
  await lock(page)
})

test('information governance is told of it until they have seen it, and vouches for a clock that went back', async () => {
  const { page } = station
  await signIn(page, governor)
  await goTo(page, 'Retention')
  await page.getByText('This machine’s clock cannot be believed').waitFor()
  const notices = page.getByRole('region', { name: 'Restricted clips that were looked at' })
  const notice = notices.getByRole('row').filter({ hasText: 'A child is missing' })
  await notice.filter({ hasText: colleague.name }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'See what is due' }).click()
  await page.getByText(/clock/).nth(1).waitFor()
  await notice.getByRole('button', { name: 'I have seen this' }).click()
  await notice.getByText(/^Seen /).waitFor()
  await page.getByRole('button', { name: 'Confirm the clock' }).click()
  await page.getByLabel('Reason').fill('Compared with the radio')
  await page.getByRole('button', { name: 'The clock is right' }).click()
  await page.getByText('This machine’s clock cannot be believed').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'See what is due' }).click()
  await page.getByText('3 clips looked at').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await lock(page)
})

test('a forgotten passphrase is replaced with the codes of both sheets, and with nothing less', async () => {
  const { page } = station
  const [first = '', second = ''] = codes
  const again = { ...colleague, passphrase: 'two blue kettles hum at night' }
  await signIn(page, administrator)
  await goTo(page, 'People')
  await page
    .getByRole('row', { name: new RegExp(colleague.name) })
    .getByRole('button', { name: 'New passphrase' })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Code of the first recovery sheet').fill(first)
  await dialog.getByLabel('Code of the second recovery sheet').fill(first)
  await dialog.getByLabel(/^New passphrase/).fill(again.passphrase)
  await dialog.getByLabel('Reason').fill('Forgotten over the holidays')
  await dialog.getByRole('button', { name: 'Set the passphrase' }).click()
  await dialog.getByText('The passphrase is as it was').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByLabel('Code of the second recovery sheet').fill(second.toLowerCase())
  await dialog.getByRole('button', { name: 'Set the passphrase' }).click()
  await page.getByText(`${colleague.name} signs in with the new passphrase from now on.`).waitFor()
  await lock(page)
  await signIn(page, again)
  await page.getByRole('row', { name: /street/ }).waitFor()
  await lock(page)
})

test('the auditor reads the register: what failed and why, what nobody knows the end of, and no name of a clip', async () => {
  const { page } = station
  await signIn(page, auditor)
  await goTo(page, 'Disclosures')
  const line = (recipient: string) => page.getByRole('row').filter({ hasText: recipient })
  await line('Ångström Solicitors').filter({ hasText: 'Unknown: no end was written down' }).waitFor()
  await line('J. Public').filter({ hasText: 'Failed: nothing was handed over. stick cannot be written to' }).waitFor()
  await line('J. Public').filter({ hasText: restricted }).waitFor()
  expect(await page.getByText('school.mp4').count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByLabel('Recipient, route or reason').fill('ÅNGSTRÖM')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('Disclosures 1 to 1 of 1').waitFor()
  // Whoever signs in again goes on where they were.
  await goTo(page, 'Audit log')
  await page.getByRole('button', { name: 'Export' }).waitFor()
  await lock(page)
})

test('the auditor exports the log, which proves itself to anybody with Node', async () => {
  const { page, folder } = station
  await signIn(page, auditor)
  await station.choose([folder])
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByText(/^Exported to /).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  const [exported = ''] = (await readdir(folder)).filter((name) => name.startsWith('occlude-log'))
  const verifier = join(folder, exported, 'verify-audit.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [verifier], { env: {} })
  expect(stdout).toMatch(/^GOOD: \d+ entries/m)
  const log = await readFile(join(folder, exported, 'audit.jsonl'), 'utf8')
  for (const reason of ['A child is missing', 'Compared with the radio', 'Forgotten over the holidays'])
    expect(log).toContain(reason)
})
