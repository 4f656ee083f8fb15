import type { Sha256 } from '../core/clips/clip-index.ts'
import type { DisclosedFile } from '../core/disclosure/disclosure-record.ts'
import {
  type ExternalCertificate,
  externalMessage,
  externalPayloadOf,
} from '../core/disclosure/external-certificate.ts'
import type { ExternalSchedule } from '../core/disclosure/schedule.ts'
import type { CertificateSigner } from '../core/ports/certificate-signer.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { DisclosureSheets } from '../core/ports/disclosure-sheets.ts'
import type { DisclosureTarget, UnfinishedDisclosure } from '../core/ports/disclosure-target.ts'
import type { Work } from '../core/ports/work.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Certificate } from '../core/verification/certificate.ts'
import { withFaults } from './storage-faults.ts'
import { type VerifyPorts, verifyCopy } from './verify-copy.ts'

/** What disclosing takes from its host. */
export type DisclosePorts = VerifyPorts & {
  readonly now: Clock
  readonly sign: CertificateSigner
  readonly sheets: DisclosureSheets
  readonly target: DisclosureTarget
}

/** An approved copy with what it was made from, where it goes, and what its recipient is told. */
export type DiscloseRequest = {
  readonly copy: ClipSource
  readonly original: ClipSource
  readonly certificate: Certificate
  readonly project: RedactionProject
  readonly schedule: ExternalSchedule
  /** Fingerprints of the keys that this vault has signed with: a certificate by any other is none of its own. */
  readonly signers: ReadonlySet<string>
  /** `.mp4` or `.m4a`. */
  readonly suffix: string
  /** An absolute path. */
  readonly folder: string
}

/** What lies in the folder, whole, read back and checked, and has no name yet. */
export type ReadyDisclosure = {
  /** Of the copy, as it was read back. */
  readonly copy: DisclosedFile
  /** Everything that leaves, the copy first. */
  readonly files: readonly DisclosedFile[]
}

/** Writes down that it leaves, in one transaction with the log. Files have their names only after it has succeeded. */
export type RegisterDisclosure = (ready: ReadyDisclosure) => Promise<Result<void>>

/** Room for the papers, in bytes. */
const roomForPapers = 4 << 20

/**
 * Names tell nothing but which file it is: no clip, no camera, no person. The same copy has the same names, so that what an
 * interrupted attempt left is found.
 */
function namesOf(sha256: Sha256, suffix: string) {
  const stem = `redacted-copy-${sha256.slice(0, 12)}`
  return {
    copy: `${stem}${suffix}`,
    certificate: `${stem}.certificate.json`,
    certificateSheet: `${stem}.certificate.pdf`,
    schedule: `${stem}.schedule.json`,
    scheduleSheet: `${stem}.schedule.pdf`,
  }
}

/** The certificate for the recipient. Its key is that of the vault, as the kept one's is. */
function certificateFor({ json, sign, now }: DisclosePorts, request: DiscloseRequest): ExternalCertificate {
  const about = {
    issuedAt: now(),
    scheduleSha256: json.hashOf(request.schedule),
    recordSha256: json.hashOf(request.certificate),
  }
  const payload = externalPayloadOf(request.certificate, about)
  return { payload, ...sign(externalMessage(payload, json)) }
}

type Names = ReturnType<typeof namesOf>

async function papersOf(ports: DisclosePorts, request: DiscloseRequest, names: Names) {
  const certificate = certificateFor(ports, request)
  const { copy, issuedAt } = certificate.payload
  const about = { copySha256: copy.sha256, madeAt: issuedAt }
  return [
    [names.certificate, ports.json.textOf(certificate)],
    [names.certificateSheet, await ports.sheets.certificate(certificate)],
    [names.schedule, ports.json.textOf(request.schedule)],
    [names.scheduleSheet, await ports.sheets.schedule(request.schedule, about)],
  ] as const
}

/** Writes the copy, reads it back, and checks the file that was written. */
async function writtenCopy(
  ports: DisclosePorts,
  request: DiscloseRequest,
  { unfinished, name }: { readonly unfinished: UnfinishedDisclosure; readonly name: string },
  work: Work,
): Promise<Result<DisclosedFile>> {
  const { copy, original, certificate, project } = request
  const written = await withFaults([copy], work.signal, () => unfinished.write(name, copy.bytes, work))
  if (!written.ok) return written
  if (written.value.sha256 !== certificate.payload.copy.sha256)
    return failed({ kind: 'certificate-mismatch', what: 'copy' })
  const subject = { copy: unfinished.written(name), original, certificate, certificateName: 'certificate' }
  const asked = { ...subject, project: { project, name: 'project' }, signer: null }
  const verified = await verifyCopy(ports, asked, work)
  if (!verified.ok) return verified
  const { signedBy } = verified.value
  if (signedBy === null) return failed({ kind: 'certificate-unsigned', name: 'certificate' })
  if (!request.signers.has(signedBy)) return failed({ kind: 'other-signer', name: 'certificate', signer: signedBy })
  return written
}

async function written(
  ports: DisclosePorts,
  request: DiscloseRequest,
  { unfinished, names }: { readonly unfinished: UnfinishedDisclosure; readonly names: Names },
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const copy = await writtenCopy(ports, request, { unfinished, name: names.copy }, work)
  if (!copy.ok) return copy
  const files = [copy.value]
  for (const [name, content] of await papersOf(ports, request, names)) {
    const file = await unfinished.write(name, content, work)
    if (!file.ok) return file
    files.push(file.value)
  }
  return ok({ copy: copy.value, files })
}

/**
 * The only way out. Writes a copy with its papers into a folder under names that are no names yet, reads everything back, checks the
 * copy that was written, writes down that it leaves, and only then gives the files their names: whatever ends it before leaves
 * nothing that looks finished, and no file has its name without standing in the register. Approval is its caller's to see to.
 */
export async function discloseCopy(
  ports: DisclosePorts,
  request: DiscloseRequest,
  register: RegisterDisclosure,
  work: Work,
): Promise<Result<ReadyDisclosure>> {
  const { copy, certificate, suffix, folder } = request
  const names = namesOf(certificate.payload.copy.sha256, suffix)
  const begun = await ports.target(folder, { names: Object.values(names), bytes: copy.bytes.size + roomForPapers })
  if (!begun.ok) return begun
  const unfinished = begun.value
  try {
    const ready = await written(ports, request, { unfinished, names }, work)
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
