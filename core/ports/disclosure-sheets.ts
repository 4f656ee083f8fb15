import type { Sha256 } from '../clips/clip-index.ts'
import type { ExternalCertificate } from '../disclosure/external-certificate.ts'
import type { ExternalSchedule, InternalSchedule } from '../disclosure/schedule.ts'
import type { Instant } from './clock.ts'

/** What a schedule is about. */
export type SheetFacts = { readonly copySha256: Sha256; readonly madeAt: Instant }

/** Makes papers (PDF, A4) of what is said about copies. Equal values give equal bytes. */
export type DisclosureSheets = {
  schedule(schedule: InternalSchedule | ExternalSchedule, about: SheetFacts): Promise<Uint8Array>
  certificate(certificate: ExternalCertificate): Promise<Uint8Array>
}
