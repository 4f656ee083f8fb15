import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import { compilePlan } from '../core/redaction/compile-plan.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { failed, type Result } from '../core/result.ts'
import { indexClip } from './index-clip.ts'

/** The plan that a project makes of its clip, from a deep index: damaged frames are blanked as in the copy. */
export async function planClip(
  engine: Pick<MediaEngine, 'index'>,
  clip: ClipSource,
  { project, name }: { readonly project: RedactionProject; readonly name: string },
  work: Work,
): Promise<Result<RedactionPlan>> {
  const indexed = await indexClip(engine, clip, true, work)
  if (!indexed.ok) return indexed
  const plan = compilePlan(project, indexed.value)
  return !plan.ok && plan.failure.kind === 'other-clip' ? failed({ kind: 'other-clip', name }) : plan
}
