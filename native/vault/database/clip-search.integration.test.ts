import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readProfile } from '../../../contract/profile-file.ts'
import { type ClipMetadata, noMetadata } from '../../../core/intake/clip-metadata.ts'
import { instant } from '../../../core/ports/clock.ts'
import { type ClipQuery, clipOrders } from '../../../core/ports/vault/vault-records.ts'
import { ok } from '../../../core/result.ts'
import { retentionOf } from '../../../core/retention/retention.ts'
import type { RetentionPolicy } from '../../../core/retention/retention-policy.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { type ClipId, clipId } from '../../../core/vault/ids.ts'
import { clipOf, deletionOf, draftOf, idOf, keep, someone, started, trialFolder } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

const at = instant('2026-11-23T10:00:00.000Z')

/** Texts that would be more than texts, were they ever pasted into a statement or an expression. */
const tricks = [
  `Robert'); DROP TABLE clips;--`,
  `"quoted" 'single' \`back\``,
  'NEAR(alpha beta)',
  'alpha AND beta OR NOT gamma',
  'officer : alpha',
  'alpha* -beta ^gamma +delta',
  '{name officer} : (x)',
  'back\\slash %percent_ under',
  'before\0after',
  'two\nlines\ttab',
  '../../etc/passwd',
  '\u202Egnitirw\u202C',
  'Łódź Zażółć ŻÓŁW',
  'ﬁne ﬂuent Ⅷ ½',
  'ünïcödé Straße',
  '中文 标题',
  '🎥 camcorder 🚓',
  `${'long '.repeat(2000)}end`,
  '?1 :name @at $dollar',
  "'; ATTACH 'x' AS y; --",
]

/** Clips with a date, with the same date, without one; of different states. */
function varied(number: number): ClipRecord {
  const metadata: ClipMetadata = {
    ...noMetadata,
    recordedOn:
      number % 7 === 0
        ? null
        : instant(`2026-0${1 + (number % 3)}-11T10:0${number % 10}:00${number % 2 ? 'Z' : '.5Z'}`),
    officer: `PC ${1000 + (number % 5)}`,
    categories: number % 4 === 0 ? [] : ['routine', 'stop-search'].slice(number % 2),
    place: number % 3 === 0 ? ' ' : 'Market Street, Colchester',
    ownerForce: number % 11 === 0 ? 'Kent Police' : 'Essex Police',
  }
  const copy = { kind: 'copy' as const, madeFrom: clipOf(1).id }
  return clipOf(number, {
    metadata,
    ...(number % 13 === 0 ? copy : {}),
    restriction: number % 17 === 0 ? { kind: 'child', allowed: [] } : null,
    expiry: number % 5 === 0 ? { state: 'queued', since: at, rule: 'r' } : { state: 'kept' },
    index: number % 6 === 0 ? { state: 'unindexed', why: 'not-media' } : { state: 'pending' },
  })
}

const numbers = Array.from({ length: 700 }, (_, index) => index + 1)
const all = numbers.map(varied)
const held = new Set(numbers.filter((number) => number % 9 === 0).map((number) => clipOf(number).id))

let folder: Awaited<ReturnType<typeof trialFolder>>
let database: VaultDatabase
let required: readonly string[]
let policy: RetentionPolicy
beforeAll(async () => {
  folder = await trialFolder()
  database = started(folder.at('vault.db'), {}, true)
  const profileText = await readFile(join(import.meta.dirname, '../../../resources/profiles/essex.json'), 'utf8')
  const profile = readProfile(profileText, 'essex')
  if (!profile.ok) throw new Error(profile.failure.kind)
  required = profile.value.requiredMetadata
  policy = profile.value.retention
  await keep(database, all)
  const tricky = tricks.map((text, index) =>
    clipOf(5000 + index, {
      name: text,
      metadata: { ...noMetadata, officer: text, place: text, categories: [text, 'x'] },
    }),
  )
  await keep(database, tricky)
  await database.change(draftOf('clip.hold'), async (write) => {
    await write.putSettings({ profileText })
    for (const clip of held) {
      const hold = { id: `hold ${clip}`, clip, kind: 'sar' as const, reason: 'r', owner: someone, placedAt: at }
      await write.putHold({ ...hold, until: null, reviewOn: null, released: null })
    }
    const past = { id: 'past', clip: clipOf(1).id, kind: 'sar' as const, reason: 'r', owner: someone, placedAt: at }
    await write.putHold({ ...past, until: null, reviewOn: null, released: { by: someone, at, reason: 'done' } })
    for (const [index, text] of tricks.entries())
      await write.keepDeletion(deletionOf(9000 + index, { officer: text, place: text, categories: [text] }))
    return ok(undefined)
  })
})
afterAll(async () => {
  await database.close()
  await folder.remove()
})

async function numbersOf(query: Omit<ClipQuery, 'limit'>): Promise<readonly string[]> {
  return (await database.read.clips({ ...query, limit: 1000 })).map(({ id }) => id)
}

test.each(tricks)('finds a text by itself, and nothing else by it: %j', async (text) => {
  const own = clipOf(5000 + tricks.indexOf(text)).id
  for (const query of [{ text }, { officer: text }, { place: text }, { category: text }])
    expect(await numbersOf(query)).toEqual([own])
  expect((await database.read.clip(own))?.name).toBe(text)
  expect((await database.read.deletions({ officer: text })).map(({ clip }) => clip)).toEqual([
    clipOf(9000 + tricks.indexOf(text)).id,
  ])
})

test('words are found by their beginnings, in any case, without their accents, in any order, all of them', async () => {
  const unaccented = clipOf(5000 + tricks.indexOf('Łódź Zażółć ŻÓŁW')).id
  expect(await numbersOf({ text: 'zazoł zoł' })).toEqual([unaccented])
  const umlauts = clipOf(5000 + tricks.indexOf('ünïcödé Straße')).id
  expect(await numbersOf({ text: 'STRAß UNICODE' })).toEqual([umlauts])
  expect(await numbersOf({ text: 'nicode' })).toEqual([])
  expect(await numbersOf({ text: 'unicode colchester' })).toEqual([])
  expect((await numbersOf({ text: 'colch mark' })).length).toBe(
    all.filter(({ metadata }) => metadata.place !== ' ').length,
  )
})

test.each(['', ' ', '"', '*', '-', '\0', '()', "'", '…'])('nothing is in no clip: %j', async (text) => {
  expect(await numbersOf({ officer: text })).toEqual([])
  expect(await database.read.countClips({ text, limit: 1 })).toBe(0)
  expect(await database.read.deletions({ officer: text })).toEqual([])
})

test('anything that anybody types is a search and never an error', async () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'"*^:(){}+-\'\\ ANDORTNEa\0') }),
  )
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      const found = await numbersOf({ text, officer: text })
      expect(await database.read.countClips({ text, officer: text, limit: 1 })).toBe(found.length)
    }),
    { numRuns: 300, seed: 11 },
  )
})

const orderOf = ({ metadata }: ClipRecord) => (metadata.recordedOn === null ? -1 : Date.parse(metadata.recordedOn))

const byId = new Map<string, ClipRecord>(all.map((clip) => [clip.id, clip]))

/** What access to a clip is decided by. */
function kindOf(clip: ClipRecord | undefined): string {
  return JSON.stringify([clip?.metadata.ownerForce, clip?.importedBy, clip?.restriction])
}

/** Whether a clip is of a kind that is let through. */
function isLike(clip: ClipRecord, like: ClipQuery['like']): boolean {
  if (like === undefined) return true
  const among = clip.restriction === null ? like.open : like.restricted
  return among === 'all' || among.some((id) => kindOf(byId.get(id)) === kindOf(clip))
}

/** The same question, asked of the records themselves. */
function expected(query: Omit<ClipQuery, 'limit'>): readonly string[] {
  const missing = (clip: ClipRecord) => {
    if (clip.kind === 'copy') return false
    const known: Record<string, unknown> = { ...clip.metadata, category: clip.metadata.categories[0] ?? null }
    return required.some((field) => String(known[field] ?? '').trim() === '')
  }
  const begins = (text: string | null, word: string | undefined) =>
    word === undefined ||
    (text ?? '')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((each) => each.startsWith(word))
  return all
    .filter((clip) => {
      const { metadata, expiry, kind, index, id } = clip
      const time = orderOf(clip)
      return (
        begins(`${clip.name} ${metadata.officer} ${metadata.place} ${metadata.categories.join(' ')}`, query.text) &&
        begins(metadata.officer, query.officer) &&
        begins(metadata.ownerForce, query.ownerForce) &&
        begins(metadata.categories.join(' '), query.category) &&
        (query.recordedFrom === undefined || (time >= 0 && time >= Date.parse(query.recordedFrom))) &&
        (query.recordedUntil === undefined || (time >= 0 && time < Date.parse(query.recordedUntil))) &&
        (query.kind ?? kind) === kind &&
        (query.expiry ?? expiry.state) === expiry.state &&
        (query.unindexed ?? index.state === 'unindexed') === (index.state === 'unindexed') &&
        (query.held ?? held.has(id)) === held.has(id) &&
        (query.missing ?? missing(clip)) === missing(clip) &&
        isLike(clip, query.like)
      )
    })
    .toSorted((a, b) => orderOf(b) - orderOf(a) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
}

const moments = fc.constantFrom(
  instant('2026-01-11T10:05:00Z'),
  instant('2026-02-11T10:03:00.500Z'),
  instant('2026-02-11T10:03:00.5Z'),
  instant('2026-03-11T10:00:00.501Z'),
)
const queries = fc.record(
  {
    text: fc.constantFrom('pc', 'colchester', '1001', 'mp4'),
    officer: fc.constantFrom('1002', 'pc', 'nobody'),
    ownerForce: fc.constantFrom('kent', 'essex', 'police'),
    category: fc.constantFrom('routine', 'stop'),
    recordedFrom: moments,
    recordedUntil: moments,
    kind: fc.constantFrom<'clip' | 'copy'>('clip', 'copy'),
    expiry: fc.constantFrom<'kept' | 'queued'>('kept', 'queued'),
    held: fc.boolean(),
    missing: fc.boolean(),
    unindexed: fc.boolean(),
    like: fc.record({
      open: fc.constantFrom<'all' | readonly ClipId[]>('all', [], [clipOf(11).id], [clipOf(1).id, clipOf(22).id]),
      restricted: fc.constantFrom([], [clipOf(17).id], [clipOf(17).id, clipOf(187).id]),
    }),
  },
  { requiredKeys: [] },
)

test('what is found, how many, and page by page, is what the records say', async () => {
  const ours = new Set<string>(all.map(({ id }) => id))
  await fc.assert(
    fc.asyncProperty(queries, fc.integer({ min: 1, max: 90 }), async (query, limit) => {
      const wanted = expected(query)
      const paged: string[] = []
      for (;;) {
        const last = paged.at(-1)
        const after = last === undefined ? {} : { after: clipId(last) }
        const page = (await database.read.clips({ ...query, ...after, limit })).map(({ id }) => id)
        paged.push(...page)
        if (page.length < limit) break
      }
      // The clips with tricky texts are in no model.
      expect(paged.filter((id) => ours.has(id))).toEqual(wanted)
      expect(new Set(paged).size).toBe(paged.length)
      expect(await database.read.countClips({ ...query, limit })).toBe(paged.length)
    }),
    { numRuns: 150, seed: 3 },
  )
})

const orders = fc.record({
  by: fc.constantFrom(...clipOrders),
  reverse: fc.boolean(),
})

const orderedBy: Readonly<Record<string, (clip: ClipRecord) => string>> = {
  recorded: () => '',
  officer: ({ metadata }) => metadata.officer ?? '',
  category: ({ metadata }) => metadata.categories[0] ?? '',
  imported: () => '',
  due: (clip) => retentionOf({ ...clip, holds: [] }, policy, at).due ?? 'none',
}

test('every order is the same list from any place, and reversed it is the same list backwards', async () => {
  await fc.assert(
    fc.asyncProperty(queries, orders, fc.nat(700), async (query, order, offset) => {
      const { read } = database
      const whole = await read.clips({ ...query, order, limit: 1000 })
      expect(new Set(whole.map(({ id }) => id))).toEqual(new Set(await numbersOf(query)))
      const page = await read.clips({ ...query, order, offset, limit: 20 })
      expect(page).toEqual(whole.slice(offset, offset + 20))
      const back = await read.clips({ ...query, order: { ...order, reverse: !order.reverse }, limit: 1000 })
      expect(back).toEqual(whole.toReversed())
      const keys = whole.map((clip) => orderedBy[order.by]?.(clip) ?? '').map((key) => key.toLowerCase())
      if (keys.every((key) => /^[ -~]*$/.test(key)))
        expect(order.reverse ? keys.toReversed() : keys).toEqual(keys.toSorted())
    }),
    { numRuns: 80, seed: 5 },
  )
})

test('there is one clip for each kind of access, and a new kind is known at once', async () => {
  const { read } = database
  const kinds = (await read.kindsOfAccess()).map(kindOf)
  expect(new Set(kinds)).toEqual(new Set([...all, clipOf(5000, { metadata: noMetadata })].map(kindOf)))
  expect(new Set(kinds).size).toBe(kinds.length)
  const metadata = { ...noMetadata, ownerForce: 'Surrey Police' }
  await keep(database, [clipOf(6000, { metadata })])
  expect((await read.kindsOfAccess()).map(({ metadata: { ownerForce } }) => ownerForce)).toContain('Surrey Police')
})

test('after a clip that was deleted the list goes on where it stood; after one that never was there is none', async () => {
  const { read } = database
  const [first, second, third] = await read.clips({ limit: 3 })
  if (!first || !second || !third) throw new Error('too few clips')
  const gone = deletionOf(20_000, { recordedOn: second.metadata.recordedOn, clip: clipId(idOf(20_000)) })
  await database.change(draftOf('vault.restore'), async (write) => ok(await write.keepDeletion(gone)))
  const later = await read.clips({ after: gone.clip, limit: 1 })
  expect(later[0] && orderOf(later[0])).toBeLessThanOrEqual(orderOf(second))
  expect(await read.clips({ after: clipId(idOf(777_777)), limit: 10 })).toEqual([])
})

test('all clips go by in batches by id', async () => {
  const seen: string[] = []
  for (;;) {
    const batch = await database.read.clipsToEvaluate(seen.length ? clipId(String(seen.at(-1))) : null, 100)
    seen.push(...batch.map(({ id }) => id))
    if (batch.length < 100) break
  }
  expect(seen.filter((id) => id !== clipOf(6000).id)).toEqual(
    [...all.map(({ id }) => id), ...tricks.map((_, index) => clipOf(5000 + index).id)].toSorted(),
  )
})
