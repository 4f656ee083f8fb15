import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { VerificationReport } from '../core/verification/report.ts'
import { type AttemptRequest, attemptCopy, compiled } from './attempt-copy.ts'
import { indexClip } from './index-clip.ts'

/** What a trial copy is made of. */
export type TrialRequest = AttemptRequest & { readonly project: RedactionProject }

/**
 * Renders a project as it stands and checks the written file exactly as that of a copy, for its report alone: nothing is hidden
 * further, certified or published, and nothing of the copy is left, whatever comes of it. What the checks find is no failure.
 */
export async function tryCopy(
  ports: { readonly engine: Pick<MediaEngine, 'index' | 'detect' | 'render' | 'verify'> },
  { project, ...request }: TrialRequest,
  work: Work,
): Promise<Result<VerificationReport>> {
  const { clip } = request
  const index = await indexClip(ports.engine, clip, true, work)
  if (!index.ok) return index
  const decided = compiled(project, index.value)
  if (!decided.ok) return decided
  const tried = await attemptCopy(ports, request, { index: index.value, decided: decided.value }, work)
  if (!tried.ok) return tried
  await tried.value.rendered.unpublished.discard()
  if (!(await clip.unchanged(index.value.sha256))) return failed({ kind: 'clip-changed', name: clip.name })
  return work.signal.aborted ? failed({ kind: 'cancelled' }) : ok(tried.value.report)
}
