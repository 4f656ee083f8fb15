import type { ClipIndex, VideoIndex } from '../../../core/clips/clip-index.ts'
import { clipSeconds, endSecondOfFrame, secondOfFrame } from '../../../core/clips/clock.ts'
import type { FrameMapRun } from '../../../core/ports/media-engine.ts'
import { copyTiming } from '../../../core/redaction/copy-timing.ts'
import type { PlanFrame, RedactionPlan } from '../../../core/redaction/plan.ts'
import { frameIndex, type Pts } from '../../../core/time.ts'
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

/** A plan that says no more than which frames a copy shows: enough for its timing. */
export function timingPlan(frameMap: readonly FrameMapRun[], original: ClipIndex): RedactionPlan | null {
  const { video, originSeconds } = original
  if (!video || frameMap.length === 0) return null
  const total = video.pts.length
  if (frameMap.some((run) => run.sourceFrame + run.count > total)) return null
  const spans = frameMap.map((run) => [frameIndex(run.sourceFrame), frameIndex(run.sourceFrame + run.count)] as const)
  const whole = spans.length === 1 && spans[0]?.[0] === 0 && spans[0]?.[1] === total
  const spanSeconds = spans.map(
    ([from, until]) =>
      [
        secondOfFrame(video, originSeconds, from),
        endSecondOfFrame(video, originSeconds, frameIndex(until - 1)),
      ] as const,
  )
  const frames = video.pts.map((_, frame): PlanFrame => {
    const shown = spans.some(([from, until]) => frame >= from && frame < until)
    return { frame: frameIndex(frame), mode: shown ? 'hide' : 'omit', regions: [] }
  })
  return {
    clip: { sha256: original.sha256, frames: total },
    frames,
    spans,
    spanSeconds: whole ? [[0, clipSeconds(original)]] : spanSeconds,
    audio: [],
    secret: '',
    output: { crf: 20, preset: 'veryfast' },
  }
}
