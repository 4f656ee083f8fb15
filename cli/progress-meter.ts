import type { Progress } from '../core/ports/work.ts'

/** How far a stage is, how fast it goes and how long it will still take. */
export type ProgressFigures = {
  readonly stage: Progress['stage']
  readonly done: number
  readonly total: number
  /** 0 to 100, whole. */
  readonly percent: number
  /** Seconds of the clip per second of waiting; null at the beginning. */
  readonly speed: number | null
  /** Null while there is nothing to tell it from. */
  readonly secondsLeft: number | null
}

/** Shorter waits than this say nothing about speed. */
const settledSeconds = 0.5

/** Turns reports into figures; `nowSeconds` is any clock that only goes forward. Each stage is measured from its own first report. */
export function createProgressMeter(nowSeconds: () => number): (progress: Progress) => ProgressFigures {
  let began: { readonly at: number; readonly first: Progress } | null = null
  return (progress) => {
    const now = nowSeconds()
    if (began?.first.stage !== progress.stage || progress.done < began.first.done) began = { at: now, first: progress }
    const elapsed = now - began.at
    const moved = progress.done - began.first.done
    const settled = elapsed >= settledSeconds && moved > 0
    return {
      stage: progress.stage,
      done: progress.done,
      total: progress.total,
      percent: progress.total > 0 ? Math.min(100, Math.floor((100 * progress.done) / progress.total)) : 0,
      speed: settled ? (progress.seconds - began.first.seconds) / elapsed : null,
      secondsLeft: settled ? (Math.max(0, progress.total - progress.done) * elapsed) / moved : null,
    }
  }
}
