import type { ClipIndex, Sha256 } from '../core/clips/clip-index.ts'
import type { ByteSource } from '../core/ports/bytes.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { CopyTarget, UnpublishedCopy } from '../core/ports/copy-target.ts'
import type { MediaEngine, RenderReport } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import { ok, type Result } from '../core/result.ts'
import { namedFailure } from './named-failure.ts'
import { withFaults } from './storage-faults.ts'

/** A copy that is whole and durable, and that nobody has checked yet. */
export type RenderedCopy = {
  readonly unpublished: UnpublishedCopy
  readonly bytes: ByteSource
  readonly sha256: Sha256
  readonly report: RenderReport
}

/** Renders a plan into a fresh unpublished copy. On failure nothing of it is left; a success is the caller's to publish or discard. */
export async function renderCopy(
  engine: Pick<MediaEngine, 'render'>,
  target: Pick<CopyTarget, 'begin'>,
  subject: { readonly clip: ClipSource; readonly index: ClipIndex; readonly plan: RedactionPlan },
  work: Work,
): Promise<Result<RenderedCopy>> {
  const begun = await target.begin()
  if (!begun.ok) return begun
  const unpublished = begun.value
  let whole = false
  try {
    const { clip, index, plan } = subject
    const rendered = await withFaults([unpublished, clip], work.signal, () =>
      engine.render(clip.bytes, index, plan, unpublished.sink, work),
    )
    if (!rendered.ok) return namedFailure(rendered, clip.name)
    const finished = await unpublished.finish()
    if (!finished.ok) return finished
    whole = true
    return ok({ unpublished, ...finished.value, report: rendered.value })
  } finally {
    if (!whole) await unpublished.discard()
  }
}
