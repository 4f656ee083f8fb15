import type { Progress } from '../core/ports/work.ts'
import { createProgressMeter, type ProgressFigures } from './progress-meter.ts'
import { stageWording } from './wording.ts'

/** Where progress is shown. */
export type ProgressDisplay = {
  show(progress: Progress): void
  /** Takes an unfinished line away, so that what is printed next stands alone. */
  clear(): void
}

const barWidth = 24

/** How often a bar, or a JSON line, is renewed, and how often a plain line is printed, in seconds. */
const renewSeconds = 0.2
const lineSeconds = 5

/** `1:05` or `2:03:05`, rounded up, so that nobody waits longer than was said. */
export function clockText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** `covering  45 %  2.1x real time  0:12 left` */
export function progressText(figures: ProgressFigures): string {
  const parts = [stageWording[figures.stage].padEnd(8), `${String(figures.percent).padStart(3)} %`]
  if (figures.speed !== null) parts.push(`${figures.speed.toFixed(figures.speed < 10 ? 1 : 0)}x real time`)
  if (figures.secondsLeft !== null) parts.push(`${clockText(figures.secondsLeft)} left`)
  return parts.join('  ')
}

/** Lets a report through when the stage is new, is done, or `seconds` have passed. */
function paced(seconds: number, nowSeconds: () => number, show: (progress: Progress) => void) {
  let last: { readonly at: number; readonly stage: string; readonly ended: boolean } | null = null
  return (progress: Progress): void => {
    const now = nowSeconds()
    const ended = progress.done >= progress.total
    const sameState = last?.stage === progress.stage && last.ended === ended
    if (last && sameState && (ended || now - last.at < seconds)) return
    last = { at: now, stage: progress.stage, ended }
    show(progress)
  }
}

/** One line that fills up, for a terminal. */
export function barDisplay(write: (text: string) => void, nowSeconds: () => number): ProgressDisplay {
  const meter = createProgressMeter(nowSeconds)
  let shown = false
  const show = paced(renewSeconds, nowSeconds, (progress) => {
    const figures = meter(progress)
    const filled = Math.round((barWidth * figures.percent) / 100)
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    write(`\r\x1b[K${bar} ${progressText(figures)}`)
    shown = true
  })
  return {
    show,
    clear: () => {
      if (shown) write('\r\x1b[K')
      shown = false
    },
  }
}

/** A line now and then, for a log. */
export function lineDisplay(write: (text: string) => void, nowSeconds: () => number): ProgressDisplay {
  const meter = createProgressMeter(nowSeconds)
  const show = paced(lineSeconds, nowSeconds, (progress) => write(`${progressText(meter(progress))}\n`))
  return { show, clear: () => undefined }
}

/** JSON lines for another program. */
export function jsonDisplay(write: (text: string) => void, nowSeconds: () => number): ProgressDisplay {
  const meter = createProgressMeter(nowSeconds)
  const show = paced(renewSeconds, nowSeconds, (progress) =>
    write(`${JSON.stringify({ type: 'progress', ...meter(progress) })}\n`),
  )
  return { show, clear: () => undefined }
}

/** Shows the same in two places: lines for people, JSON for a program. */
export function bothDisplays(first: ProgressDisplay, second: ProgressDisplay): ProgressDisplay {
  return {
    show: (progress) => {
      first.show(progress)
      second.show(progress)
    },
    clear: () => {
      first.clear()
      second.clear()
    },
  }
}
