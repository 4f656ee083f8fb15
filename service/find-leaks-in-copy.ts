import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { DetectionRun, Search } from '../core/detection/detection.ts'
import type { ByteSource } from '../core/ports/bytes.ts'
import type { FrameMapRun, MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import type { RedactionPlan } from '../core/redaction/plan.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import { ok, type Result } from '../core/result.ts'
import { frameIndex } from '../core/time.ts'
import { settingsFor } from '../core/tracking/tracking-clip.ts'
import { copySearch } from '../core/verification/asked-parts.ts'
import { outputFramesOf, sourceFrameOf } from '../core/verification/frame-map.ts'
import { findLeaks, type LeakFindings } from '../core/verification/leaks.ts'
import type { CheckResult } from '../core/verification/report.ts'

/** A copy in which nothing that should be hidden may be found. */
export type LeakSubject = {
  readonly copy: ByteSource
  readonly name: string
  readonly index: ClipIndex
  readonly project: RedactionProject
  readonly plan: RedactionPlan
  readonly frameMap: readonly FrameMapRun[]
  readonly detection: Search
}

/** The check and what it found. */
export type LeakCheck = LeakFindings & { readonly check: CheckResult }

/** How many failures a check names (CheckResult.failures). */
const mostNamed = 20

/** The check's answer when there is nothing to search, or nothing to search with. */
export function unsearched(outcome: 'not-applicable' | 'could-not-run', detail?: string): LeakCheck {
  const failures = detail === undefined ? [] : [{ kind: 'leaks' as const, detail }]
  return { leaks: [], lookHere: [], check: { check: 'leaks', outcome, figures: {}, failures } }
}

/** The same detections, at the frames of the source that the copy's frames show. */
function atSourceFrames(run: DetectionRun, plan: RedactionPlan, frameMap: readonly FrameMapRun[]): DetectionRun {
  const moved = <T extends { readonly frame: number }>(values: readonly T[]) =>
    values.flatMap((value) => {
      const frame = sourceFrameOf(frameMap, value.frame)
      return frame === null ? [] : [{ ...value, frame }]
    })
  return { ...run, clip: plan.clip, failed: [], examined: moved(run.examined), detections: moved(run.detections) }
}

function judged(run: DetectionRun, { leaks, lookHere }: LeakFindings): LeakCheck {
  const failures = leaks.slice(0, mostNamed).map(({ frame, class: shown, box, score }) => ({
    kind: 'leaks' as const,
    frame,
    detail: `${shown} at ${box.map(Math.round).join(', ')}, score ${score.toFixed(2)}`,
  }))
  const figures = {
    framesExamined: new Set(run.examined.map(({ frame }) => frame)).size,
    detections: run.detections.length,
    failures: leaks.length,
    weak: lookHere.length,
  }
  return {
    leaks,
    lookHere,
    check: { check: 'leaks', outcome: leaks.length > 0 ? 'failed' : 'passed', figures, failures },
  }
}

/**
 * Runs the detectors again, on the written copy, and judges what they see by the plan (FORMATS.md, Leak in a copy). Frames
 * that could not be examined make the check incomplete: they are never "nothing there". Looked for is also what people are to be
 * hidden by beyond the search that their tracks were found by.
 */
export async function findLeaksInCopy(
  engine: Pick<MediaEngine, 'index' | 'detect'>,
  subject: LeakSubject,
  work: Work,
): Promise<Result<LeakCheck>> {
  const { copy, name, index, project, plan, frameMap } = subject
  const { video } = index
  const detection = copySearch(project, subject.detection)
  if (!video || detection.classes.length === 0) return ok(unsearched('not-applicable'))
  const written = await engine.index(copy, name, false, work)
  if (!written.ok) return written
  const frames = written.value.video?.pts.length ?? 0
  if (frames !== outputFramesOf(frameMap) || frames === 0)
    return ok(unsearched('could-not-run', `the copy has ${frames} frames, not ${outputFramesOf(frameMap)}`))
  const range = { fromFrame: frameIndex(0), untilFrame: frameIndex(frames) }
  const found = await engine.detect(copy, written.value, { ...detection, ...range }, work)
  if (!found.ok) return found
  if (found.value.failed.length > 0) return ok(unsearched('could-not-run', 'not every frame could be examined'))
  const run = atSourceFrames(found.value, plan, frameMap)
  const size = { width: video.displayWidth, height: video.displayHeight }
  const settings = settingsFor({ ...found.value, ...detection })
  return ok(judged(run, findLeaks({ run, planFrames: plan.frames, project, size, settings })))
}
