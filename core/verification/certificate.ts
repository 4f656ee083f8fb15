import type { Anchor } from '../audit/checkpoint.ts'
import type { Sha256 } from '../clips/clip-index.ts'
import type { Search } from '../detection/detection.ts'
import type { CanonicalJson } from '../ports/canonical-json.ts'
import type { Instant } from '../ports/clock.ts'
import type { FrameMapRun } from '../ports/media-engine.ts'
import type { ApprovedRelease } from '../review/approval.ts'
import type { FrameIndex } from '../time.ts'
import type { LookHere } from '../tracking/evidence.ts'
import type { CheckResult } from './report.ts'

/** How often what happened in a copy. Frames are frames of the source, tracks those of the project. */
export type CertificateCounts = {
  readonly sourceFrames: number
  readonly copyFrames: number
  readonly omittedFrames: number
  readonly blankedFrames: number
  readonly tracksHidden: number
  readonly tracksKept: number
  readonly tracksIgnored: number
}

/** What a certificate says of a copy. It names no person, no place and no file. */
export type CertificatePayload = {
  readonly version: 1
  readonly issuedAt: Instant
  readonly source: { readonly sha256: Sha256; readonly bytes: number }
  readonly copy: { readonly sha256: Sha256; readonly bytes: number }
  /** Over the canonical JSON (RFC 8785) of the plan and of the project. */
  readonly planSha256: Sha256
  readonly projectSha256: Sha256
  /** Empty for audio-only clips. */
  readonly frameMap: readonly FrameMapRun[]
  /** True where the source was damaged or cut short: the copy covers the frames named here, or lacks what the source lacks. */
  readonly partial: boolean
  readonly damagedFrames: readonly FrameIndex[]
  readonly missingFrames: number
  /** True where sound of the source is missing or does not decode: there the copy is silent. */
  readonly soundDamaged?: true
  /** How the copy was searched for leaks. */
  readonly detection: Search
  /** Versions of what rendered and checked, and the SHA-256 of each model, by name. */
  readonly versions: Readonly<Record<string, string>>
  readonly models: Readonly<Record<string, string>>
  readonly checks: readonly CheckResult[]
  /** Source frames that a person should see. */
  readonly lookHere: readonly LookHere[]
  readonly counts: CertificateCounts
  /** Per audio track of the copy, what was silenced or covered by a tone, in seconds of the disclosed parts. */
  readonly mutedSeconds: readonly number[]
  readonly bleepedSeconds: readonly number[]
  /**
   * The head of the vault's audit log when the certificate was made; absent for copies made without a vault. Whoever holds
   * the certificate can tell later whether the log was cut or written anew.
   */
  readonly auditAnchor?: Anchor
  /**
   * Who approved what this copy was made from, by role and date. Absent for copies that nobody has approved: such a copy is no release.
   * What the project of `projectSha256` has beside the approved one only covers more (frames that turned out to be damaged).
   */
  readonly release?: ApprovedRelease
}

/**
 * A redaction certificate. Signature, public key and fingerprint (see `CertificateSignature`) come from the vault; without
 * them the certificate vouches for nothing but its own consistency.
 */
export type Certificate = {
  readonly payload: CertificatePayload
  readonly signature?: string
  readonly publicKey?: string
  readonly keyId?: string
}

/** What is signed: a line that no other kind of document begins with, and the payload's canonical text. */
export function certificateMessage(payload: CertificatePayload, json: Pick<CanonicalJson, 'textOf'>): string {
  return `occlude-certificate-v1\n${json.textOf(payload)}`
}
