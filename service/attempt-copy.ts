import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { CopyTarget } from '../core/ports/copy-target.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import { compilePlan } from '../core/redaction/compile-plan.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { ok, type Result } from '../core/result.ts'
import type { CertificatePayload } from '../core/verification/certificate.ts'
import type { VerificationReport } from '../core/verification/report.ts'
import { damagedFramesOf } from './certify-copy.ts'
import { checkCopy } from './check-copy.ts'
import { type RenderedCopy, renderCopy } from './render-copy.ts'

/** A compiled set of decisions. */
export type Decided = { readonly project: RedactionProject; readonly plan: RedactionPlan }

/** A rendered and checked copy, whatever the checks said. */
export type Attempt = Decided & { readonly rendered: RenderedCopy; readonly report: VerificationReport }

/** What is rendered, where to, and what the copy is searched for. */
export type AttemptRequest = {
  readonly clip: ClipSource
  readonly target: Pick<CopyTarget, 'begin'>
  readonly copyName: string
  readonly detection: CertificatePayload['detection']
}

/** Decisions as render and verify take them. */
export function compiled(project: RedactionProject, index: ClipIndex): Result<Decided> {
  const plan = compilePlan(project, index)
  return plan.ok ? ok({ project, plan: plan.value }) : plan
}

/** Covers frames of which only rendering noticed that they are damaged: decided in the project, so that the plan can be compiled again from it. */
function withDamage(decided: Decided, index: ClipIndex, rendered: RenderedCopy): Result<Decided> {
  const known = new Set<number>(index.video?.damagedFrames ?? [])
  const unknown = damagedFramesOf(index, rendered.report).filter((frame) => !known.has(frame))
  if (unknown.length === 0) return ok(decided)
  const blanks = unknown.map((from) => ({ from, until: (from + 1) as typeof from, reason: 'damaged' }))
  return compiled({ ...decided.project, blanks: [...decided.project.blanks, ...blanks] }, index)
}

/** Renders and checks once. Whatever fails or throws, nothing is left of the copy; a success holds it for its caller. */
export async function attemptCopy(
  { engine }: { readonly engine: Pick<MediaEngine, 'index' | 'detect' | 'render' | 'verify'> },
  { clip, target, copyName, detection }: AttemptRequest,
  { index, decided }: { readonly index: ClipIndex; readonly decided: Decided },
  work: Work,
): Promise<Result<Attempt>> {
  const render = await renderCopy(engine, target, { clip, index, plan: decided.plan }, work)
  if (!render.ok) return render
  const rendered = render.value
  const { unpublished, bytes } = rendered
  let checked = false
  try {
    const covered = withDamage(decided, index, rendered)
    if (!covered.ok) return covered
    const original = { clip, index }
    const { frameMap } = rendered.report
    const subject = { copy: bytes, name: copyName, copyStorage: unpublished, original, frameMap, detection }
    const report = await checkCopy(engine, { ...subject, decided: covered.value }, work)
    if (!report.ok) return report
    checked = true
    return ok({ ...covered.value, rendered, report: report.value })
  } finally {
    if (!checked) await unpublished.discard()
  }
}
