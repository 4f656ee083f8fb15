import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { Decrypter } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { found, makeFolder, makeVault } from '../../native/vault/objects/synthetic/vault-desk.ts'
import { readZipMember } from '../models/zip-archive.ts'
import { type ApprovedCopy, approvedCopy, type DisclosureDesk, disclosureOf, sitDown } from './disclosure-desk.ts'

/** Every byte and every file name of what leaves a real vault, searched for everything that the vault knows and nobody is to be told. */

const passphrase = 'gravel pianos whistle on Tuesday'

let folders: Awaited<ReturnType<typeof makeFolder>>
let store: VaultStore
let desk: DisclosureDesk
let approved: ApprovedCopy

beforeAll(async () => {
  folders = await makeFolder()
  const made = await makeVault(folders.path('vault'))
  store = made.store
  desk = await sitDown(store, made.user)
  approved = await approvedCopy(desk, store)
})
afterAll(async () => {
  await store.close()
  await folders.remove()
})

async function disclosed(name: string, how: Partial<ReturnType<typeof disclosureOf>>) {
  const folder = folders.path(name)
  await mkdir(folder)
  const answer = found(await desk.call('Bob', 'copy.disclose', { ...disclosureOf(approved.copy, folder), ...how }))
  const names = (await readdir(folder)).toSorted()
  const files = await Promise.all(
    names.map(async (each) => [each, await readFile(join(folder, each))] as [string, Buffer]),
  )
  return { answer, files }
}

/** What a page of a PDF says: its texts stand in packed streams, in hexadecimal. */
function textOfPdf(raw: Buffer): string {
  const parts: string[] = []
  for (let at = raw.indexOf('stream\n'); at >= 0; at = raw.indexOf('stream\n', at + 7)) {
    const content = inflateSync(raw.subarray(at + 7, raw.indexOf('\nendstream', at))).toString('latin1')
    parts.push(content.replaceAll(/<([0-9a-f]*)>[-\s\d.]*/g, (_, hex) => Buffer.from(hex, 'hex').toString('latin1')))
    at = raw.indexOf('\nendstream', at)
  }
  return parts.join('\n')
}

function textOf([name, bytes]: readonly [string, Buffer]): string {
  return `${name}\n${bytes.toString('latin1')}${name.endsWith('.pdf') ? textOfPdf(bytes) : ''}`
}

/** Ids and hashes of everything that the vault has records of. */
async function knownMarks(): Promise<readonly string[]> {
  const { read } = store
  const clips = await read.clips({ limit: 100 })
  const about = await Promise.all(
    clips.map(async ({ id }) => [await read.objects(id), await read.redactions(id), await read.disclosures(id)]),
  )
  const steps = await read.redactionSteps(approved.redaction as never, 0, 1_000)
  const rest = [
    await read.users(),
    await read.auditEntries(0, 10_000),
    await read.approvals(approved.redaction as never),
  ]
  const text = JSON.stringify([clips, about, steps, rest])
  return [...new Set(text.match(/(?<![0-9a-z])(?:[0-9a-hjkmnp-tv-z]{16}|[0-9a-f]{64})(?![0-9a-z])/g))]
}

/** The copy's own hash, and those that the recipient's certificate names, are told. */
function told(files: readonly (readonly [string, Buffer])[]): ReadonlySet<string> {
  const [, certificate] = files.find(([name]) => name.endsWith('.certificate.json')) ?? ['', Buffer.from('{}')]
  const { payload, keyId, publicKey } = JSON.parse(certificate.toString())
  return new Set([payload.copy.sha256, payload.scheduleSha256, payload.recordSha256, keyId, publicKey])
}

/** What people have typed about the recording, its makers and the work on it. */
const words = ['Test Police', 'cd'.repeat(32), 'J. Public']
/** Words so short that they come about by chance in what is packed or encrypted: searched for where people and machines read. */
const short = ['PC 1', 'D-77', 'I-1', 'SAR 12', 'track', 't1', 'routine', 'Ann', 'Bob', 'Ada']

async function expectSilent(files: readonly (readonly [string, Buffer])[]): Promise<void> {
  const known = told(files)
  const marks = (await knownMarks()).filter((mark) => !known.has(mark))
  expect(marks).toContain(approved.clip)
  expect(marks).toContain(approved.redaction)
  expect(marks).toContain(desk.index.sha256)
  expect(marks.length).toBeGreaterThan(15)
  for (const file of files) {
    const text = textOf(file)
    const spoken = /\.(json|txt)$/.test(file[0]) ? text : file[0].endsWith('.pdf') ? textOfPdf(file[1]) : file[0]
    for (const mark of [...marks, ...words]) expect(text.includes(mark), `${mark} in ${file[0]}`).toBe(false)
    for (const word of short) expect(new RegExp(`\\b${word}\\b`).test(spoken), `${word} in ${file[0]}`).toBe(false)
  }
}

test('side by side: nothing in it says what the vault knows', async () => {
  const { files } = await disclosed('open', {})
  expect(files).toHaveLength(5)
  // The reader of sheets can read: else it would find nothing whatever stood there.
  const sheet = files.find(([name]) => name.endsWith('.schedule.pdf'))
  expect(textOf(sheet ?? ['', Buffer.alloc(0)])).toContain('Schedule of redactions')
  await expectSilent(files)
})

test('in an archive: the file and the sheet beside it tell nothing, and what is in it no more than side by side', async () => {
  const { answer, files } = await disclosed('archive', { passphrase })
  const stem = `redacted-copy-${answer.sha256.slice(0, 12)}`
  expect(files.map(([name]) => name)).toEqual([`${stem}.how-to-open.txt`, `${stem}.zip.age`])
  for (const file of files) expect(textOf(file)).not.toContain(passphrase)
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const zip = Buffer.from(await decrypter.decrypt(files[1]?.[1] ?? new Uint8Array()))
  const open = await disclosed('beside', {})
  const inside = open.files.map(([name]) => [name, readZipMember(zip, name)] as const)
  const copy = ([name]: readonly [string, Buffer]) => name.endsWith('.mp4')
  expect(inside.find(copy)?.[1].equals(open.files.find(copy)?.[1] ?? Buffer.alloc(0))).toBe(true)
  await expectSilent([...files, ['archive.zip', zip], ...inside])
  const line = (await store.read.disclosures(approved.copy)).find(({ id }) => id === answer.disclosure)
  const within = inside.map(([name]) => `${stem}.zip.age/${name}`)
  expect(line?.files.map(({ name }) => name).toSorted()).toEqual([...files.map(([name]) => name), ...within].toSorted())
  const log = JSON.stringify([line, await store.read.auditEntries(0, 10_000)])
  expect(log).toContain('"form":"archive"')
  expect(log).not.toContain('gravel')
})

test('with a weak passphrase nothing is written', async () => {
  for (const weak of ['short', 'J. Public of Test Police']) {
    const folder = folders.path(`weak ${weak.length}`)
    await mkdir(folder)
    const asked = { ...disclosureOf(approved.copy, folder), passphrase: weak }
    const answer = await desk.call('Bob', 'copy.disclose', asked)
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'weak-passphrase' } })
    expect(await readdir(folder)).toEqual([])
  }
})
