import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { CanonicalJson } from '../core/ports/canonical-json.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import { compilePlan } from '../core/redaction/compile-plan.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Certificate } from '../core/verification/certificate.ts'
import { frameMapOfSpans, sameFrameMap } from '../core/verification/frame-map.ts'
import { type VerifiedCopy, verifiedCopy } from '../core/verification/verified-copy.ts'
import { checkCopy } from './check-copy.ts'
import { indexClip } from './index-clip.ts'

/** What verifying takes from its host. */
export type VerifyPorts = {
  readonly engine: Pick<MediaEngine, 'index' | 'detect' | 'verify'>
  readonly json: CanonicalJson
}

/** A copy, what is said of it, and as much of what it was made from as there is. */
export type VerifyRequest = {
  readonly copy: ClipSource
  readonly certificate: Certificate
  readonly certificateName: string
  readonly original: ClipSource | null
  readonly project: { readonly project: RedactionProject; readonly name: string } | null
  /** Fingerprint of the only key whose signature is trusted; null asks for none. */
  readonly signer: string | null
}

type Original = { readonly clip: ClipSource; readonly index: ClipIndex }

function mismatch(what: 'copy' | 'source' | 'plan' | 'project' | 'frame-map') {
  return failed({ kind: 'certificate-mismatch' as const, what })
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
 * Checks a copy against its certificate, alone: hashes, the plan compiled again, every check of the written file. What is
 * not given cannot be checked: then the failure is `verification-incomplete`, and its report names what is open.
 */
export async function verifyCopy(
  ports: VerifyPorts,
  request: VerifyRequest,
  work: Work,
): Promise<Result<VerifiedCopy>> {
  const { copy, certificate, certificateName, signer } = request
  const { frameMap, detection } = certificate.payload
  // There are no signatures yet, so none can be trusted; they come with the vault.
  if (signer !== null) return failed({ kind: 'certificate-unsigned', name: certificateName })
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
  return verifiedCopy(report.value, written.value.sha256)
}
