import { createHash } from 'node:crypto'
import { jsonFault } from '../../../contract/scan-json.ts'
import { type Sha256, sha256 } from '../../../core/clips/clip-index.ts'
import type { Failure, HostileEntry } from '../../../core/failure.ts'
import type { SidecarKind, SidecarValue } from '../../../core/intake/sidecar.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { bytesOfHandle } from '../file-source.ts'
import { codeOf } from '../storage-failure.ts'
import { type Looked, openLooked } from './look.ts'
import { linesNaming, readTable, tableContent } from './sidecar-table.ts'
import { type SidecarProblem, sidecarText } from './sidecar-text.ts'
import { xmlContent } from './sidecar-xml.ts'

/** Largest files that are read beside clips, in bytes: about one clip, and about many. */
export const largestSidecar = { own: 1 << 20, table: 8 << 20 } as const

const standing: Readonly<Record<HostileEntry, string>> = {
  link: 'it is a link to something else, and links are never followed',
  device: 'it is a device, not a file',
  pipe: 'it is a pipe between programs, not a file',
  socket: 'it is a socket of a program, not a file',
  unknown: 'it is no regular file',
  swapped: 'something else was put in its place while it was read',
  'too-deep': 'it lies too deep',
  'too-many': 'its folder holds too much',
}

/** Why a file beside a clip could not be opened or read, in words that go after `could not be used:`. */
export function sidecarProblem(failure: Failure): SidecarProblem {
  if (failure.kind === 'hostile-entry') return standing[failure.what]
  if (failure.kind === 'not-stable') return 'it is still being written'
  return failure.kind === 'file-missing' ? 'it is no longer there' : 'it cannot be read'
}

/** SHA-256 of bytes in memory. */
export function hashOf(bytes: Uint8Array): Sha256 {
  return sha256(createHash('sha256').update(bytes).digest('hex'))
}

/** All bytes of a small file that was looked at; more than `most` are refused before anything is read. */
export async function sidecarBytes(looked: Looked, most: number): Promise<Result<Uint8Array, SidecarProblem>> {
  const opened = await openLooked(looked)
  if (!opened.ok) return failed(sidecarProblem(opened.failure))
  const { handle, stats } = opened.value
  try {
    if (stats.size > BigInt(most)) return failed(`it is larger than ${most >> 20} MB`)
    const size = Number(stats.size)
    return ok(await bytesOfHandle(handle, size).read(0, size))
  } catch (error) {
    if (error instanceof RangeError) return failed('it became shorter while it was read')
    if (codeOf(error) !== null) return failed('it cannot be read')
    throw error
  } finally {
    await handle.close()
  }
}

function jsonContent(text: string): Result<SidecarValue, SidecarProblem> {
  const fault = jsonFault(text)
  if (fault === null) return ok(JSON.parse(text))
  const line = text.slice(0, fault.offset).split('\n').length
  return failed(`it is not sound JSON (line ${line}: ${fault.problem})`)
}

/** A table beside one clip: the lines that name the clip where some do, else all of them. */
function ownTable(text: string, clip: string): Result<SidecarValue, SidecarProblem> {
  const table = readTable(text)
  if (!table.ok) return table
  const naming = linesNaming(table.value, clip)
  return ok(tableContent(table.value, naming.length > 0 ? naming : table.value.lines))
}

/** What the bytes of a clip's own sidecar say. Fails with the reason in plain words. */
export function sidecarContent(
  bytes: Uint8Array,
  kind: SidecarKind,
  clip: string,
): Result<SidecarValue, SidecarProblem> {
  const text = sidecarText(bytes)
  if (!text.ok) return text
  if (kind === 'csv') return ownTable(text.value, clip)
  return kind === 'json' ? jsonContent(text.value) : xmlContent(text.value)
}
