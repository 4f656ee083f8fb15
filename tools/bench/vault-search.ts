import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Sha256, sha256 } from '../../core/clips/clip-index.ts'
import { noMetadata } from '../../core/intake/clip-metadata.ts'
import { type Instant, instant } from '../../core/ports/clock.ts'
import type { AuditDraft, ClipQuery } from '../../core/ports/vault/vault-records.ts'
import { ok } from '../../core/result.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { clipId, objectId, userId } from '../../core/vault/ids.ts'
import { createDatabase } from '../../native/vault/database/open-database.ts'
import type { VaultDatabase } from '../../native/vault/database/vault-database.ts'
import { type Measure, measured } from './measure.ts'

/** Issue 5: full text and filters over so many clips, in under 50 ms median. */
const allClips = 100_000
const goal = { most: 50 }
const rounds = 5

const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const streets = [
  'Market Street',
  'High Street',
  'Station Road',
  'Mill Lane',
  'Victoria Avenue',
  'Broad Walk',
  'The Hythe',
]
const towns = ['Chelmsford', 'Colchester', 'Basildon', 'Harlow', 'Southend', 'Clacton', 'Braintree', 'Maldon']
const categories = ['stop-search', 'routine', 'use-of-force', 'domestic', 'traffic', 'arrest']
const surnames = ['Ashby', 'Brennan', 'Castle', 'Dhillon', 'Ekwueme', 'Farrow', 'Gorman', 'Hussain', 'Ives', 'Jarvis']

function idOf(number: number): string {
  let text = ''
  for (let left = number, digit = 0; digit < 16; digit++, left = Math.floor(left / 32)) text = letters[left % 32] + text
  return text
}

function pick(list: readonly string[], number: number): string {
  return list[Math.abs(number) % list.length] ?? ''
}

const someone = userId(idOf(1))
const device: Sha256 = sha256('0'.repeat(64))
const firstDay = Date.UTC(2025, 0, 1)

/** Clip number `n` of a force: 400 officers, five years, a place and an incident each; a few without a date. */
function syntheticClip(number: number): ClipRecord {
  // A multiplicative walk spreads neighbours over officers, days and places.
  const mixed = (number * 2_654_435_761) % 4_294_967_296
  const officer = mixed % 400
  const recorded = new Date(firstDay + (mixed % 157_680_000) * 1000).toISOString()
  return {
    id: clipId(idOf(number + 1000)),
    kind: 'clip',
    madeFrom: null,
    object: objectId(idOf(number + 10_000_000)),
    sha256: sha256(number.toString(16).padStart(64, '0')),
    bytes: 90_000_000 + number,
    name: `AX${String(mixed).padStart(10, '0')}_${number}.mp4`,
    metadata: {
      ...noMetadata,
      recordedOn: number % 50 === 0 ? null : instant(recorded),
      officer: `PC ${1000 + officer} ${pick(surnames, officer)}`,
      device: `X60A${String(officer).padStart(5, '0')}`,
      categories: [pick(categories, mixed >> 3)],
      incident: `42/${(mixed >> 5) % 200_000}/26`,
      place: `${(mixed >> 7) % 200} ${pick(streets, mixed >> 9)}, ${pick(towns, mixed >> 11)}`,
      ownerForce: 'Essex Police',
      area: pick(towns, mixed >> 11),
      team: `Team ${officer % 12}`,
    },
    importedAt: instant('2026-11-20T08:00:00.000Z'),
    importedBy: someone,
    index: number % 97 === 0 ? { state: 'unindexed', why: 'not-media' } : { state: 'pending' },
    restriction: null,
    involved: [],
    source: null,
    expiry: number % 41 === 0 ? { state: 'queued', since: instant(recorded), rule: 'routine' } : { state: 'kept' },
    dueBefore: null,
    reviewedAt: null,
    releasedAt: null,
  }
}

const draft: AuditDraft = {
  action: 'clip.import',
  outcome: 'done',
  object: null,
  reason: null,
  user: null,
  role: null,
  session: idOf(1),
}

function open(path: string): VaultDatabase {
  const opened = createDatabase(path, Buffer.alloc(32, 7))
  if (!opened.ok) throw new Error(opened.failure.kind)
  const started = opened.value.start({
    now: (): Instant => instant(new Date().toISOString()),
    elapsed: () => performance.now(),
    software: '0.1.0',
    device,
    sign: () => null,
    wrappedKeys: { wrapped: () => ({ wrapped: new Uint8Array(60), generation: 1 }) },
  })
  if (!started.ok) throw new Error(started.failure.kind)
  return started.value
}

async function fill(database: VaultDatabase, clips: number): Promise<number> {
  const profileText = await readFile(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
  await database.change(draft, async (write) => ok(await write.putSettings({ profileText })))
  const begun = performance.now()
  for (let from = 0; from < clips; from += 1000) {
    const kept = await database.change(draft, async (write) => {
      for (let number = from; number < from + 1000; number++) {
        const clip = syntheticClip(number)
        await write.putClip(clip)
        await write.keepObject({
          id: clip.object,
          clip: clip.id,
          kind: 'clip',
          label: '',
          sha256: clip.sha256,
          bytes: clip.bytes,
          storedSha256: clip.sha256,
          storedBytes: clip.bytes + 1000,
        })
      }
      return ok(undefined)
    })
    if (!kept.ok) throw new Error(kept.failure.kind)
  }
  return (performance.now() - begun) / clips
}

/** What people look for: words that few clips have, words that most have, filters, and pages deep in the list. */
const typical: readonly (readonly [string, Omit<ClipQuery, 'limit'>])[] = [
  ['the newest', {}],
  ['an officer by number', { officer: '1234' }],
  ['an officer by name', { officer: 'dhillon' }],
  ['an incident', { incident: '42/1717/26' }],
  ['a street and a town', { text: 'market chelmsford' }],
  ['the beginning of a street', { place: 'mar' }],
  ['a word that all have', { text: 'pc' }],
  ['all of a force', { ownerForce: 'essex' }],
  ['a category in a month', categoryIn('2027-03-01', '2027-04-01')],
  ['a month', { recordedFrom: instant('2028-05-01T00:00:00Z'), recordedUntil: instant('2028-06-01T00:00:00Z') }],
  ['an officer on a day', { officer: '1234', ...dates('2026-06-01', '2026-06-08') }],
  ['the review queue', { expiry: 'queued' }],
  ['queued of a category', { expiry: 'queued', category: 'traffic' }],
  ['not indexed', { unindexed: true }],
  ['copies, of which there are none', { kind: 'copy' }],
  ['held', { held: true }],
  ['a place is missing, of which there is none', { missing: true }],
  ['a page in the middle', { after: clipId(idOf(51_000)) }],
  ['a page in the middle of a common word', { text: 'pc', after: clipId(idOf(51_000)) }],
  ['the last place of all', { offset: 99_900 }],
  ['a far place of a common word', { text: 'pc', offset: 80_000 }],
  ['a far place by officer', { order: { by: 'officer', reverse: false }, offset: 80_000 }],
  ['a far place by category, reversed', { order: { by: 'category', reverse: true }, offset: 80_000 }],
  ['a common word by import', { text: 'pc', order: { by: 'imported', reverse: true } }],
  ['what a team may see', { like: { open: [clipId(idOf(1001))], restricted: [] } }],
  ['a far place of what a team may see', { like: { open: [clipId(idOf(1001))], restricted: [] }, offset: 800 }],
  ['a word that none has', { text: 'zanzibar' }],
  ['a file by its hash', { sha256: sha256((77_777).toString(16).padStart(64, '0')) }],
]

function dates(from: string, until: string) {
  return { recordedFrom: instant(`${from}T00:00:00Z`), recordedUntil: instant(`${until}T00:00:00Z`) }
}

function categoryIn(from: string, until: string) {
  return { category: 'use-of-force', ...dates(from, until) }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  return median(times)
}

/** Search over made-up clips: a page of 100 for each of the typical searches, and how many there are. */
export async function benchVaultSearch(clips = allClips): Promise<readonly Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-bench-search-'))
  const database = open(join(folder, 'vault.db'))
  try {
    const each = await fill(database, clips)
    const lines: Measure[] = []
    const searches: number[] = []
    const counts: number[] = []
    for (const [name, query] of typical) {
      const asked = { ...query, limit: 100 }
      const found = await timed(() => database.read.clips(asked))
      searches.push(found)
      counts.push(await timed(() => database.read.countClips(asked)))
      lines.push(measured(`search: ${name}`, found, 'ms'))
    }
    lines.push(measured('what access is decided by', await timed(() => database.read.kindsOfAccess()), 'ms'))
    return [
      measured(`search over ${clips} clips, median`, median(searches), 'ms', { goal }),
      measured(`search over ${clips} clips, slowest`, Math.max(...searches), 'ms'),
      measured('count of what is found, median', median(counts), 'ms', { goal }),
      measured('count of what is found, slowest', Math.max(...counts), 'ms'),
      measured('keep a clip, of 1,000 in one change', each, 'ms'),
      ...lines,
    ]
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
