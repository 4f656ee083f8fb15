import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { Failure } from '../core/failure.ts'
import type { CanonicalJson } from '../core/ports/canonical-json.ts'
import type { SignatureCheck } from '../core/ports/certificate-signer.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import { compilePlan } from '../core/redaction/compile-plan.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { type Certificate, certificateMessage } from '../core/verification/certificate.ts'
import { frameMapOfSpans, sameFrameMap } from '../core/verification/frame-map.ts'
import { type VerifiedCopy, verifiedCopy } from '../core/verification/verified-copy.ts'
import { checkCopy } from './check-copy.ts'
import { indexClip } from './index-clip.ts'

/** What verifying takes from its host. */
export type VerifyPorts = {
  readonly engine: Pick<MediaEngine, 'index' | 'detect' | 'verify'>
  readonly json: CanonicalJson
  readonly checkSignature: SignatureCheck
}

/** A copy that is what its certificate says, and whose key signed that: its fingerprint, or null where nobody signed. */
export type VerifiedBySomebody = { readonly copy: VerifiedCopy; readonly signedBy: string | null }

/** A copy, what is said of it, and as much of what it was made from as there is. */
export type VerifyRequest = {
  readonly copy: ClipSource
  readonly certificate: Certificate
  readonly certificateName: string
  readonly original: ClipSource | null
  readonly project: { readonly project: RedactionProject; readonly name: string } | null
  /** Fingerprint of the only key whose signature is trusted, in lower-case hex; null asks for none, and decides nothing. */
  readonly signer: string | null
}

type Original = { readonly clip: ClipSource; readonly index: ClipIndex }

function mismatch(what: Extract<Failure, { kind: 'certificate-mismatch' }>['what']) {
  return failed({ kind: 'certificate-mismatch' as const, what })
}

/**
 * Who signed the certificate, by fingerprint; null for a certificate without any signature. Half of one is none that could
 * have been made, and a signature that does not hold is worse than none.
 */
function signedBy(ports: VerifyPorts, request: VerifyRequest): Result<string | null> {
  const { certificate, certificateName: name, signer } = request
  const { signature, publicKey, keyId } = certificate
  if (signature === undefined && publicKey === undefined && keyId === undefined)
    return signer === null ? ok(null) : failed({ kind: 'certificate-unsigned', name })
  if (signature === undefined || publicKey === undefined) return mismatch('signature')
  const found = ports.checkSignature(certificateMessage(certificate.payload, ports.json), { signature, publicKey })
  if (found === null || found !== keyId) return mismatch('signature')
  return signer === null || signer === found ? ok(found) : failed({ kind: 'other-signer', name, signer: found })
}

/** Reads the original as deep as for redacting (damaged frames are part of the plan) and requires its hash. */
async function originalOf(ports: VerifyPorts, request: VerifyRequest, work: Work): Promise<Result<Original | null>> {
  const { original: clip, certificate } = request
  if (!clip) return ok(null)
  const indexed = await indexClip(ports.engine, clip, true, work)
  if (!indexed.ok) return indexed
  const index = indexed.value
  return index.sha256 === certificate.payload.source.sha256 ? ok({ clip, index }) : mismatch('source')
}

/** Compiles the plan again; it has to be the one that the certificate names, and so have project and frame map. */
function decidedAgain(
  ports: VerifyPorts,
  request: VerifyRequest,
  original: Original | null,
): Result<{ readonly project: RedactionProject; readonly plan: RedactionPlan } | null> {
  const { payload } = request.certificate
  if (!request.project) return ok(null)
  const { project, name } = request.project
  if (project.clip.sha256 !== payload.source.sha256) return failed({ kind: 'other-clip', name })
  const samePlan = original ? compilePlan(project, original.index) : null
  if (samePlan && !samePlan.ok) return samePlan
  if (samePlan && ports.json.hashOf(samePlan.value) !== payload.planSha256) return mismatch('plan')
  if (ports.json.hashOf(project) !== payload.projectSha256) return mismatch('project')
  if (!samePlan) return ok(null)
  const plan = samePlan.value
  return sameFrameMap(frameMapOfSpans(plan.spans), payload.frameMap) ? ok({ project, plan }) : mismatch('frame-map')
}

/**
 * Checks a copy against its certificate, alone: the signature where there is one, hashes, the plan compiled again, every
 * check of the written file. What is not given cannot be checked: then the failure is `verification-incomplete`, and its
 * report names what is open. Without `signer` a good signature says who signed, not whether they are to be trusted.
 */
export async function verifyCopy(
  ports: VerifyPorts,
  request: VerifyRequest,
  work: Work,
): Promise<Result<VerifiedBySomebody>> {
  const { copy, certificate } = request
  const { frameMap, detection } = certificate.payload
  const signed = signedBy(ports, request)
  if (!signed.ok) return signed
  const written = await indexClip(ports.engine, copy, false, work)
  if (!written.ok) return written
  if (written.value.sha256 !== certificate.payload.copy.sha256) return mismatch('copy')
  const original = await originalOf(ports, request, work)
  if (!original.ok) return original
  const decided = decidedAgain(ports, request, original.value)
  if (!decided.ok) return decided
  const subject = { copy: copy.bytes, name: copy.name, copyStorage: copy, frameMap, detection }
  const facts = { ...subject, original: original.value, decided: decided.value }
  const report = await checkCopy(ports.engine, facts, work)
  if (!report.ok) return report
  if (!(await copy.unchanged(written.value.sha256))) return failed({ kind: 'clip-changed', name: copy.name })
  const verified = verifiedCopy(report.value, written.value.sha256)
  return verified.ok ? ok({ copy: verified.value, signedBy: signed.value }) : verified
}
