import type { ClipIndex, VideoIndex } from '../../../core/clips/clip-index.ts'
import { clipSeconds, endSecondOfFrame, secondOfFrame } from '../../../core/clips/clock.ts'
import type { FrameMapRun } from '../../../core/ports/media-engine.ts'
import { copyTiming } from '../../../core/redaction/copy-timing.ts'
import type { PlanFrame, RedactionPlan } from '../../../core/redaction/plan.ts'
import { frameIndex, type Pts, uniteRanges } from '../../../core/time.ts'
import type { Tally } from './tally.ts'

/** Checks that every frame of the copy is shown when the source frame that it stands for is, to the container's tick. */
export function checkTiming(copy: VideoIndex, original: ClipIndex, plan: RedactionPlan, tally: Tally): void {
  const { video } = original
  if (!video) return
  const meant = copyTiming(plan, original).pts
  const frames = plan.spans.flatMap(([from, until]) => Array.from({ length: until - from }, (_, at) => from + at))
  for (const [position, frame] of frames.entries()) {
    const [found, due] = [copy.pts[position], meant[frame]]
    if (found === undefined || due === undefined || due === null) {
      tally.fail('the frame is missing', frameIndex(frame))
      continue
    }
    tally.looked()
    const off = ticksApart(found, copy, due, video)
    tally.most('worstTicks', off)
    if (off > 1) tally.fail(`shown ${off.toFixed(1)} ticks off its time`, frameIndex(frame))
  }
  if (copy.pts.length > frames.length) tally.fail(`${copy.pts.length - frames.length} frames too many`)
}

/** Distance of two times in ticks of the coarser clock. */
function ticksApart(found: Pts, copy: VideoIndex, due: Pts, source: VideoIndex): number {
  const common = BigInt(copy.timeBase[1]) * BigInt(source.timeBase[1])
  const copyTick = (BigInt(copy.timeBase[0]) * common) / BigInt(copy.timeBase[1])
  const sourceTick = (BigInt(source.timeBase[0]) * common) / BigInt(source.timeBase[1])
  return Math.abs(Number(found * copyTick - due * sourceTick)) / Math.max(Number(copyTick), Number(sourceTick))
}

/**
 * Plans that say no more than which frames a copy shows: enough for its timing. Two where the map has every frame, since
 * it does not tell the whole clip (with its own clock) from one span over all frames (which begins at 0); none for a map
 * that is not about this clip.
 */
export function timingPlans(frameMap: readonly FrameMapRun[], original: ClipIndex): readonly RedactionPlan[] {
  const { video, originSeconds } = original
  const runs = frameMap.map(({ sourceFrame, count }): [number, number] => [sourceFrame, sourceFrame + count])
  const spans = uniteRanges(runs).map(([from, until]) => [frameIndex(from), frameIndex(until)] as const)
  const total = video?.pts.length ?? 0
  if (!video || spans.length === 0 || spans.some(([, until]) => until > total)) return []
  const frames = video.pts.map((_, frame): PlanFrame => {
    const shown = spans.some(([from, until]) => frame >= from && frame < until)
    return { frame: frameIndex(frame), mode: shown ? 'hide' : 'omit', regions: [] }
  })
  const cut = spans.map(([from, until]): [number, number] => [
    secondOfFrame(video, originSeconds, from),
    endSecondOfFrame(video, originSeconds, frameIndex(until - 1)),
  ])
  const whole = spans[0]?.[0] === 0 && spans[0][1] === total
  return [...(whole ? [[[0, clipSeconds(original)] as const]] : []), cut].map((spanSeconds) => ({
    ...{ clip: { sha256: original.sha256, frames: total }, frames, spans, spanSeconds },
    ...{ audio: [], secret: '', output: { crf: 20, preset: 'veryfast' } },
  }))
}
