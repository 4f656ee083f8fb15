import type { Failure } from '../../../core/failure.ts'
import type { Candidate, Refusal } from '../../../core/intake/candidate.ts'
import { foldedName, pairSidecars } from '../../../core/intake/pair-sidecars.ts'
import type { ReadSidecar } from '../../../core/intake/sidecar.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { entryName, lastPart } from './entry-name.ts'
import type { FolderListing, SidecarEntry } from './folder-listing.ts'
import { hashOf, largestSidecar, sidecarBytes, sidecarContent, sidecarProblem } from './read-sidecar.ts'
import { linesNaming, readTable, type SidecarTable, tableContent, tableExtract } from './sidecar-table.ts'
import { type SidecarProblem, sidecarText } from './sidecar-text.ts'

/** What lies beside a clip. */
export type BesideClip = Pick<Candidate, 'sidecars' | 'sidecarFailures'>

/** The sidecars of a folder. */
export type SidecarShelf = {
  /** Reads those of a file, by its name. */
  beside(clip: string): Promise<BesideClip>
  /** Those that belong to no file, after all files have been asked for. */
  leftOver(): readonly Refusal[]
}

/** Most tables that are read in one folder. */
const mostTables = 16

type Shelved = { readonly entry: SidecarEntry; readonly table: Result<ReadTable, SidecarProblem> }
type ReadTable = { readonly table: SidecarTable; readonly whole: ReturnType<typeof hashOf>; used: boolean }

function badSidecar({ display }: SidecarEntry, problem: SidecarProblem): Failure {
  return { kind: 'bad-sidecar', name: display, problem }
}

async function readOwn(entry: SidecarEntry, clip: string): Promise<Result<ReadSidecar> | OnlyKept> {
  if (!entry.looked.ok) return failed(badSidecar(entry, sidecarProblem(entry.looked.failure)))
  const bytes = await sidecarBytes(entry.looked.value, largestSidecar.own)
  if (!bytes.ok) return failed(badSidecar(entry, bytes.failure))
  const { display: name, kind } = entry
  const document = { name, kind, bytes: bytes.value, sha256: hashOf(bytes.value), tableSha256: null }
  const content = sidecarContent(bytes.value, kind, clip)
  if (content.ok) return ok({ document, content: content.value })
  return { ...failed(badSidecar(entry, content.failure)), kept: { document, content: null } }
}

/** A sidecar that could not be read, but is kept to the byte. */
type OnlyKept = { readonly ok: false; readonly failure: Failure; readonly kept: ReadSidecar }

async function readShared(entry: SidecarEntry): Promise<Result<ReadTable, SidecarProblem>> {
  if (!entry.looked.ok) return failed(sidecarProblem(entry.looked.failure))
  const bytes = await sidecarBytes(entry.looked.value, largestSidecar.table)
  if (!bytes.ok) return bytes
  const text = sidecarText(bytes.value)
  if (!text.ok) return text
  const table = readTable(text.value)
  return table.ok ? ok({ table: table.value, whole: hashOf(bytes.value), used: false }) : table
}

/** The lines about one clip out of a table about many: other clips' lines are none of its business, and outlive it. */
function shareOf({ entry, table }: Shelved, clip: string): ReadSidecar | null {
  if (!table.ok) return null
  const lines = linesNaming(table.value.table, clip)
  if (lines.length === 0) return null
  table.value.used = true
  const bytes = tableExtract(table.value.table, lines)
  const { display: name, kind } = entry
  return {
    document: { name, kind, bytes, sha256: hashOf(bytes), tableSha256: table.value.whole },
    content: tableContent(table.value.table, lines),
  }
}

/** Why a sidecar that no clip took is left over; null where nothing is to be said. */
function leftOverFailure(entry: SidecarEntry, table: Shelved['table'] | undefined): Failure | null {
  // A link or a device has its own line already.
  if (!entry.looked.ok) return null
  if (table === undefined) return badSidecar(entry, 'no clip of that name lies beside it')
  if (!table.ok) return badSidecar(entry, table.failure)
  return table.value.used ? null : badSidecar(entry, 'it names none of the files beside it')
}

/** Puts the sidecars of a folder in order. Tables about many clips are read now, a clip's own when it is asked for. */
export async function shelveSidecars({ entries, sidecars }: FolderListing): Promise<SidecarShelf> {
  const clips = entries.flatMap((entry) => ('kind' in entry ? [] : [entryName(lastPart(entry.path)).text]))
  const pairs = pairSidecars(
    clips,
    sidecars.map(({ name }) => name),
  )
  const own = new Map(clips.map((clip, at) => [foldedName(clip), pairs[at] ?? []]))
  const taken = new Set(pairs.flat())
  const left = sidecars.filter((_, at) => !taken.has(at))
  const tables: Shelved[] = []
  for (const entry of left.filter(({ kind }) => kind === 'csv')) {
    const beyond = tables.length >= mostTables
    tables.push({
      entry,
      table: beyond ? failed(`only ${mostTables} tables are read in a folder`) : await readShared(entry),
    })
  }
  return {
    beside: async (clip) => {
      const read: ReadSidecar[] = []
      const failures: Failure[] = []
      for (const entry of (own.get(foldedName(clip)) ?? []).flatMap((at) => sidecars[at] ?? [])) {
        const one = await readOwn(entry, clip)
        if (one.ok) read.push(one.value)
        else {
          failures.push(one.failure)
          if ('kept' in one) read.push(one.kept)
        }
      }
      return { sidecars: [...read, ...tables.flatMap((one) => shareOf(one, clip) ?? [])], sidecarFailures: failures }
    },
    leftOver: () =>
      left.flatMap((entry) => {
        const failure = leftOverFailure(entry, tables.find((one) => one.entry === entry)?.table)
        if (!failure || !entry.looked.ok) return []
        return [{ kind: 'refusal' as const, path: entry.looked.value.shown, failure }]
      }),
  }
}
