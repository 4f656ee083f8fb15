import type { ClipIndex } from '../clips/clip-index.ts'
import type { Failure } from '../failure.ts'
import { failed, ok, type Result } from '../result.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import { displaySize, layLabel } from './copy-label.ts'
import type { PlanFrame, RedactionPlan } from './plan.ts'
import { planAudio } from './plan-audio.ts'
import { planSpans } from './plan-spans.ts'
import type { RedactionProject } from './project.ts'
import { projectMisfit } from './project-misfit.ts'
import { fatedTracks, frameOfTracks } from './regions-at.ts'
import { tracksInFrames } from './tracks-in-frames.ts'

/** x264 settings of every copy (issue "The spine", Render). */
const output = { crf: 20, preset: 'veryfast' } as const

/** Marks the frames of half-open ranges. */
function markedFrames(ranges: Iterable<readonly [from: number, until: number]>, frames: number): Uint8Array {
  const marks = new Uint8Array(frames)
  for (const [from, until] of ranges) marks.fill(1, from, until)
  return marks
}

function planFrames(project: RedactionProject, spans: RedactionPlan['spans'], damaged: readonly number[]): PlanFrame[] {
  const { frames } = project.clip
  const disclosed = markedFrames(spans, frames)
  const blank = markedFrames([...project.blanks.map(({ from, until }) => [from, until] as const)], frames)
  for (const frame of damaged) blank[frame] = 1
  const tracksAt = tracksInFrames(fatedTracks(project), frames)
  const frameAt = (frame: FrameIndex): PlanFrame => {
    if (!disclosed[frame]) return { frame, mode: 'omit', regions: [] }
    if (blank[frame]) return { frame, mode: 'blank', regions: [] }
    return frameOfTracks(project.inverse, tracksAt(frame), frame)
  }
  return Array.from({ length: frames }, (_, frame) => frameAt(frameIndex(frame)))
}

/**
 * Turns decisions into what render and verify need, one entry per frame, for a clip whose index is at hand. Frames that
 * are known to be damaged are blanked, not trusted. Equal input gives an equal plan. Fails with `other-clip` when the
 * project belongs to other bytes, `out-of-range` when a span, blank, track or sound decision lies past the clip's end or
 * names a track of sound that is not there, `usage` when its spans disclose nothing, `no-picture` when an audio-only clip is given decisions about a picture,
 * `label-unfit` when its label does not fit into the picture.
 */
export function compilePlan(project: RedactionProject, index: ClipIndex): Result<RedactionPlan> {
  const misfit: Failure | null = projectMisfit(project, index)
  if (misfit) return failed(misfit)
  const { spans, spanSeconds } = planSpans(project, index)
  const label = project.label && index.video ? layLabel(project.label, displaySize(index.video)) : null
  return ok({
    clip: { sha256: project.clip.sha256, frames: project.clip.frames },
    frames: planFrames(project, spans, index.video?.damagedFrames ?? []),
    spans,
    spanSeconds,
    audio: planAudio(project.audio, index),
    ...(label ? { label } : {}),
    secret: project.secret,
    output,
  })
}
