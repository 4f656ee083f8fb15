import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { ByteSource } from '../core/ports/bytes.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { FrameMapRun, MediaEngine } from '../core/ports/media-engine.ts'
import type { Progress, Work } from '../core/ports/work.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { ok, type Result } from '../core/result.ts'
import type { CertificatePayload } from '../core/verification/certificate.ts'
import { checkNames, outcomeOf, type VerificationReport } from '../core/verification/report.ts'
import { findLeaksInCopy, type LeakCheck, unsearched } from './find-leaks-in-copy.ts'
import { type Faulty, withFaults } from './storage-faults.ts'

/** A written copy, and as much of what it was made from as there is. */
export type CheckSubject = {
  readonly copy: ByteSource
  readonly name: string
  readonly copyStorage: Faulty
  readonly original: { readonly clip: ClipSource; readonly index: ClipIndex } | null
  readonly decided: { readonly project: RedactionProject; readonly plan: RedactionPlan } | null
  readonly frameMap: readonly FrameMapRun[]
  readonly detection: CertificatePayload['detection']
}

/** Two pieces of work that report as the halves of one stage, at the speed of both together. */
function halvesOf(work: Work): readonly [first: Work, second: Work] {
  let firstSeconds = 0
  const report = ({ done, total }: Progress, before: number, seconds: number): void =>
    work.onProgress({ stage: 'verify', done: before * total + done, total: 2 * total, seconds })
  const first = (progress: Progress): void => {
    firstSeconds = progress.seconds / 2
    report(progress, 0, firstSeconds)
  }
  const second = (progress: Progress): void => {
    // Reading the copy's index comes in between, and takes next to no time.
    if (progress.stage === 'detect') report(progress, 1, firstSeconds + progress.seconds / 2)
  }
  return [
    { signal: work.signal, onProgress: first },
    { signal: work.signal, onProgress: second },
  ]
}

async function leaksIn(
  engine: Pick<MediaEngine, 'index' | 'detect'>,
  subject: CheckSubject,
  work: Work,
): Promise<Result<LeakCheck>> {
  const { original, decided, copy, name, frameMap, detection } = subject
  if (!original || !decided) return ok(unsearched('could-not-run', 'needs the original and the project'))
  const { index } = original
  return findLeaksInCopy(engine, { copy, name, index, ...decided, frameMap, detection }, work)
}

/**
 * Runs every check on a written copy: the engine's, then the search for leaks. What lacks its original or project could not
 * run, which makes the report incomplete, never passed.
 */
export async function checkCopy(
  engine: Pick<MediaEngine, 'index' | 'detect' | 'verify'>,
  subject: CheckSubject,
  work: Work,
): Promise<Result<VerificationReport>> {
  const { copy, original, decided, frameMap } = subject
  const storages = original ? [subject.copyStorage, original.clip] : [subject.copyStorage]
  const request = {
    copy,
    original: original && { source: original.clip.bytes, index: original.index },
    plan: original && decided ? decided.plan : null,
    frameMap,
  }
  const [checking, searching] = halvesOf(work)
  const verified = await withFaults(storages, work.signal, () => engine.verify(request, checking))
  if (!verified.ok) return verified
  const searched = await withFaults(storages, work.signal, () => leaksIn(engine, subject, searching))
  if (!searched.ok) return searched
  const { check, leaks, lookHere } = searched.value
  const all = [...verified.value.filter((each) => each.check !== 'leaks'), check]
  const checks = all.toSorted((a, b) => checkNames.indexOf(a.check) - checkNames.indexOf(b.check))
  return ok({ outcome: outcomeOf(checks), checks, leaks, lookHere })
}
