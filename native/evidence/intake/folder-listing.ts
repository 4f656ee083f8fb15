import { readdir } from 'node:fs/promises'
import type { EntryName, Refusal } from '../../../core/intake/candidate.ts'
import { sidecarKind } from '../../../core/intake/pair-sidecars.ts'
import type { SidecarKind } from '../../../core/intake/sidecar.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { identityOf, sameFile } from '../file-identity.ts'
import { entryName, lastPart, pathWithin } from './entry-name.ts'
import { entryFailure, type Looked, lookAt } from './look.ts'

/** A file that says something about a clip, by its name; what stands there may be no file at all. */
export type SidecarEntry = {
  /** Without its folder, verbatim. */
  readonly name: string
  readonly display: string
  readonly kind: SidecarKind
  readonly looked: Result<Looked>
}

/** What lies in a folder, in the order of the names' bytes. */
export type FolderListing = {
  /** Regular files that may be clips, and what is refused. */
  readonly entries: readonly (Looked | Refusal)[]
  readonly sidecars: readonly SidecarEntry[]
  readonly folders: readonly Looked[]
  /** Everything in the folder, hidden entries too. */
  readonly count: number
}

/** What systems leave behind on disks, in lower case. Names that begin with a point are passed over as well. */
const litter: ReadonlySet<string> = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'system volume information',
  '$recycle.bin',
  'lost+found',
])

const point = 46

function isLitter(name: Buffer): boolean {
  return name[0] === point || litter.has(name.toString('latin1').toLowerCase())
}

type Sorted = { entries: (Looked | Refusal)[]; sidecars: SidecarEntry[]; folders: Looked[] }

/** Puts an entry where it belongs. What is no file under a sidecar's name is refused and told to the clip as well. */
function sortIn(sorted: Sorted, path: Buffer, shown: EntryName, looked: Result<Looked>): void {
  if (looked.ok && looked.value.stats.isDirectory()) {
    sorted.folders.push(looked.value)
    return
  }
  const { text, display } = entryName(lastPart(path))
  const kind = sidecarKind(text)
  if (kind !== null) sorted.sidecars.push({ name: text, display, kind, looked })
  if (!looked.ok) sorted.entries.push({ kind: 'refusal', path: shown, failure: looked.failure })
  else if (kind === null) sorted.entries.push(looked.value)
}

/** The names in a folder. Fails where the folder is no longer the one that was looked at, or holds more than `most`. */
async function namesIn(folder: Looked, most: number): Promise<Result<readonly Buffer[]>> {
  const name = folder.shown.display
  try {
    const names = await readdir(folder.path, { encoding: 'buffer' })
    const after = await lookAt(folder.path, folder.shown)
    if (!after.ok) return after
    if (!sameFile(identityOf(folder.stats), identityOf(after.value.stats)))
      return failed({ kind: 'hostile-entry', name, what: 'swapped' })
    if (names.length > most) return failed({ kind: 'hostile-entry', name, what: 'too-many' })
    return ok(names.toSorted(Buffer.compare))
  } catch (error) {
    return failed(entryFailure(error, folder.shown))
  }
}

/**
 * Looks at everything in a folder, without opening anything. Fails with `hostile-entry` where it holds more than `most` entries
 * or is no longer what was looked at, and as reading does. When stopped, the listing ends early.
 */
export async function listFolder(folder: Looked, most: number, signal: StopSignal): Promise<Result<FolderListing>> {
  const names = await namesIn(folder, most)
  if (!names.ok) return names
  const sorted: Sorted = { entries: [], sidecars: [], folders: [] }
  for (const bytes of names.value) {
    if (signal.aborted) break
    if (isLitter(bytes)) continue
    const path = pathWithin(folder.path, bytes)
    const shown = entryName(pathWithin(Buffer.from(folder.shown.text), bytes))
    sortIn(sorted, path, shown, await lookAt(path, shown))
  }
  return ok({ ...sorted, count: names.value.length })
}
