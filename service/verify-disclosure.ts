import type { Sha256 } from '../core/clips/clip-index.ts'
import { type ExternalCertificate, externalMessage } from '../core/disclosure/external-certificate.ts'
import type { ExternalSchedule } from '../core/disclosure/schedule.ts'
import type { ByteSource } from '../core/ports/bytes.ts'
import type { CanonicalJson } from '../core/ports/canonical-json.ts'
import type { SignatureCheck } from '../core/ports/certificate-signer.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import { failed, ok, type Result } from '../core/result.ts'

/** What checking a disclosure takes from its host: neither a vault nor an engine. */
export type VerifyDisclosurePorts = {
  readonly json: CanonicalJson
  readonly checkSignature: SignatureCheck
  /** SHA-256 of all bytes. Rejects where they cannot be read. */
  readonly hashOfBytes: (bytes: ByteSource) => Promise<Sha256>
}

/** What a recipient was given. */
export type GivenDisclosure = {
  readonly copy: ClipSource
  readonly certificate: ExternalCertificate
  readonly certificateName: string
  readonly schedule: ExternalSchedule
  /** Fingerprint of the only key that is trusted, in lower-case hex; null asks for none, and decides nothing. */
  readonly signer: string | null
}

function mismatch(what: 'copy' | 'schedule' | 'signature') {
  return failed({ kind: 'certificate-mismatch' as const, what })
}

/**
 * Checks what a recipient was given, by itself: that the certificate is signed, by whom, and that copy and schedule are those that it
 * is about. Answers the fingerprint of the key. What was done to the recording only the vault can check. Fails with
 * `certificate-mismatch`, `other-signer`.
 */
export async function verifyDisclosure(
  { json, checkSignature, hashOfBytes }: VerifyDisclosurePorts,
  { copy, certificate, certificateName: name, schedule, signer }: GivenDisclosure,
): Promise<Result<string>> {
  const { payload, signature, publicKey, keyId } = certificate
  const signedBy = checkSignature(externalMessage(payload, json), { signature, publicKey })
  if (signedBy === null || signedBy !== keyId) return mismatch('signature')
  if (signer !== null && signer !== signedBy) return failed({ kind: 'other-signer', name, signer: signedBy })
  if (json.hashOf(schedule) !== payload.scheduleSha256) return mismatch('schedule')
  const isCopy = copy.bytes.size === payload.copy.bytes && (await hashOfBytes(copy.bytes)) === payload.copy.sha256
  return isCopy ? ok(signedBy) : mismatch('copy')
}
