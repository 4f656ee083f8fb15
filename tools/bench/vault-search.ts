import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Sha256, sha256 } from '../../core/clips/clip-index.ts'
import { type Instant, instant } from '../../core/ports/clock.ts'
import type { AuditDraft, ClipQuery } from '../../core/ports/vault/vault-records.ts'
import { ok } from '../../core/result.ts'
import { clipId } from '../../core/vault/ids.ts'
import { createDatabase } from '../../native/vault/database/open-database.ts'
import type { VaultDatabase } from '../../native/vault/database/vault-database.ts'
import { type Measure, measured } from './measure.ts'
import { idOf, syntheticClip } from './synthetic-clips.ts'

/** Issue 5: full text and filters over so many clips, in under 50 ms median. */
const allClips = 100_000
const goal = { most: 50 }
const rounds = 5

const device: Sha256 = sha256('0'.repeat(64))

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
  ['a far place by the date when they are due', { order: { by: 'due', reverse: false }, offset: 80_000 }],
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
