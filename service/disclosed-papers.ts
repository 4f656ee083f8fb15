import {
  type ExternalCertificate,
  externalMessage,
  externalPayloadOf,
} from '../core/disclosure/external-certificate.ts'
import type { Instant } from '../core/ports/clock.ts'
import type { ArchiveEntry } from '../core/ports/disclosure-archive.ts'
import type { DisclosePorts, DiscloseRequest, DisclosureNames } from './disclosure-request.ts'

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

/** What goes out beside a copy, and when it was issued. */
export type DisclosedPapers = { readonly files: readonly ArchiveEntry[]; readonly issuedAt: Instant }

/** Makes what a recipient is told. */
export async function papersOf(
  ports: DisclosePorts,
  request: DiscloseRequest,
  names: DisclosureNames,
): Promise<DisclosedPapers> {
  const certificate = certificateFor(ports, request)
  const { copy, issuedAt } = certificate.payload
  const about = { copySha256: copy.sha256, madeAt: issuedAt }
  const files = [
    { name: names.certificate, content: ports.json.textOf(certificate) },
    { name: names.certificateSheet, content: await ports.sheets.certificate(certificate) },
    { name: names.schedule, content: ports.json.textOf(request.schedule) },
    { name: names.scheduleSheet, content: await ports.sheets.schedule(request.schedule, about) },
  ]
  return { files, issuedAt }
}
