import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DisclosureRecord } from '../../../core/disclosure/disclosure-record.ts'
import { instant } from '../../../core/ports/clock.ts'
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

test('the register of a copy goes with the copy, and with nothing else', async () => {
  await database.change(draftOf('retention.delete'), async (write) => {
    await write.deleteClip(deletionOf(1))
    return ok(undefined)
  })
  expect(await database.read.disclosures(null)).toEqual([elsewhere])
})
