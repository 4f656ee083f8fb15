import type { FrameMapRun } from '../ports/media-engine.ts'
import type { Span } from '../redaction/project.ts'
import { type FrameIndex, frameIndex } from '../time.ts'

/** The frame map that disclosed spans make: their frames one after the other, one run per span. Empty spans make none. */
export function frameMapOfSpans(spans: readonly Span[]): readonly FrameMapRun[] {
  const runs: FrameMapRun[] = []
  let outputFrame = 0
  for (const [from, until] of spans) {
    const count = until - from
    if (count > 0) runs.push({ outputFrame, sourceFrame: from, count })
    outputFrame += Math.max(0, count)
  }
  return runs
}

/** How many frames a copy with this map has. */
export function outputFramesOf(frameMap: readonly FrameMapRun[]): number {
  return frameMap.reduce((sum, run) => sum + run.count, 0)
}

/** The source frame that an output frame shows; null for one that the map does not know. */
export function sourceFrameOf(frameMap: readonly FrameMapRun[], outputFrame: number): FrameIndex | null {
  const run = frameMap.find((each) => outputFrame >= each.outputFrame && outputFrame < each.outputFrame + each.count)
  return run ? frameIndex(run.sourceFrame + outputFrame - run.outputFrame) : null
}

/** True for maps that show the same source frames in the same order, however they are cut into runs. */
export function sameFrameMap(a: readonly FrameMapRun[], b: readonly FrameMapRun[]): boolean {
  const [left, right] = [joined(a), joined(b)]
  return (
    left.length === right.length &&
    left.every((run, at) => {
      const other = right[at]
      return (
        run.outputFrame === other?.outputFrame && run.sourceFrame === other.sourceFrame && run.count === other.count
      )
    })
  )
}

function joined(frameMap: readonly FrameMapRun[]): readonly FrameMapRun[] {
  const runs: FrameMapRun[] = []
  for (const run of frameMap) {
    const last = runs.at(-1)
    const goesOn =
      last && last.outputFrame + last.count === run.outputFrame && last.sourceFrame + last.count === run.sourceFrame
    if (goesOn) runs.splice(-1, 1, { ...last, count: last.count + run.count })
    else runs.push(run)
  }
  return runs
}
