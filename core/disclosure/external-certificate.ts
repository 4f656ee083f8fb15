import type { Sha256 } from '../clips/clip-index.ts'
import type { SecondCheck } from '../policy/redaction-policy.ts'
import type { CanonicalJson } from '../ports/canonical-json.ts'
import type { Instant } from '../ports/clock.ts'
import type { Certificate } from '../verification/certificate.ts'
import type { CheckName, CheckResult } from '../verification/report.ts'

/**
 * What a recipient is told of a copy: that it is this file, and that it passed its checks. Nothing of the original, of who or what
 * recorded it, of who worked on it, or of how many were hidden.
 */
export type ExternalCertificatePayload = {
  readonly version: 1
  readonly issuedAt: Instant
  readonly copy: { readonly sha256: Sha256; readonly bytes: number }
  readonly checks: readonly { readonly check: CheckName; readonly outcome: CheckResult['outcome'] }[]
  /** True where the recording itself is damaged: the copy covers or lacks what could not be read. */
  readonly partial: boolean
  /** How a second person checked before it was approved; `single`: nobody did, as a recorded exception. Null: not known. */
  readonly secondCheck: SecondCheck | null
  /** SHA-256 of the canonical JSON of the schedule that goes with the copy. */
  readonly scheduleSha256: Sha256
  /** SHA-256 of the certificate that is kept: by it those who keep it find theirs. */
  readonly recordSha256: Sha256
}

/** The certificate that goes out with a copy, signed as the kept one is. */
export type ExternalCertificate = {
  readonly payload: ExternalCertificatePayload
  readonly signature: string
  readonly publicKey: string
  readonly keyId: string
}

/** The payload of a copy's external certificate, from the certificate that is kept. */
export function externalPayloadOf(
  { payload }: Certificate,
  about: Pick<ExternalCertificatePayload, 'issuedAt' | 'scheduleSha256' | 'recordSha256'>,
): ExternalCertificatePayload {
  const { sha256, bytes } = payload.copy
  return {
    version: 1,
    issuedAt: about.issuedAt,
    copy: { sha256, bytes },
    checks: payload.checks.map(({ check, outcome }) => ({ check, outcome })),
    partial: payload.partial,
    secondCheck: payload.release?.secondCheck ?? null,
    scheduleSha256: about.scheduleSha256,
    recordSha256: about.recordSha256,
  }
}

/** What is signed: a line that no other kind of document begins with, and the payload's canonical text. */
export function externalMessage(payload: ExternalCertificatePayload, json: Pick<CanonicalJson, 'textOf'>): string {
  return `occlude-external-certificate-v1\n${json.textOf(payload)}`
}
