import { howToOpen } from '../contract/wording/how-to-open.ts'
import type { DisclosedFile } from '../core/disclosure/disclosure-record.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { OpenedArchive } from '../core/ports/disclosure-archive.ts'
import type { UnfinishedDisclosure } from '../core/ports/disclosure-target.ts'
import type { Work } from '../core/ports/work.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { papersOf } from './disclosed-papers.ts'
import type { DisclosePorts, DiscloseRequest, DisclosureNames, ReadyDisclosure } from './disclosure-request.ts'
import { withFaults } from './storage-faults.ts'
import { verifyCopy } from './verify-copy.ts'

/** Where a disclosure is written. */
export type Place = { readonly unfinished: UnfinishedDisclosure; readonly names: DisclosureNames }

/** Checks a copy where it was written, and that a key of this vault vouches for it. */
async function checked(
  ports: DisclosePorts,
  { original, certificate, project, signers }: DiscloseRequest,
  copy: ClipSource,
  work: Work,
): Promise<Result<void>> {
  const subject = { copy, original, certificate, certificateName: 'certificate' }
  const asked = { ...subject, project: { project, name: 'project' }, signer: null }
  const verified = await verifyCopy(ports, asked, work)
  if (!verified.ok) return verified
  const { signedBy } = verified.value
  if (signedBy === null) return failed({ kind: 'certificate-unsigned', name: 'certificate' })
  return signers.has(signedBy) ? ok(undefined) : failed({ kind: 'other-signer', name: 'certificate', signer: signedBy })
}

/** Writes the copy, reads it back, and checks the file that was written. */
async function writtenCopy(
  ports: DisclosePorts,
  request: DiscloseRequest,
  { unfinished, names }: Place,
  work: Work,
): Promise<Result<DisclosedFile>> {
  const { copy, certificate } = request
  const written = await withFaults([copy], work.signal, () => unfinished.write(names.copy, copy.bytes, work))
  if (!written.ok) return written
  if (written.value.sha256 !== certificate.payload.copy.sha256)
    return failed({ kind: 'certificate-mismatch', what: 'copy' })
  const good = await checked(ports, request, unfinished.written(names.copy), work)
  return good.ok ? written : good
}

/** Writes the copy and its papers side by side. */
export async function writtenOpen(
  ports: DisclosePorts,
  request: DiscloseRequest,
  place: Place,
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const copy = await writtenCopy(ports, request, place, work)
  if (!copy.ok) return copy
  const files = [copy.value]
  for (const { name, content } of (await papersOf(ports, request, place.names)).files) {
    const file = await place.unfinished.write(name, content, work)
    if (!file.ok) return file
    files.push(file.value)
  }
  return ok({ copy: copy.value, files, inside: [] })
}

type WrittenArchive = { readonly file: DisclosedFile; readonly opened: OpenedArchive }

/** Writes the archive, reads it back, and opens it with the passphrase where it lies: the copy is decrypted in memory alone. */
async function writtenArchive(
  ports: DisclosePorts,
  { request, passphrase }: { readonly request: DiscloseRequest; readonly passphrase: string },
  { unfinished, names }: Place,
  work: Work,
): Promise<Result<WrittenArchive>> {
  const { copy } = request
  const { files, issuedAt } = await papersOf(ports, request, names)
  const entries = [{ name: names.copy, content: copy.bytes }, ...files]
  const sealed = await ports.archive.seal(entries, { passphrase, madeAt: issuedAt })
  const written = await withFaults([copy], work.signal, () => unfinished.write(names.archive, sealed.bytes, work))
  if (!written.ok) return written
  const there = unfinished.written(names.archive)
  const opened = await withFaults([there], work.signal, () => sealed.opened(there, written.value.sha256))
  return opened.ok ? ok({ file: written.value, opened: opened.value }) : opened
}

/** Writes one archive that a passphrase opens, and a sheet beside it that says how. The check is that of a copy that lies open. */
export async function writtenSealed(
  ports: DisclosePorts,
  asked: { readonly request: DiscloseRequest; readonly passphrase: string },
  place: Place,
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const archive = await writtenArchive(ports, asked, place, work)
  if (!archive.ok) return archive
  const { file, opened } = archive.value
  const [copy] = opened.files
  if (copy?.sha256 !== asked.request.certificate.payload.copy.sha256)
    return failed({ kind: 'certificate-mismatch', what: 'copy' })
  const good = await checked(ports, asked.request, opened.first, work)
  if (!good.ok) return good
  const text = howToOpen({ archive: place.names.archive, files: opened.files.map(({ name }) => name) })
  const sheet = await place.unfinished.write(place.names.howToOpen, text, work)
  return sheet.ok ? ok({ copy, files: [file, sheet.value], inside: opened.files }) : sheet
}
