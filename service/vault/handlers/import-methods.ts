import { readMapping } from '../../../contract/mapping-file.ts'
import type { ItemOf, ParsedInputOf } from '../../../contract/methods/all.ts'
import type { Failure } from '../../../core/failure.ts'
import type { Candidate, Refusal } from '../../../core/intake/candidate.ts'
import type { Mapping } from '../../../core/intake/mapping.ts'
import { failed, ok } from '../../../core/result.ts'
import { decodeWaiting } from '../decode-waiting.ts'
import type { CallContext, Handlers } from '../handler.ts'
import { type Imported, type ImportPorts, importOne } from '../import-clip.ts'
import { ImportTally } from '../import-tally.ts'

type ImportCall = CallContext<'clip.import'>
type Item = ItemOf<'clip.import'>

function refused(path: string, failure: Failure): Item {
  return { path, clip: null, sha256: null, status: 'refused', why: failure.kind, notes: [] }
}

/** Failures of the vault itself: no further file would fare better. */
const endsAll: ReadonlySet<Failure['kind']> = new Set([
  'cancelled',
  'disk-full',
  'not-writable',
  'vault-locked',
  'database-damaged',
])

function itemOf(entry: Candidate, { clip, sha256, status, why, notes }: Imported): Item {
  const remarks = notes.map(({ document, field, why: remark }) => [document, field, remark].join(': '))
  return { path: entry.path.display, clip, sha256, status, why, notes: remarks }
}

type Counts = { imported: number; duplicates: number; unindexed: number; refused: number }

function count(counts: Counts, status: Item['status']): void {
  if (status === 'duplicate') counts.duplicates += 1
  else counts[status] += 1
}

async function take(
  context: ImportCall,
  entry: Candidate | Refusal,
  { mapping, ports }: { readonly mapping: Mapping; readonly ports: ImportPorts },
): Promise<{ readonly item: Item; readonly ends: Failure | null }> {
  if (entry.kind === 'refusal') return { item: refused(entry.path.display, entry.failure), ends: null }
  const done = await importOne(context, entry, mapping, ports)
  if (done.ok) return { item: itemOf(entry, done.value), ends: null }
  const { failure } = done
  return { item: refused(entry.path.display, failure), ends: endsAll.has(failure.kind) ? failure : null }
}

async function importAll(context: ImportCall, input: ParsedInputOf<'clip.import'>, ports: ImportPorts) {
  const mapping = readMapping(input.mapping, 'mapping')
  if (!mapping.ok) return mapping
  const tally = new ImportTally()
  const { work } = context
  const onProgress: typeof work.onProgress = (progress) =>
    work.onProgress(progress.stage === 'import' ? tally.progress(progress) : progress)
  const counting = tally.count(ports.intake(input.paths, work.signal))
  const importing = takeAll({ ...context, work: { ...work, onProgress } }, input.paths, {
    mapping: mapping.value,
    ports,
    tally,
  })
  const [imported] = await Promise.all([importing, counting])
  return imported
}

async function takeAll(
  context: ImportCall,
  paths: readonly string[],
  { tally, ...means }: { readonly mapping: Mapping; readonly ports: ImportPorts; readonly tally: ImportTally },
) {
  const { work } = context
  const counts = { imported: 0, duplicates: 0, unindexed: 0, refused: 0 }
  for await (const entry of means.ports.intake(paths, work.signal)) {
    const { item, ends } = await take(context, entry, means)
    if (ends) return failed(ends)
    tally.passed(entry)
    count(counts, item.status)
    await work.onItem?.(item)
    work.onProgress({ stage: 'import', done: 0, total: 0, seconds: 0 })
  }
  return work.signal.aborted ? failed({ kind: 'cancelled' } as const) : ok(counts)
}

/** The decode pass in the caller's name. */
function decode(context: CallContext<'clip.decode'>, { engine }: ImportPorts) {
  const { store, work } = context
  const { user, role, session, reason } = context.draft('clip.decode', { object: null, outcome: 'begun' })
  return decodeWaiting({ store, engine }, { user, role, session, reason }, work)
}

/** Clips come in, and are decoded: each file stands for itself; one that is refused stops no other. */
export function importHandlers(ports: ImportPorts) {
  return {
    'clip.import': (context, input) => importAll(context, input, ports),
    'clip.decode': (context) => decode(context, ports),
  } satisfies Pick<Handlers, 'clip.import' | 'clip.decode'>
}
