import type { Size } from '../../../../core/geometry/shape.ts'
import { type CloseWave, peaksPerSecond, type SoundPeaks, shownClipTime } from '../../player/index.ts'
import type { LaneWindow } from '../model/lanes.ts'
import { type FatedPart, frameOfSecond, type SoundFate, secondOfFrame } from '../model/sound-lane.ts'
import type { Stretch } from '../model/stretches.ts'
import { frameAtX, frameX, nameWidth } from './paint-lanes.ts'

/** Height of the lane of one sound track, in CSS pixels. */
export const soundLaneHeight = 50

/** What the lane of one sound track shows. */
export type SoundLaneLook = {
  readonly name: string
  readonly sampleRate: number
  readonly parts: readonly FatedPart[]
  readonly stretches: readonly Stretch[]
  /** The chosen stretch of this track, where it is dragged to by now. */
  readonly chosen: Stretch | null
  readonly dragged: 'from' | 'until' | null
  readonly peaks: SoundPeaks | null
  readonly close: CloseWave | null
  readonly window: LaneWindow
  readonly times: Parameters<typeof frameOfSecond>[0]
  readonly playhead: number
  readonly marked: readonly [from: number, until: number] | null
}

type Ground = CanvasRenderingContext2D
type Painting = { readonly context: Ground; readonly size: Size; readonly look: SoundLaneLook }

/** Grounds, patterns and waves; whoever tells no colours apart has the patterns. */
const fates: Readonly<Record<SoundFate, { readonly ground: string; readonly pattern: string; readonly wave: string }>> =
  {
    kept: { ground: '#1c6b43', pattern: '#1c6b43', wave: '#e2f7ea' },
    bleeped: { ground: '#4a3710', pattern: '#d79a2b', wave: '#8a7440' },
    muted: { ground: '#4a2320', pattern: '#c05a50', wave: '#a3807c' },
    default: { ground: '#15181b', pattern: '#454d54', wave: '#6d7f8b' },
  }

const colours = {
  mark: '#e9eef2',
  chosen: '#5cb3db',
  name: '#c9d1d7',
  line: '#23282d',
  marked: 'rgb(92 179 219 / 22%)',
}

/** Where the waves lie: below the marks of what may be speech. */
const top = 12

function xOfSample({ size, look }: Painting, sample: number): number {
  return frameX(frameOfSecond(look.times, sample / look.sampleRate), look.window, size.width)
}

/** Paints one track's lane; the context's origin is its upper left corner. */
export function paintSoundLane(context: Ground, size: Size, look: SoundLaneLook): void {
  const painting = { context, size, look }
  context.fillStyle = fates.default.ground
  context.fillRect(0, 0, size.width, soundLaneHeight)
  context.save()
  context.beginPath()
  context.rect(nameWidth, 0, size.width - nameWidth, soundLaneHeight)
  context.clip()
  for (const part of look.parts) paintFate(painting, part)
  paintWave(painting)
  for (const stretch of look.stretches) paintMark(painting, stretch)
  if (look.chosen) paintChosen(painting, look.chosen)
  paintHead(painting)
  context.restore()
  context.fillStyle = colours.name
  context.font = '400 12px system-ui, sans-serif'
  context.fillText(look.name, 8, soundLaneHeight / 2 + 8)
  context.fillStyle = colours.line
  context.fillRect(0, soundLaneHeight - 1, size.width, 1)
}

function paintFate(painting: Painting, { fate, from, until }: FatedPart): void {
  const { context, size } = painting
  const [left, right] = [xOfSample(painting, from), xOfSample(painting, until)]
  if (right < nameWidth || left > size.width) return
  const [begin, end] = [Math.max(nameWidth, left), Math.min(size.width, Math.max(right, left + 1))]
  context.fillStyle = fates[fate].ground
  context.fillRect(begin, top, end - begin, soundLaneHeight - top - 1)
  context.save()
  context.beginPath()
  context.rect(begin, top, end - begin, soundLaneHeight - top - 1)
  context.clip()
  patterns[fate](context, [begin, end], fates[fate].pattern)
  context.restore()
}

type PaintPattern = (context: Ground, reach: readonly [from: number, until: number], colour: string) => void

/** Patterns hang on the lane and not on the part, so that they stand still while an edge is dragged. */
function eachStep([from, until]: readonly [number, number], step: number, paint: (x: number) => void): void {
  for (let x = Math.floor(from / step) * step; x < until; x += step) paint(x)
}

const patterns: Readonly<Record<SoundFate, PaintPattern>> = {
  kept: () => undefined,
  default: (context, reach, colour) => {
    context.fillStyle = colour
    eachStep(reach, 7, (x) => context.fillRect(x, soundLaneHeight - 5, 2, 2))
  },
  bleeped: (context, reach, colour) => {
    context.fillStyle = colour
    eachStep(reach, 6, (x) => context.fillRect(x, top, 2, soundLaneHeight - top - 1))
  },
  muted: (context, [from, until], colour) => {
    context.strokeStyle = colour
    context.lineWidth = 1.5
    context.beginPath()
    eachStep([from - soundLaneHeight, until], 8, (x) => {
      context.moveTo(x, soundLaneHeight)
      context.lineTo(x + soundLaneHeight, 0)
    })
    context.stroke()
  },
}

function paintWave(painting: Painting): void {
  const { context, size, look } = painting
  const middle = (top + soundLaneHeight) / 2
  const most = (soundLaneHeight - top) / 2 - 2
  let part = 0
  for (let x = nameWidth; x < size.width; x++) {
    const [from, until] = [x, x + 1].map((at) => secondOfFrame(look.times, frameAtX(at, look.window, size.width)))
    if (from === undefined || until === undefined) return
    while ((look.parts[part]?.until ?? Number.POSITIVE_INFINITY) <= from * look.sampleRate) part++
    const [low, high] = closeExtent(look.close, from, until) ?? peakExtent(look.peaks, from, until)
    context.fillStyle = fates[look.parts[part]?.fate ?? 'default'].wave
    context.fillRect(x, middle - high * most - 0.5, 1, (high - low) * most + 1)
  }
}

type Extent = readonly [low: number, high: number]

/** The least and the most of the samples that lie in a column; where it is narrower than a sample, that sample. */
function closeExtent(close: CloseWave | null, from: number, until: number): Extent | null {
  if (!close) return null
  const first = Math.floor(from * close.sampleRate) - close.start
  const last = Math.max(first + 1, Math.floor(until * close.sampleRate) - close.start)
  if (first < 0 || last > close.samples.length) return null
  let [low, high] = [0, 0]
  for (let at = first; at < last; at++) {
    const value = close.samples[at] ?? 0
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return [low, high]
}

function peakExtent(gathered: SoundPeaks | null, from: number, until: number): Extent {
  if (!gathered) return [0, 0]
  const first = Math.floor(from * peaksPerSecond)
  const last = Math.max(first + 1, Math.floor(until * peaksPerSecond))
  let loudest = 0
  for (let at = first; at < last; at++) loudest = Math.max(loudest, gathered.peaks[at] ?? 0)
  return [-loudest / 255, loudest / 255]
}

const dashes: Readonly<Record<NonNullable<Stretch['heard']>, readonly number[]>> = {
  speech: [],
  radio: [6, 3],
  unknown: [2, 3],
}

/** A bracket over what may be speech: whole, dashed for a radio, dotted where nobody could listen. */
function paintMark(painting: Painting, { heard, fromSample, untilSample }: Stretch): void {
  if (heard === null) return
  const { context } = painting
  const [left, right] = [xOfSample(painting, fromSample), xOfSample(painting, untilSample)]
  context.strokeStyle = colours.mark
  context.lineWidth = 2
  context.setLineDash([...dashes[heard]])
  context.beginPath()
  context.moveTo(left, top - 1)
  context.lineTo(left, 5)
  context.lineTo(Math.max(left + 2, right), 5)
  context.lineTo(Math.max(left + 2, right), top - 1)
  context.stroke()
  context.setLineDash([])
}

function paintChosen(painting: Painting, chosen: Stretch): void {
  const { context, look } = painting
  const [left, right] = [xOfSample(painting, chosen.fromSample), xOfSample(painting, chosen.untilSample)]
  context.strokeStyle = colours.chosen
  context.lineWidth = 2
  context.strokeRect(left, 2, Math.max(2, right - left), soundLaneHeight - 4)
  if (chosen.decision === null) return
  context.fillStyle = colours.chosen
  for (const x of [left, right]) context.fillRect(x - 3, soundLaneHeight / 2 - 8, 6, 22)
  if (look.dragged === null) return
  const sample = look.dragged === 'from' ? chosen.fromSample : chosen.untilSample
  const text = `${shownClipTime(sample / look.sampleRate)} · ${sample}`
  context.font = '600 12px system-ui, sans-serif'
  const width = context.measureText(text).width + 10
  const x = Math.min(painting.size.width - width, Math.max(nameWidth, (look.dragged === 'from' ? left : right) + 6))
  context.fillStyle = '#000000'
  context.fillRect(x, top + 2, width, 18)
  context.fillStyle = '#ffffff'
  context.fillText(text, x + 5, top + 15)
}

function paintHead({ context, size, look: { marked, window, playhead } }: Painting): void {
  if (marked) {
    const [left, right] = [frameX(marked[0], window, size.width), frameX(marked[1], window, size.width)]
    context.fillStyle = colours.marked
    context.fillRect(left, 0, right - left, soundLaneHeight)
  }
  context.fillStyle = colours.chosen
  context.fillRect(frameX(playhead, window, size.width) - 1, 0, 2, soundLaneHeight)
}
