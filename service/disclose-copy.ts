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

/** Writes down that it leaves, in one transaction with the log. Files have their names only after it has succeeded. */
export type RegisterDisclosure = (ready: ReadyDisclosure) => Promise<Result<void>>

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

/**
 * The only way out. Writes a copy with its papers into a folder under names that are no names yet (side by side, or in one archive
 * that a passphrase opens), reads everything back, checks the copy that was written, writes down that it leaves, and only then gives
 * the files their names: whatever ends it before leaves nothing that looks finished, and no file has its name without standing in
 * the register. Approval is its caller's to see to.
 */
export async function discloseCopy(
  ports: DisclosePorts,
  request: DiscloseRequest,
  register: RegisterDisclosure,
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const { passphrase, folder } = request
  const place = await begun(ports, request)
  if (!place.ok) return place
  const { unfinished } = place.value
  try {
    const ready =
      passphrase === null
        ? await writtenOpen(ports, request, place.value, work)
        : await writtenSealed(ports, { request, passphrase }, place.value, work)
    if (!ready.ok) return ready
    const unchanged = await unfinished.unchanged()
    if (!unchanged.ok) return unchanged
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    const registered = await register(ready.value)
    if (!registered.ok) return registered
    const named = await unfinished.name()
    if (named.ok) return ready
    // It stands in the register, and its bytes may lie there: whoever reads this has to know.
    return failed({ kind: 'medium-gone', name: folder.split(/[\\/]/).at(-1) ?? folder, registered: true })
  } finally {
    await unfinished.discard()
  }
}
