import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { CopyTarget, PublishedCopy } from '../core/ports/copy-target.ts'
import type { EngineDescription } from '../core/ports/engine-description.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { SecretSource } from '../core/ports/secret-source.ts'
import type { Work } from '../core/ports/work.ts'
import { newProject } from '../core/redaction/new-project.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { ApprovedRelease } from '../core/review/approval.ts'
import type { SpeechRun } from '../core/sound/speech.ts'
import type { LookHere } from '../core/tracking/evidence.ts'
import { trackingClipOf } from '../core/tracking/tracking-clip.ts'
import { copySearch } from '../core/verification/asked-parts.ts'
import type { Certificate, CertificatePayload } from '../core/verification/certificate.ts'
import { tracksFromLeaks } from '../core/verification/leaks.ts'
import type { VerificationReport } from '../core/verification/report.ts'
import { verifiedCopy } from '../core/verification/verified-copy.ts'
import { type AskedDecisions, applyRequest } from './apply-request.ts'
import { type Attempt, attemptCopy, compiled, type Decided } from './attempt-copy.ts'
import { type CertifyPorts, certifyCopy } from './certify-copy.ts'
import { detectClip } from './detect-clip.ts'
import { indexClip } from './index-clip.ts'
import { listenClip } from './listen-clip.ts'
import { type TrackedClip, trackClip } from './track-clip.ts'

/** What redacting takes from its host. */
export type RedactPorts = CertifyPorts & {
  readonly engine: Pick<MediaEngine, 'index' | 'detect' | 'listen' | 'link' | 'render' | 'verify'>
  readonly newSecret: SecretSource
  readonly describeEngine: () => Promise<Result<EngineDescription>>
}

/** A clip, where its copy goes, and what is decided about it. */
export type RedactRequest = {
  readonly clip: ClipSource
  readonly target: CopyTarget
  /** What the person called the copy; its suffix has to suit the clip. */
  readonly copyName: string
  /** Earlier decisions, with the name of where they came from; null detects and tracks afresh. */
  readonly earlier: { readonly project: RedactionProject; readonly name: string } | null
  readonly detection: CertificatePayload['detection']
  readonly asked: AskedDecisions
  /**
   * The approvals of just these decisions; absent: nobody has approved them. What is approved is rendered as it stands: where it leaks,
   * there is no copy, since hiding more would be another edit.
   */
  readonly release?: ApprovedRelease
}

/** A copy that passed, published. */
export type RedactedClip = {
  readonly published: PublishedCopy
  readonly certificate: Certificate
  readonly report: VerificationReport
  /** 2 when the first copy leaked and what leaked was hidden as well. */
  readonly renders: number
}

/** How often a clip is rendered before a leaking copy is a failure (FORMATS.md, Leak in a copy). */
const mostRenders = 2

function suffixProblem(index: ClipIndex, name: string): Result<void> {
  const suffix = index.video ? '.mp4' : '.m4a'
  return name.toLowerCase().endsWith(suffix) ? ok(undefined) : failed({ kind: 'wrong-suffix', name, suffix })
}

async function tracked(
  ports: RedactPorts,
  request: RedactRequest,
  index: ClipIndex,
  work: Work,
): Promise<Result<TrackedClip>> {
  const { clip, earlier, detection } = request
  const frames = index.video?.pts.length ?? 0
  if (earlier) {
    const { project, name } = earlier
    const same = project.clip.sha256 === index.sha256 && project.clip.frames === frames
    return same ? ok({ project, lookHere: [] }) : failed({ kind: 'other-clip', name })
  }
  if (!index.video) {
    const start = { clip: { sha256: index.sha256, frames }, purpose: 'unspecified', secret: ports.newSecret() }
    return ok({ project: newProject(start), lookHere: [] })
  }
  const detect = { ...detection, from: 0, until: null }
  const run = await detectClip(ports.engine, clip, { index, request: detect }, work)
  if (!run.ok) return run
  return trackClip(ports.engine, { run: run.value, runName: clip.name, index }, ports.newSecret, work)
}

/** What may be speech, where that is to be muted. */
async function listened(
  ports: RedactPorts,
  { clip, asked }: RedactRequest,
  index: ClipIndex,
  work: Work,
): Promise<Result<SpeechRun | null>> {
  return asked.sound.rest === 'mute-speech' ? listenClip(ports.engine, clip, index, work) : ok(null)
}

/** Times, frames and regions that the clip does not have are told before anything long begins. Track ids cannot be known yet. */
function askedOfNothing(index: ClipIndex, asked: AskedDecisions): Result<unknown> {
  const clip = { sha256: index.sha256, frames: index.video?.pts.length ?? 0 }
  const nothing = newProject({ clip, purpose: 'unspecified', secret: '0'.repeat(64) })
  return applyRequest(nothing, index, { ...asked, keep: [] })
}

/** What would be rendered is what was approved. */
function asApproved({ json }: RedactPorts, { release }: RedactRequest, project: RedactionProject): Result<void> {
  const same = !release || json.hashOf(project) === release.projectSha256
  return same ? ok(undefined) : failed({ kind: 'certificate-mismatch', what: 'project' })
}

/** The tracks that hide what leaked; empty unless leaks are all that is wrong. */
function remedyFor({ report, project }: Attempt, index: ClipIndex) {
  const clip = trackingClipOf(index)
  const onlyLeaks = report.checks.every(({ check, outcome }) => (outcome === 'failed') === (check === 'leaks'))
  return clip && onlyLeaks && report.leaks.length > 0 ? tracksFromLeaks(report.leaks, project, clip) : []
}

type Settled = { readonly attempt: Attempt; readonly renders: number }

/** Renders and checks; hides what leaked and does it once more. */
async function attempts(
  ports: RedactPorts,
  request: RedactRequest,
  { index, decided }: { readonly index: ClipIndex; readonly decided: Decided },
  work: Work,
): Promise<Result<Settled>> {
  let current = decided
  for (let renders = 1; ; renders++) {
    const tried = await attemptCopy(ports, request, { index, decided: current }, work)
    if (!tried.ok) return tried
    const remedy = renders < mostRenders && !request.release ? remedyFor(tried.value, index) : []
    if (remedy.length === 0) return ok({ attempt: tried.value, renders })
    await tried.value.rendered.unpublished.discard()
    const again = compiled({ ...tried.value.project, tracks: [...tried.value.project.tracks, ...remedy] }, index)
    if (!again.ok) return again
    current = again.value
  }
}

type Conclusion = {
  readonly index: ClipIndex
  readonly settled: Settled
  readonly lookHere: readonly LookHere[]
  readonly engine: EngineDescription
}

/** Certifies and publishes what passed; keeps the report of what did not. The copy is gone unless it was published. */
async function concluded(
  ports: RedactPorts,
  request: RedactRequest,
  { index, settled, lookHere, engine }: Conclusion,
  work: Work,
): Promise<Result<RedactedClip>> {
  const { clip, target } = request
  const { rendered, project, plan, report } = settled.attempt
  const detection = copySearch(project, request.detection)
  const { unpublished } = rendered
  try {
    if (!(await clip.unchanged(index.sha256))) return failed({ kind: 'clip-changed', name: clip.name })
    const copy = verifiedCopy(report, rendered.sha256)
    if (!copy.ok) {
      await unpublished.discard()
      await target.keepReport(ports.json.textOf(report))
      return copy
    }
    if (work.signal.aborted) return failed({ kind: 'cancelled' })
    const { release = null } = request
    const facts = { index, project, plan, detection, lookHere, engine, copy: copy.value, release }
    const certificate = await certifyCopy(ports, { ...facts, render: rendered.report, copyBytes: rendered.bytes.size })
    const documents = { certificate: ports.json.textOf(certificate), project: JSON.stringify(project) }
    const published = await unpublished.publish(copy.value, documents)
    if (!published.ok) return published
    return ok({ published: published.value, certificate, report, renders: settled.renders })
  } finally {
    await unpublished.discard()
  }
}

/**
 * The whole walk from a clip to a verified copy: deep index, detect and track (or earlier decisions), decide, render, check
 * the written file, hide what leaked and render once more, certify, publish. A copy appears only when its checks passed;
 * on failure at most the report stays, when stopped nothing does.
 */
export async function redactClip(
  ports: RedactPorts,
  request: RedactRequest,
  work: Work,
): Promise<Result<RedactedClip>> {
  const engine = await ports.describeEngine()
  if (!engine.ok) return engine
  const indexed = await indexClip(ports.engine, request.clip, true, work)
  if (!indexed.ok) return indexed
  const index = indexed.value
  const suitable = suffixProblem(index, request.copyName)
  if (!suitable.ok) return suitable
  const possible = askedOfNothing(index, request.asked)
  if (!possible.ok) return possible
  const known = await tracked(ports, request, index, work)
  if (!known.ok) return known
  const heard = await listened(ports, request, index, work)
  if (!heard.ok) return heard
  const project = applyRequest(known.value.project, index, request.asked, heard.value)
  if (!project.ok) return project
  const approved = asApproved(ports, request, project.value)
  if (!approved.ok) return approved
  const decided = compiled(project.value, index)
  if (!decided.ok) return decided
  const settled = await attempts(ports, request, { index, decided: decided.value }, work)
  if (!settled.ok) return settled
  const { lookHere } = known.value
  return concluded(ports, request, { index, settled: settled.value, lookHere, engine: engine.value }, work)
}
