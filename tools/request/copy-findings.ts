import type { Box } from '../../core/geometry/shape.ts'
import { type Planes, readAudio, readPlanesOf } from '../clips/read-back.ts'
import { rms } from '../clips/test-sound.ts'
import { cellCentres, truthCells } from '../face-truth.ts'
import { coveredEnough } from '../leak-rate.ts'
import type { RequestClip, RequestTruth } from './request-clip.ts'

/** Something of somebody else that a frame of a copy shows, and the share of it that is covered. */
export type CopyLeak = { readonly frame: number; readonly what: string; readonly covered: number }

/** What Debian's ffmpeg sees and hears in a copy, held against what is known of the clip. */
export type CopyFindings = {
  readonly frames: number
  /** Faces of others and screens that had to be covered: one for each frame that shows one. */
  readonly toCover: number
  readonly leaks: readonly CopyLeak[]
  /** Frames in which the requester's face is to be seen in the clip, and those of them in which the copy shows it. */
  readonly requester: { readonly frames: number; readonly shown: number }
  /** Loudness (root mean square, full scale 1) of what each sentence is in the copy, and in the clip. */
  readonly spoken: readonly {
    readonly speaker: string
    readonly text: string
    readonly copy: number
    readonly clip: number
  }[]
}

/** Frames that are read at once. */
const atOnce = 300
/** Luma of what is painted over, give or take what an encoder does to it. */
const painted = { luma: 16, within: 10 }
/** What is this near to the paint in the clip itself cannot be told from it. */
const tellable = 14
/** A face of which less is to be seen in the clip says nothing. */
const leastVisible = 0.25

/** Looks through every frame of a copy, and listens to every sentence. */
export async function copyFindings({ path, truth }: RequestClip, copy: string): Promise<CopyFindings> {
  const leaks: CopyLeak[] = []
  const sum = { frames: 0, toCover: 0, own: 0, shown: 0 }
  for (let from = 0; from < truth.frames.length; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, truth.frames.length - from) }, (_, at) => from + at)
    const [before, after] = [await readPlanesOf(path, numbers), await readPlanesOf(copy, numbers)]
    for (const [at, clip] of before.entries()) {
      const redacted = after[at]
      if (!redacted) throw new Error(`the copy ends at frame ${from + at}`)
      const look = { truth, frame: from + at, clip, copy: redacted }
      const hidden = toHide(look)
      sum.frames += 1
      sum.toCover += hidden.length
      leaks.push(...hidden.filter(({ covered }) => covered < coveredEnough))
      const own = requesterIn(look)
      sum.own += own === null ? 0 : 1
      sum.shown += own === true ? 1 : 0
    }
  }
  const { frames, toCover, own, shown } = sum
  return { frames, toCover, leaks, requester: { frames: own, shown }, spoken: await heard({ path, truth }, copy) }
}

type Look = { readonly truth: RequestTruth; readonly frame: number; readonly clip: Planes; readonly copy: Planes }

function toHide(look: Look): CopyLeak[] {
  const { truth, frame } = look
  const faces = (truth.frames[frame] ?? []).filter(
    ({ person, visible }) => person !== truth.requester && visible >= leastVisible,
  )
  const screens = (truth.objects[frame] ?? []).filter(({ visible }) => visible >= leastVisible)
  return [
    ...faces.map(({ person, box, seen }) => ({ frame, what: person, covered: coveredShare(look, box, seen) })),
    ...screens.map(({ id, box }) => ({ frame, what: id, covered: coveredShare(look, inner(box)) })),
  ]
}

/** A screen that is held at a slant does not fill the corners of its box. */
function inner([x, y, width, height]: Box): Box {
  return [x + width * 0.1, y + height * 0.1, width * 0.8, height * 0.8]
}

/** Share of what can be told of a box that is painted over. */
function coveredShare({ clip, copy }: Look, box: Box, seen?: string): number {
  const cells = cellCentres(box)
    .filter((point, cell) => (seen?.[cell] ?? '1') === '1' && isIn(clip, point))
    .map((point) => ({ was: lumaAt(clip, point, box), is: lumaAt(copy, point, box) }))
    .filter(({ was }) => was > painted.luma + tellable)
  const covered = cells.filter(({ is }) => Math.abs(is - painted.luma) <= painted.within)
  return cells.length === 0 ? 1 : covered.length / cells.length
}

/** Whether the copy shows the requester's face as the clip does; null where the clip does not. */
function requesterIn({ truth, frame, clip, copy }: Look): boolean | null {
  const face = (truth.frames[frame] ?? []).find(({ person }) => person === truth.requester)
  if (!face || face.visible < 1 - leastVisible) return null
  const cells = cellCentres(face.box).filter((point, cell) => face.seen[cell] === '1' && isIn(clip, point))
  const same = cells.filter((point) => Math.abs(lumaAt(clip, point, face.box) - lumaAt(copy, point, face.box)) < 12)
  return same.length >= cells.length * coveredEnough
}

function isIn({ width, height }: Planes, [x, y]: readonly [number, number]): boolean {
  return x >= 0 && y >= 0 && x < width && y < height
}

/** Mean luma of the middle of a cell. */
function lumaAt({ width, height, y: plane }: Planes, [x, y]: readonly [number, number], box: Box): number {
  const reach = Math.max(0, Math.floor(Math.min(box[2], box[3]) / truthCells / 4))
  const [column, row] = [Math.floor(x), Math.floor(y)]
  let [sum, count] = [0, 0]
  for (let at = Math.max(0, row - reach); at <= Math.min(height - 1, row + reach); at++)
    for (let across = Math.max(0, column - reach); across <= Math.min(width - 1, column + reach); across++) {
      sum += plane[at * width + across] ?? 0
      count += 1
    }
  return sum / Math.max(1, count)
}

const soundRate = 16_000

async function heard({ path, truth }: RequestClip, copy: string): Promise<CopyFindings['spoken']> {
  const [clip, redacted] = [await readAudio(path, { rate: soundRate }), await readAudio(copy, { rate: soundRate })]
  return truth.spoken.map(({ speaker, text, from, until }) => {
    const range = [Math.round(from * soundRate), Math.round(until * soundRate)] as const
    return { speaker, text, copy: rms(redacted, ...range), clip: rms(clip, ...range) }
  })
}
