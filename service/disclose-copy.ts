import type { Failure } from '../core/failure.ts'
import type { Work } from '../core/ports/work.ts'
import { failed, ok, type Result } from '../core/result.ts'
import {
  type DisclosePorts,
  type DiscloseRequest,
  namesInFolder,
  namesOf,
  type ReadyDisclosure,
} from './disclosure-request.ts'
import { type Place, writtenOpen, writtenSealed } from './written-disclosure.ts'

/** What is written down of a disclosure, each step in one transaction with the log. */
export type DisclosureRegister = {
  /** That it begins: before the first byte is written out. */
  readonly begin: () => Promise<Result<void>>
  /** That it leaves. Files have their names only after it has succeeded. */
  readonly enter: (ready: ReadyDisclosure) => Promise<Result<void>>
  /** How it ended; null: it is complete. */
  readonly end: (failure: Failure | null) => Promise<Result<void>>
}

/** Room for the papers, in bytes. */
const roomForPapers = 4 << 20

/** What encrypting adds, at most: a tag to each 65,536 bytes, a header, and the directory of the archive. */
function roomFor({ copy, passphrase }: DiscloseRequest): number {
  return copy.bytes.size + roomForPapers + (passphrase === null ? 0 : Math.ceil(copy.bytes.size / 4_096))
}

async function begun(ports: DisclosePorts, request: DiscloseRequest): Promise<Result<Place>> {
  const names = namesOf(request.certificate.payload.copy.sha256, request.suffix)
  const { sealed, open } = namesInFolder(names)
  const [inFolder, otherNames] = request.passphrase === null ? [open, sealed] : [sealed, open]
  const target = await ports.target(request.folder, { names: inFolder, otherNames, bytes: roomFor(request) })
  return target.ok ? ok({ unfinished: target.value, names }) : target
}

async function written(
  ports: DisclosePorts,
  request: DiscloseRequest,
  place: Place,
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const { passphrase } = request
  const ready =
    passphrase === null
      ? await writtenOpen(ports, request, place, work)
      : await writtenSealed(ports, { request, passphrase }, place, work)
  if (!ready.ok) return ready
  const unchanged = await place.unfinished.unchanged()
  if (!unchanged.ok) return unchanged
  return work.signal.aborted ? failed({ kind: 'cancelled' }) : ready
}

async function leaving(
  ports: DisclosePorts,
  request: DiscloseRequest,
  { place, register }: { readonly place: Place; readonly register: DisclosureRegister },
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const { folder } = request
  const ready = await written(ports, request, place, work)
  if (!ready.ok) return ready
  const registered = await register.enter(ready.value)
  if (!registered.ok) return registered
  const named = await place.unfinished.name()
  if (named.ok) return ready
  // It stands in the register, and its bytes may lie there: whoever reads this has to know.
  return failed({ kind: 'medium-gone', name: folder.split(/[\\/]/).at(-1) ?? folder, registered: true })
}

/**
 * The only way out. Writes a copy with its papers into a folder under names that are no names yet (side by side, or in one archive
 * that a passphrase opens), reads everything back, checks the copy that was written, writes down that it leaves, and only then gives
 * the files their names: whatever ends it before leaves nothing that looks finished, and no file has its name without standing in
 * the register. What began and how it ended is written down, too; what nobody could end there is unknown. Approval is its caller's
 * to see to.
 */
export async function discloseCopy(
  ports: DisclosePorts,
  request: DiscloseRequest,
  register: DisclosureRegister,
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const place = await begun(ports, request)
  if (!place.ok) return place
  let left: Result<ReadyDisclosure>
  try {
    const entered = await register.begin()
    if (!entered.ok) return entered
    left = await leaving(ports, request, { place: place.value, register }, work)
  } finally {
    await place.value.unfinished.discard()
  }
  // An end that cannot be written down leaves the line without one, which makes it unknown. What has left has left all the same.
  await register.end(left.ok ? null : left.failure)
  return left
}
