import type { Box, Point } from '../geometry/shape.ts'

/** At most so many tracks and boxes vote: the largest, which are placed best. */
const voters = 16
/** A displacement is believed from this many tracks on, and from this share of the voting tracks. */
const leastVotes = 3
const leastShare = 0.55
/** Boxes agree with a displacement when they land within this share of the face's size of a box of similar size. */
const tolerance = 0.3
const sizeTolerance = Math.log(1.35)

type Mark = { readonly x: number; readonly y: number; readonly length: number }

function marksOf(boxes: readonly Box[]): Mark[] {
  return boxes
    .map((box) => ({ x: box[0] + box[2] / 2, y: box[1] + box[3] / 2, length: Math.sqrt(box[2] * box[3]) }))
    .sort((a, b) => b.length - a.length || a.x - b.x || a.y - b.y)
    .slice(0, voters)
}

/** Nearest mark to `from` moved by the displacement, as the difference that remains; null when none agrees. */
function nearest(from: Mark, dx: number, dy: number, seen: readonly Mark[]): Point | null {
  let best: Point | null = null
  let reach = tolerance * from.length
  for (const to of seen) {
    const offX = to.x - from.x - dx
    const offY = to.y - from.y - dy
    const off = Math.hypot(offX, offY)
    if (off > reach || Math.abs(Math.log(to.length / from.length)) > sizeTolerance) continue
    reach = off
    best = [offX, offY]
  }
  return best
}

function votesFor(expected: readonly Mark[], seen: readonly Mark[], dx: number, dy: number): Point[] {
  const votes: Point[] = []
  for (const mark of expected) {
    const off = nearest(mark, dx, dy, seen)
    if (off) votes.push(off)
  }
  return votes
}

/** Middle value; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The displacement of one expected mark onto one seen mark with which most others agree; null where too few do. */
function mostVoted(expected: readonly Mark[], seen: readonly Mark[], limit: number): Point | null {
  let best: Point | null = null
  let bestVotes = Math.max(leastVotes, Math.ceil(leastShare * expected.length)) - 1
  for (const from of expected) {
    for (const to of seen) {
      const dx = to.x - from.x
      const dy = to.y - from.y
      if (Math.hypot(dx, dy) > limit || Math.abs(Math.log(to.length / from.length)) > sizeTolerance) continue
      const votes = votesFor(expected, seen, dx, dy).length
      if (votes > bestVotes) {
        bestVotes = votes
        best = [dx, dy]
      }
    }
  }
  return best
}

/** A displacement within twice its own standard error is none: detections of large faces scatter by many pixels. */
const scatter = 0.1
const certainty = 2

/** Middle displacement; [0, 0] where the scatter of detections explains it. */
function significant(votes: readonly Point[], start: Point, expected: readonly Mark[]): Point {
  const x = start[0] + median(votes.map((vote) => vote[0]))
  const y = start[1] + median(votes.map((vote) => vote[1]))
  const error = (1.25 * scatter * median(expected.map((mark) => mark.length))) / Math.sqrt(votes.length)
  return Math.hypot(x, y) > certainty * error ? [x, y] : [0, 0]
}

/**
 * How far the camera moved the picture between where tracks are expected and what is seen, by vote: body-worn cameras
 * shake and turn, which moves everybody alike. [0, 0] unless at least three tracks agree. `limit` is the largest
 * displacement believed, in pixels.
 */
export function cameraShift(expectedBoxes: readonly Box[], seenBoxes: readonly Box[], limit: number): Point {
  if (expectedBoxes.length < leastVotes || seenBoxes.length < leastVotes) return [0, 0]
  const expected = marksOf(expectedBoxes)
  const seen = marksOf(seenBoxes)
  const still = votesFor(expected, seen, 0, 0).length
  const start: Point | null = still >= 0.8 * expected.length ? [0, 0] : mostVoted(expected, seen, limit)
  if (!start) return [0, 0]
  const votes = votesFor(expected, seen, start[0], start[1])
  if (votes.length <= still && (start[0] !== 0 || start[1] !== 0)) return [0, 0]
  if (votes.length < leastVotes) return [0, 0]
  return significant(votes, start, expected)
}
