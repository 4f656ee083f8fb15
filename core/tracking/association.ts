import { iou } from '../geometry/overlap.ts'
import type { Point } from '../geometry/shape.ts'
import { assign, type Candidate } from './assignment.ts'
import { type Misfit, type Motion, misfit, motionLength, predictedBox } from './motion.ts'
import type { Sighting } from './sightings.ts'

/** A trail that waits for its next sighting, its motion predicted to the look's frame. */
export type Waiting = {
  readonly motion: Motion
  /** Ticks since its last sighting. */
  readonly waited: number
  /** Looks since its last sighting that should have seen it and did not, this one included; 0 or less: none before. */
  readonly missed: number
  readonly last: Sighting
}

/** How far from the prediction a sighting may lie. */
type Gate = {
  /** Largest squared distance in standard deviations. */
  readonly distance: number
  /** Largest distance of centres in face sizes after one tick, and how it grows with each tick waited, up to `apartMost`. */
  readonly apart: number
  readonly apartPerTick: number
  readonly apartMost: number
  /** The most of it once a look has missed the trail: a box farther off is rather something else. */
  readonly apartAfterMiss: number
  /** Largest ratio of sizes, as a logarithm. */
  readonly resized: number
  /** Boxes that overlap the prediction or the last sighting this much pass whatever the distance says. */
  readonly overlap: number
}

/** High scores: five standard deviations. */
const strongGate: Gate = {
  distance: 25,
  apart: 1,
  apartPerTick: 0.15,
  apartMost: 3,
  apartAfterMiss: 1.2,
  resized: 0.8,
  overlap: 0.3,
}
/** Low scores: must lie where the trail is expected, since most low boxes are no faces. */
const weakGate: Gate = {
  distance: 14,
  apart: 0.6,
  apartPerTick: 0.08,
  apartMost: 1.2,
  apartAfterMiss: 0.5,
  resized: 0.5,
  overlap: 0.4,
}
/** A sudden jerk: right size, near enough, and nothing else of the frame fits the trail or the sighting better. */
const jerkGate: Gate = {
  distance: 400,
  apart: 1.3,
  apartPerTick: 0.1,
  apartMost: 2,
  apartAfterMiss: 1,
  resized: 0.35,
  overlap: 1,
}

/**
 * `overlap`: with the prediction or with the last sighting where it was, whichever is more. A small face that stands
 * still is not lost because the camera's motion was guessed badly.
 */
function costOf(fit: Misfit, gate: Gate, waiting: Waiting, overlap: number): number | null {
  if (overlap >= gate.overlap && fit.resized <= gate.resized)
    return Math.min(fit.distance, gate.distance * (1 - overlap)) + fit.vagueness + 2 * (1 - overlap)
  const most = waiting.missed <= 0 ? gate.apartMost : gate.apartAfterMiss
  const reach = Math.min(gate.apart + gate.apartPerTick * Math.max(0, waiting.waited - 1), most)
  if (fit.apart > reach || fit.resized > gate.resized || fit.distance > gate.distance) return null
  // Vague predictions (long unseen) pay, so that a trail just seen keeps its face.
  return fit.distance + fit.vagueness + 2 * (1 - overlap)
}

/** Sightings by the x of their centres (stabilised), so that a trail is compared with its neighbourhood only. */
type Row = { readonly columns: readonly number[]; readonly places: Float64Array }

function rowOf(sightings: readonly Sighting[], camera: Point): Row {
  const places = sightings.map((sighting) => sighting.core[0] + sighting.core[2] / 2 - camera[0])
  const columns = places.map((_, column) => column).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  return { columns, places: Float64Array.from(places).sort() }
}

/** The sightings whose centres' x may lie within the gate. */
function neighboursOf(motion: Motion, gate: Gate, row: Row): readonly number[] {
  // The larger of the two faces sets the scale; their sizes differ by at most exp(resized).
  const reach = gate.apartMost * motionLength(motion) * Math.exp(gate.resized)
  const place = motion.place[0] ?? 0
  return row.columns.slice(firstFrom(row.places, place - reach), firstFrom(row.places, place + reach + 1))
}

/** Pairs waiting trails with sightings through one gate; answers positions in the two lists. */
function pairThrough(
  gate: Gate,
  waiting: readonly Waiting[],
  sightings: readonly Sighting[],
  camera: Point,
): readonly Candidate[] {
  if (waiting.length === 0 || sightings.length === 0) return []
  const byPlace = rowOf(sightings, camera)
  const candidates: Candidate[] = []
  for (const [row, one] of waiting.entries()) {
    const expected = predictedBox(one.motion, camera)
    for (const column of neighboursOf(one.motion, gate, byPlace)) {
      const box = sightings[column]?.core
      if (!box) continue
      const overlap = Math.max(iou(expected, box), iou(one.last.core, box))
      const cost = costOf(misfit(one.motion, box, camera), gate, one, overlap)
      if (cost !== null) candidates.push({ row, column, cost })
    }
  }
  return assign(waiting.length, sightings.length, candidates, gate.distance + 40)
}

/** Position of the first value of at least `value`. */
function firstFrom(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** A waiting trail and the sighting it goes on with, as positions in the lists given. */
export type Link = { readonly waiting: number; readonly sighting: number }

/**
 * Finds which waiting trail goes on with which sighting of a look, in stages: strong sightings first, then weak ones
 * for the trails that are left (Zhang et al. 2022, ByteTrack), then strong ones again for a sudden jerk. `strongScore` parts
 * strong from weak. Sightings without a link of that score begin trails of their own.
 */
export function linkLook(
  waiting: readonly Waiting[],
  sightings: readonly Sighting[],
  camera: Point,
  strongScore: number,
): readonly Link[] {
  const links: Link[] = []
  const freeTrails = new Set(waiting.keys())
  const freeSightings = new Set(sightings.keys())
  const stage = (gate: Gate, wanted: (sighting: Sighting) => boolean, longest: number): void => {
    const rows = [...freeTrails].filter((row) => (waiting[row]?.waited ?? 0) <= longest)
    const columns = [...freeSightings].filter((column) => {
      const sighting = sightings[column]
      return sighting !== undefined && wanted(sighting)
    })
    const pairs = pairThrough(gate, pick(waiting, rows), pick(sightings, columns), camera)
    for (const pair of pairs) {
      const row = rows[pair.row]
      const column = columns[pair.column]
      if (row === undefined || column === undefined) continue
      freeTrails.delete(row)
      freeSightings.delete(column)
      links.push({ waiting: row, sighting: column })
    }
  }
  stage(strongGate, (sighting) => sighting.score >= strongScore, Number.POSITIVE_INFINITY)
  stage(weakGate, (sighting) => sighting.score < strongScore, Number.POSITIVE_INFINITY)
  stage(jerkGate, (sighting) => sighting.score >= strongScore, 10)
  return links
}

function pick<T>(list: readonly T[], positions: readonly number[]): T[] {
  return positions.flatMap((position) => {
    const value = list[position]
    return value === undefined ? [] : [value]
  })
}
