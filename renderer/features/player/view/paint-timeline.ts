import type { Size } from '../../../../core/geometry/shape.ts'
import { peaksPerSecond, type SoundPeaks } from '../sound/gather-peaks.ts'

/** What a timeline shows; all times are clip seconds. */
export type TimelineLook = {
  readonly endSeconds: number
  readonly preEventSeconds: number
  readonly peaks: SoundPeaks | null
  readonly bookmarks: readonly number[]
  readonly damaged: readonly number[]
  /** The part between in and out. */
  readonly part: readonly [from: number, until: number] | null
}

/** The colours are those of player.css: a canvas does not read style sheets. */
const colours = {
  ground: '#15181b',
  preEvent: '#2b2415',
  preEventEdge: '#b8892e',
  part: '#0c3a50',
  sound: '#5b6f7d',
  soundUnread: '#23282d',
  bookmark: '#e6c15a',
  damaged: '#d4574e',
} as const

/** Paints the ground of a timeline. `ratio`: device pixels for each CSS pixel. */
export function paintTimeline(context: CanvasRenderingContext2D, size: Size, ratio: number, look: TimelineLook): void {
  const x = (seconds: number): number => (look.endSeconds > 0 ? (seconds / look.endSeconds) * size.width : 0)
  const fill = (colour: string, from: number, until: number, [top, height]: readonly [number, number]): void => {
    context.fillStyle = colour
    context.fillRect(from, top, Math.max(ratio, until - from), height)
  }
  const whole = [0, size.height] as const
  fill(colours.ground, 0, size.width, whole)
  if (look.part) fill(colours.part, x(look.part[0]), x(look.part[1]), whole)
  if (look.preEventSeconds > 0) {
    const until = x(Math.min(look.preEventSeconds, look.endSeconds))
    fill(colours.preEvent, 0, until, whole)
    fill(colours.preEventEdge, until - ratio, until, whole)
  }
  if (look.peaks) paintWave(context, size, look.peaks, look.endSeconds)
  const strip = [size.height - 6 * ratio, 6 * ratio] as const
  for (const at of look.damaged) fill(colours.damaged, x(at), x(at) + 2 * ratio, strip)
  for (const at of look.bookmarks) fill(colours.bookmark, x(at) - ratio, x(at) + ratio, [0, 8 * ratio])
}

function paintWave(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { peaks, readUntil }: SoundPeaks,
  endSeconds: number,
): void {
  const middle = height / 2
  for (let column = 0; column < width; column++) {
    const from = (column / width) * endSeconds
    const until = ((column + 1) / width) * endSeconds
    let loudest = 0
    const last = Math.max(Math.floor(from * peaksPerSecond) + 1, Math.floor(until * peaksPerSecond))
    for (let at = Math.floor(from * peaksPerSecond); at < last; at++) loudest = Math.max(loudest, peaks[at] ?? 0)
    const half = Math.max(0.5, (loudest / 255) * (middle - 1))
    context.fillStyle = from < readUntil ? colours.sound : colours.soundUnread
    context.fillRect(column, middle - half, 1, half * 2)
  }
}
