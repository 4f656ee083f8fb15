import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DisclosureAttempt, DisclosureRecord } from '../../../core/disclosure/disclosure-record.ts'
import type { Failure } from '../../../core/failure.ts'
import { instant } from '../../../core/ports/clock.ts'
import type { RegisterQuery } from '../../../core/ports/vault/vault-records.ts'
import { ok } from '../../../core/result.ts'
import { userId } from '../../../core/vault/ids.ts'
import { clipOf, deletionOf, draftOf, idOf, keep, started, trialFolder } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** The register of disclosures: added to, never changed, and gone with its copy alone. */

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

const copy = clipOf(1)
const other = clipOf(2)

function line(id: number, more: Partial<DisclosureRecord> = {}): DisclosureRecord {
  return {
    id: idOf(id),
    copy: copy.id,
    at: instant('2026-11-23T10:00:00.000Z'),
    by: userId(idOf(7)),
    recipient: "J. Public'); DROP TABLE disclosures; --",
    route: 'by hand',
    reason: 'a request',
    sha256: copy.sha256,
    bytes: 12,
    files: [{ name: 'redacted-copy.mp4', sha256: copy.sha256, bytes: 12 }],
    heldBack: [{ row: 2, what: 'ground', reason: 'it would name a witness' }],
    ...more,
  }
}

const later = line(30, { at: instant('2026-11-23T11:00:00.000Z') })
const elsewhere = line(31, { copy: other.id, heldBack: [] })

function put(...lines: readonly DisclosureRecord[]) {
  return database.change(draftOf('clip.disclose'), async (write) => {
    for (const each of lines) await write.putDisclosure(each)
    return ok(undefined)
  })
}

function attemptOf({ sha256: _, bytes: _bytes, files: _files, ...attempt }: DisclosureRecord): DisclosureAttempt {
  return attempt
}

function begin(...lines: readonly DisclosureRecord[]) {
  return database.change(draftOf('disclosure.begin'), async (write) => {
    for (const each of lines) await write.beginDisclosure(attemptOf(each))
    return ok(undefined)
  })
}

function end(id: string, failure: Failure | null) {
  const at = instant('2026-11-23T12:00:00.000Z')
  return database.change(draftOf('disclosure.end'), async (write) =>
    ok(await write.endDisclosure({ id, at, outcome: failure ? 'failed' : 'completed', failure })),
  )
}

const whole = { copy: null, text: null, offset: 0, limit: 10 }
const idsOf = async (query: Partial<RegisterQuery>) =>
  (await database.read.registerLines({ ...whole, ...query })).map(({ id }) => id)

test('lines come back as they were written, in the order of time', async () => {
  await keep(database, [copy, other])
  expect(await put(later, line(40), elsewhere)).toMatchObject({ ok: true })
  expect(await database.read.disclosures(copy.id)).toEqual([line(40), later])
  expect(await database.read.disclosures(null)).toEqual([elsewhere, line(40), later])
})

test('a line is never written over, and a line without its copy is none', async () => {
  const before = await database.read.auditSize()
  await expect(put(line(40, { recipient: 'somebody else' }))).rejects.toThrow('only added to')
  await expect(put(line(41, { copy: clipOf(9).id }))).rejects.toThrow()
  expect([await database.read.disclosures(copy.id), await database.read.auditSize()]).toEqual([
    [line(40), later],
    before,
  ])
})

test('a line tells of its end: what left, what failed and why, and what nobody knows of', async () => {
  const gone = { kind: 'medium-gone', name: 'stick', registered: false } as const
  const failed = line(20, { at: instant('2026-11-23T09:00:00.000Z') })
  const silent = line(21, { at: instant('2026-11-23T09:30:00.000Z'), recipient: 'Ångström Ltd' })
  expect(await begin(line(40), later, elsewhere, failed, silent)).toMatchObject({ ok: true })
  for (const [id, failure] of [
    [line(40).id, null],
    [later.id, null],
    [elsewhere.id, null],
    [failed.id, gone],
  ] as const)
    expect(await end(id, failure)).toMatchObject({ ok: true })
  const lines = await database.read.registerLines(whole)
  expect(lines.map(({ id, left, ending }) => [id, left?.id ?? null, ending?.outcome ?? null])).toEqual([
    [later.id, later.id, 'completed'],
    [line(40).id, line(40).id, 'completed'],
    [elsewhere.id, elsewhere.id, 'completed'],
    [silent.id, null, null],
    [failed.id, null, 'failed'],
  ])
  expect(lines[0]).toMatchObject({ ...attemptOf(later), left: later })
  expect(lines.at(-1)?.ending?.failure).toEqual(gone)
  await expect(end(failed.id, null)).rejects.toThrow('only added to')
  await expect(begin(failed)).rejects.toThrow('only added to')
  await expect(end(idOf(99), null)).rejects.toThrow()
})

test('a page is found in the database: by copy, by what is said in any case, and by what the asker may know of', async () => {
  expect(await idsOf({ copy: other.id })).toEqual([elsewhere.id])
  expect(await idsOf({ text: 'ÅNGSTRÖM' })).toEqual([idOf(21)])
  expect(await idsOf({ text: 'By Hand', offset: 1, limit: 2 })).toEqual([line(40).id, elsewhere.id])
  expect(await idsOf({ text: '%' })).toEqual([])
  expect(await idsOf({ like: { open: [], restricted: [] } })).toEqual([])
  expect(await idsOf({ like: { open: 'all', restricted: [] } })).toHaveLength(5)
  const counted = [{ text: 'ltd' }, { copy: copy.id }, {}].map((which) =>
    database.read.countRegisterLines({ copy: null, text: null, ...which }),
  )
  expect(await Promise.all(counted)).toEqual([1, 4, 5])
})

test('the register of a copy goes with the copy, and with nothing else', async () => {
  await database.change(draftOf('retention.delete'), async (write) => {
    await write.deleteClip(deletionOf(1))
    return ok(undefined)
  })
  expect(await database.read.disclosures(null)).toEqual([elsewhere])
  expect(await idsOf({})).toEqual([elsewhere.id])
  expect(await database.read.registerLines(whole)).toMatchObject([{ ending: { outcome: 'completed' } }])
})
