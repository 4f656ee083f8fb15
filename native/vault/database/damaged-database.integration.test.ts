import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noMetadata } from '../../../core/intake/clip-metadata.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { trustedKeysOf } from '../audit/signed-checkpoint.ts'
import { verifyEntries } from '../audit/verify-entries.ts'
import { removeDatabase } from './connection.ts'
import { decryptedPages } from './decrypted-pages.ts'
import { openDatabase } from './open-database.ts'
import { StorageFault } from './storage-fault.ts'
import { clipOf, devicePublicKey, draftOf, keep, started, trialFolder, trialKey, trialPorts } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** Bit flips and cuts: whatever is changed in the files is noticed, and nothing that was changed is ever an answer. */

const pageBytes = 4096
const clips = 60

let folder: Awaited<ReturnType<typeof trialFolder>>
let whole: Buffer
let answers: string
beforeAll(async () => {
  folder = await trialFolder()
  const database = started(folder.at('whole.db'), {}, true)
  await fill(database)
  answers = await everything(database)
  await database.close()
  whole = await readFile(folder.at('whole.db'))
})
afterAll(() => folder.remove())

async function fill(database: VaultDatabase): Promise<void> {
  const metadata = { ...noMetadata, officer: 'somebody', place: 'x'.repeat(400) }
  for (let number = 1; number <= clips; number++) await keep(database, [clipOf(number, { metadata })])
  for (let number = 0; number < 300; number++) await database.note(draftOf('clip.view', { reason: `number ${number}` }))
}

async function clipsOf(read: VaultReader): Promise<unknown> {
  const found = await read.clips({ text: 'somebody', limit: 1000 })
  const objects = await Promise.all(found.map(({ id }) => read.objects(id)))
  return { all: await read.clips({ limit: 1000 }), found, objects }
}

async function everything(database: VaultDatabase): Promise<string> {
  const { read } = database
  const log = [await read.auditEntries(0, 10_000), await read.checkpoints()]
  return JSON.stringify([await clipsOf(read), await read.users(), log])
}

/** What opening and reading a changed file comes to: `same` where everything reads as it was and nothing is found wrong. */
async function outcomeOf(bytes: Buffer): Promise<'refused' | 'noticed' | 'same'> {
  const path = folder.at('changed.db')
  removeDatabase(path)
  await writeFile(path, bytes)
  const opened = openDatabase(path, trialKey)
  if (!opened.ok) {
    expect(['database-damaged', 'not-encrypted']).toContain(opened.failure.kind)
    return 'refused'
  }
  const database = opened.value.start(trialPorts())
  if (!database.ok) {
    opened.value.close()
    expect(database.failure.kind).toBe('database-damaged')
    return 'refused'
  }
  try {
    const problems = await database.value.check(true)
    const read = await everything(database.value).catch((error: unknown) => {
      expect(error).toBeInstanceOf(StorageFault)
      expect((error as StorageFault).failure.kind).toBe('database-damaged')
      return null
    })
    if (read !== null) expect(read).toBe(answers)
    return problems.length > 0 || read === null ? 'noticed' : 'same'
  } finally {
    await database.value.close()
  }
}

test('the file is whole to begin with', async () => {
  expect(await outcomeOf(whole)).toBe('same')
  expect(decryptedPages(folder.at('whole.db'), trialKey).every(({ intact }) => intact)).toBe(true)
})

test('a bit that is flipped is noticed on every page', async () => {
  const outcomes: string[] = []
  for (let page = 0; page < whole.length / pageBytes; page++) {
    const bytes = Buffer.from(whole)
    const at = page * pageBytes + ((page * 997) % pageBytes)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (page % 8))
    outcomes.push(await outcomeOf(bytes))
  }
  expect(outcomes.length).toBeGreaterThan(50)
  expect(outcomes).not.toContain('same')
})

test('a bit that is flipped is noticed anywhere: salt, rows, initialisation vector, HMAC', async () => {
  const anywhere = fc.record({
    page: fc.nat(Math.floor(whole.length / pageBytes) - 1),
    at: fc.oneof(fc.nat(15), fc.nat(pageBytes - 1), fc.integer({ min: pageBytes - 80, max: pageBytes - 1 })),
    bit: fc.nat(7),
  })
  await fc.assert(
    fc.asyncProperty(anywhere, async ({ page, at, bit }) => {
      const bytes = Buffer.from(whole)
      const place = page * pageBytes + at
      bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
      expect(await outcomeOf(bytes)).not.toBe('same')
    }),
    { numRuns: 60, seed: 5 },
  )
})

test('a file that is cut short, or whose pages change places, is noticed', async () => {
  for (const pages of [1, 2, 20, whole.length / pageBytes - 1])
    expect(await outcomeOf(whole.subarray(0, pages * pageBytes))).not.toBe('same')
  expect(await outcomeOf(whole.subarray(0, whole.length - 100))).not.toBe('same')
  const swapped = Buffer.from(whole)
  whole.copy(swapped, 10 * pageBytes, 11 * pageBytes, 12 * pageBytes)
  whole.copy(swapped, 11 * pageBytes, 10 * pageBytes, 11 * pageBytes)
  expect(await outcomeOf(swapped)).not.toBe('same')
})

test('damage is said to be where it is, and what does not need it is still answered', async () => {
  const path = folder.at('changed.db')
  const answered: number[] = []
  for (let page = 10; page < whole.length / pageBytes; page += 3) {
    const bytes = Buffer.from(whole)
    bytes[page * pageBytes + 7] = (bytes[page * pageBytes + 7] ?? 0) ^ 1
    removeDatabase(path)
    await writeFile(path, bytes)
    const opened = openDatabase(path, trialKey)
    // Some pages are needed to open it at all: the schema, the end of the log.
    const database = opened.ok ? opened.value.start(trialPorts()) : opened
    if (!database.ok) {
      if (opened.ok) opened.value.close()
      continue
    }
    const problems = await database.value.check(true)
    expect(problems.map(({ detail }) => detail).join('\n')).toMatch(
      new RegExp(`page ${page + 1}\\b|table \\w+ cannot be read`),
    )
    const clip = await database.value.read.clip(clipOf(1).id).catch(() => null)
    if (clip !== null) answered.push(page)
    await database.value.close()
  }
  expect(answered.length).toBeGreaterThan(10)
})

/** Where a process ended in the middle: the file as it was, and changes that are only in the write-ahead log. */
async function endedInTheMiddle(): Promise<{ readonly file: Buffer; readonly log: Buffer }> {
  const path = folder.at('killed.db')
  const database = started(path, {}, true)
  await keep(database, [clipOf(1)])
  await database.checkpointLog()
  for (let number = 0; number < 20; number++) await database.note(draftOf('clip.view', { reason: `number ${number}` }))
  // By another process: to open the file here would end its lock.
  for (const suffix of ['', '-wal']) execFileSync('cp', [`${path}${suffix}`, `${path}.ended${suffix}`])
  await database.close()
  const [file, log] = await Promise.all([readFile(`${path}.ended`), readFile(`${path}.ended-wal`)])
  return { file, log }
}

test('a bit that is flipped in the write-ahead log takes back whole changes, the last ones, and never part of one', async () => {
  const { file, log } = await endedInTheMiddle()
  const path = folder.at('log.db')
  const sizes = new Set<number>()
  const sizeAfter = async (changed: Buffer) => {
    removeDatabase(path)
    await Promise.all([writeFile(path, file), writeFile(`${path}-wal`, changed)])
    const database = started(path)
    expect(await database.check(true)).toEqual([])
    const verdict = await verifyEntries({
      rows: database.auditRows(),
      checkpoints: [],
      keys: trustedKeysOf([devicePublicKey]),
      anchors: [],
    })
    const size = await database.read.auditSize()
    expect(verdict).toMatchObject({ value: { ok: true, entries: size } })
    await database.close()
    return size
  }
  expect(await sizeAfter(log)).toBe(21)
  for (let at = 5; at < log.length; at += Math.floor(log.length / 40)) {
    const changed = Buffer.from(log)
    changed[at] = (changed[at] ?? 0) ^ 4
    sizes.add(await sizeAfter(changed))
  }
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1)
  expect(Math.max(...sizes)).toBeLessThan(21)
})
