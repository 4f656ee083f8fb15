import type { ClipIndex } from '../clips/clip-index.ts'
import { clipSeconds, endSecondOfFrame, secondOfFrame } from '../clips/clock.ts'
import { frameIndex, uniteRanges } from '../time.ts'
import type { RedactionPlan } from './plan.ts'
import type { RedactionProject, Span } from './project.ts'

/** The disclosed parts of a plan. */
export type PlanSpans = Pick<RedactionPlan, 'spans' | 'spanSeconds'>

function soundSpans(project: RedactionProject, index: ClipIndex): PlanSpans {
  const rate = index.audio[0]?.sampleRate
  if (!project.spanSamples || rate === undefined) return { spans: [], spanSeconds: [[0, clipSeconds(index)]] }
  const spanSeconds = uniteRanges(project.spanSamples).map(([from, until]) => [from / rate, until / rate] as const)
  return { spans: [], spanSeconds }
}

/** Disclosed parts, sorted and disjoint, in frames and exactly matching seconds (see RedactionPlan). The project fits the index. */
export function planSpans(project: RedactionProject, index: ClipIndex): PlanSpans {
  const { video, originSeconds } = index
  if (!video || video.pts.length === 0) return soundSpans(project, index)
  const frames = frameIndex(video.pts.length)
  if (!project.spans) return { spans: [[frameIndex(0), frames]], spanSeconds: [[0, clipSeconds(index)]] }
  const spans = uniteRanges(project.spans).map(([from, until]): Span => [frameIndex(from), frameIndex(until)])
  const spanSeconds = spans.map(([from, until]): readonly [number, number] => [
    secondOfFrame(video, originSeconds, from),
    endSecondOfFrame(video, originSeconds, frameIndex(until - 1)),
  ])
  return { spans, spanSeconds }
}
