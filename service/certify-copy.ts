import type { Anchor } from '../core/audit/checkpoint.ts'
import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { CanonicalJson } from '../core/ports/canonical-json.ts'
import type { CertificateSigner } from '../core/ports/certificate-signer.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { EngineDescription } from '../core/ports/engine-description.ts'
import type { RenderReport } from '../core/ports/media-engine.ts'
import type { PlanAudioRange, RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { fateOf, personDecisions } from '../core/redaction/regions-at.ts'
import type { ApprovedRelease } from '../core/review/approval.ts'
import type { FrameIndex } from '../core/time.ts'
import type { LookHere } from '../core/tracking/evidence.ts'
import {
  type Certificate,
  type CertificateCounts,
  type CertificatePayload,
  certificateMessage,
} from '../core/verification/certificate.ts'
import { outputFramesOf } from '../core/verification/frame-map.ts'
import type { VerifiedCopy } from '../core/verification/verified-copy.ts'

/** Everything that a certificate is made from. */
export type CertifiedWork = {
  readonly index: ClipIndex
  readonly project: RedactionProject
  readonly plan: RedactionPlan
  readonly render: RenderReport
  readonly copy: VerifiedCopy
  readonly copyBytes: number
  readonly detection: CertificatePayload['detection']
  readonly engine: EngineDescription
  /** Frames of which the tracks themselves are unsure. */
  readonly lookHere: readonly LookHere[]
  /** The approvals of what it is made from; null: nobody has approved it. */
  readonly release: ApprovedRelease | null
}

/** What the host lends: the time and the canonical form; a vault also its signature, and the head of its audit log. */
export type CertifyPorts = {
  readonly now: Clock
  readonly json: CanonicalJson
  readonly sign?: CertificateSigner
  /** Asked for each certificate, just before it is signed. */
  readonly auditAnchor?: () => Promise<Anchor>
}

function countsOf(project: RedactionProject, plan: RedactionPlan, render: RenderReport): CertificateCounts {
  const persons = personDecisions(project.tracks)
  const fates = project.tracks.map((track) => fateOf(track, persons))
  const count = <T>(values: readonly T[], wanted: T) => values.filter((value) => value === wanted).length
  const modes = plan.frames.map(({ mode }) => mode)
  return {
    sourceFrames: plan.clip.frames,
    copyFrames: outputFramesOf(render.frameMap),
    omittedFrames: count(modes, 'omit'),
    blankedFrames: count(modes, 'blank'),
    tracksHidden: count(fates, 'hidden'),
    tracksKept: count(fates, 'kept'),
    tracksIgnored: count(fates, 'ignored'),
  }
}

/** Per audio track, how many seconds of the disclosed parts are changed in this way; to the millisecond. */
function changedSeconds(plan: RedactionPlan, index: ClipIndex, kind: PlanAudioRange['kind']): readonly number[] {
  return plan.audio.map(({ track, ranges }) => {
    const rate = index.audio.find((audio) => audio.track === track)?.sampleRate ?? 1
    let sum = 0
    for (const range of ranges.filter((each) => each.kind === kind))
      for (const [from, until] of plan.spanSeconds)
        sum += Math.max(0, Math.min(until, range.untilSample / rate) - Math.max(from, range.fromSample / rate))
    return Math.round(sum * 1000) / 1000
  })
}

/** Source frames that did not decode cleanly, whether reading or rendering noticed; sorted. */
export function damagedFramesOf(index: ClipIndex, render: RenderReport): readonly FrameIndex[] {
  return [...new Set([...(index.video?.damagedFrames ?? []), ...render.damagedFrames])].toSorted((a, b) => a - b)
}

/** Certifies a verified copy. It is signed when the host lends a signature: that takes a key from a vault. */
export async function certifyCopy(ports: CertifyPorts, work: CertifiedWork): Promise<Certificate> {
  const anchor = await ports.auditAnchor?.()
  const payload = { ...payloadOf(ports, work), ...(anchor ? { auditAnchor: anchorOnly(anchor) } : {}) }
  return ports.sign ? { payload, ...ports.sign(certificateMessage(payload, ports.json)) } : { payload }
}

/** Without what else a host's answer may hold. */
function anchorOnly({ size, root }: Anchor): Anchor {
  return { size, root }
}

function payloadOf(ports: CertifyPorts, work: CertifiedWork): CertificatePayload {
  const { index, project, plan, render, copy, copyBytes, detection, engine } = work
  const damagedFrames = damagedFramesOf(index, render)
  const missingFrames = index.video?.missingFrames ?? 0
  const soundDamaged = (index.lostSoundTracks ?? 0) > 0 || index.audio.some(({ lostSamples }) => (lostSamples ?? 0) > 0)
  const damaged = damagedFrames.map((frame): LookHere => ({ frame, why: 'damaged', weight: 1 }))
  return {
    version: 1,
    issuedAt: ports.now(),
    source: { sha256: index.sha256, bytes: index.bytes },
    copy: { sha256: copy.sha256, bytes: copyBytes },
    planSha256: ports.json.hashOf(plan),
    projectSha256: ports.json.hashOf(project),
    frameMap: render.frameMap,
    partial: damagedFrames.length > 0 || missingFrames > 0 || soundDamaged,
    damagedFrames,
    missingFrames,
    ...(soundDamaged ? { soundDamaged } : {}),
    detection,
    versions: { ...engine.versions, ...render.versions },
    models: engine.models,
    checks: copy.report.checks,
    lookHere: [...work.lookHere, ...copy.report.lookHere, ...damaged].toSorted((a, b) => a.frame - b.frame),
    counts: countsOf(project, plan, render),
    mutedSeconds: changedSeconds(plan, index, 'mute'),
    bleepedSeconds: changedSeconds(plan, index, 'bleep'),
    ...(work.release ? { release: work.release } : {}),
  }
}
