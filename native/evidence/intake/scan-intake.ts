import { dirname, resolve } from 'node:path'
import { instantAt } from '../../../core/calendar.ts'
import type { Failure } from '../../../core/failure.ts'
import type { Candidate, EntryName, Refusal } from '../../../core/intake/candidate.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import { sidecarKind } from '../../../core/intake/pair-sidecars.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { sourceOfHandle } from '../file-source.ts'
import { entryName, lastPart } from './entry-name.ts'
import { type FolderListing, listFolder } from './folder-listing.ts'
import { type Looked, lookAt, openLooked } from './look.ts'
import { type IntakeClock, machineClock, settled } from './settling.ts'
import { type BesideClip, type SidecarShelf, shelveSidecars } from './sidecar-shelf.ts'

/** How much is looked at in one scan, and by which clock. */
export type IntakeLimits = {
  readonly clock: IntakeClock
  /** Most entries of all folders together. */
  readonly mostEntries: number
  /** How many folders deep. */
  readonly deepest: number
}

const usual: IntakeLimits = { clock: machineClock, mostEntries: 200_000, deepest: 32 }

type Scan = IntakeLimits & { readonly signal: StopSignal }

function refusal(path: EntryName, failure: Failure): Refusal {
  return { kind: 'refusal', path, failure }
}

function candidateOf(looked: Looked, { sidecars, sidecarFailures }: BesideClip): Candidate {
  const { path, shown, stats } = looked
  const name = entryName(lastPart(path))
  return {
    kind: 'candidate',
    path: shown,
    name,
    size: Number(stats.size),
    modified: String(stats.mtimeNs),
    modifiedOn: instantAt(Number(stats.mtimeMs)),
    sidecars,
    sidecarFailures,
    open: async () => {
      const opened = await openLooked(looked)
      return opened.ok ? ok(sourceOfHandle(opened.value.handle, name.display, opened.value.stats)) : opened
    },
  }
}

/** A file that was looked at, once it is sure that nobody is writing it. */
async function settledCandidate(
  looked: Looked,
  seenAt: number,
  shelf: SidecarShelf | null,
  { clock, signal }: Scan,
): Promise<Candidate | Refusal> {
  const still = await settled(looked, { seenAt, clock, signal })
  if (!still.ok) return refusal(looked.shown, still.failure)
  if (still.value.stats.size === 0n) return refusal(looked.shown, { kind: 'file-empty', name: looked.shown.display })
  const nothing = { sidecars: [], sidecarFailures: [] }
  return candidateOf(still.value, (await shelf?.beside(entryName(lastPart(looked.path)).text)) ?? nothing)
}

async function* scanListing(listing: FolderListing, seenAt: number, scan: Scan): AsyncGenerator<Candidate | Refusal> {
  const shelf = await shelveSidecars(listing)
  for (const entry of listing.entries) {
    if (scan.signal.aborted) return
    yield 'kind' in entry ? entry : await settledCandidate(entry, seenAt, shelf, scan)
  }
  yield* shelf.leftOver()
}

/** A folder and those in it, each folder's files before its folders, by the bytes of their names. */
async function* scanFolder(folder: Looked, scan: Scan): AsyncGenerator<Candidate | Refusal> {
  const open = [{ folder, depth: 0 }]
  let left = scan.mostEntries
  for (let next = open.pop(); next && !scan.signal.aborted; next = open.pop()) {
    const { shown } = next.folder
    if (next.depth > scan.deepest) {
      yield refusal(shown, { kind: 'hostile-entry', name: shown.display, what: 'too-deep' })
      continue
    }
    const listing = await listFolder(next.folder, left, scan.signal)
    if (!listing.ok) {
      yield refusal(shown, listing.failure)
      // Without a bound for what follows, many full folders would do what one may not.
      if (listing.failure.kind === 'hostile-entry' && listing.failure.what === 'too-many') return
      continue
    }
    left -= listing.value.count
    yield* scanListing(listing.value, scan.clock.now(), scan)
    const depth = next.depth + 1
    open.push(...listing.value.folders.map((inner) => ({ folder: inner, depth })).toReversed())
  }
}

/** The folders of single files that were given: the last one is remembered, since they often come from one. */
type Parents = (path: string) => Promise<Result<SidecarShelf>>

function rememberedParents(scan: Scan): Parents {
  let last: { readonly parent: string; readonly shelf: Result<SidecarShelf> } | null = null
  const shelve = async (parent: string): Promise<Result<SidecarShelf>> => {
    const folder = await lookAt(Buffer.from(`${parent}/.`), entryName(Buffer.from(parent)))
    if (!folder.ok) return folder
    const listing = await listFolder(folder.value, scan.mostEntries, scan.signal)
    return listing.ok ? ok(await shelveSidecars(listing.value)) : listing
  }
  return async (path) => {
    const parent = dirname(path)
    if (last?.parent !== parent) last = { parent, shelf: await shelve(parent) }
    return last.shelf
  }
}

async function scanFile(looked: Looked, parents: Parents, scan: Scan): Promise<Candidate | Refusal> {
  const seenAt = scan.clock.now()
  const shelf = await parents(looked.path.toString())
  const found = await settledCandidate(looked, seenAt, shelf.ok ? shelf.value : null, scan)
  if (shelf.ok || found.kind === 'refusal') return found
  const problem = 'the folder of the clip cannot be searched for files that belong to it'
  return { ...found, sidecarFailures: [{ kind: 'bad-sidecar', name: looked.shown.display, problem }] }
}

/** What a person gave. `resolve` takes slashes off the end, behind which a link would be followed. */
async function lookAtGiven(given: string): Promise<Result<Looked>> {
  const shown = { text: given, display: displayName(given) }
  if (given === '' || given.includes('\0')) return failed({ kind: 'file-missing', name: shown.display })
  return lookAt(Buffer.from(resolve(given)), shown)
}

/** True for a sidecar that came along with clips of its folder, as when everything in a folder is given by name. */
function cameAlong(given: string, paths: readonly string[]): boolean {
  const folder = dirname(resolve(given))
  return paths.some((path) => {
    const other = resolve(path)
    return other === folder || (dirname(other) === folder && sidecarKind(other) === null)
  })
}

/**
 * Finds what may be clips in files, folders and mounted disks; see `Intake`. A folder is looked at with all that lies in it, up
 * to a depth and a number of entries. Links, devices, pipes and sockets are refused and never opened (a link among the parents of
 * a given path is the person's own affair), hidden files and what systems leave on disks are passed over. A file that is still
 * being written is refused with `not-stable`.
 */
export async function* scanIntake(
  paths: readonly string[],
  signal: StopSignal,
  limits: Partial<IntakeLimits> = {},
): AsyncGenerator<Candidate | Refusal> {
  const scan: Scan = { ...usual, ...limits, signal }
  const parents = rememberedParents(scan)
  for (const given of paths) {
    if (signal.aborted) return
    const looked = await lookAtGiven(given)
    if (!looked.ok) yield refusal({ text: given, display: displayName(given) }, looked.failure)
    else if (looked.value.stats.isDirectory()) yield* scanFolder(looked.value, scan)
    else if (sidecarKind(given) === null) yield await scanFile(looked.value, parents, scan)
    else if (!cameAlong(given, paths)) {
      const problem = 'it is a file about a clip, and no clip that lies beside it was given'
      yield refusal(looked.value.shown, { kind: 'bad-sidecar', name: looked.value.shown.display, problem })
    }
  }
}
