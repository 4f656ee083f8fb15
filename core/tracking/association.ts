import { boxCentre, iou, sharedArea } from '../geometry/overlap.ts'
import type { Point } from '../geometry/shape.ts'
import { assign, type Candidate } from './assignment.ts'
import { type Camera, toStable } from './camera.ts'
import { boxLength, type Misfit, type Motion, misfit, motionLength, predictedBox } from './motion.ts'
import type { Sighting } from './sightings.ts'
import { alike, clearMismatch, type Worn, wornDistance } from './worn.ts'

/** A trail that waits for its next sighting, its motion predicted to the look's frame. */
export type Waiting = {
  readonly motion: Motion
  /** Ticks since its last sighting. */
  readonly waited: number
  /** Looks since its last sighting that should have seen it and did not, this one included; 0 or less: none before. */
  readonly missed: number
  readonly last: Sighting
  readonly worn: Worn
  /** Has waited so long that only somebody dressed alike goes on with it. */
  readonly overdue: boolean
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
  /** Largest difference in appearance; what has none does not pass where this is below 1. */
  readonly dressed: number
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
  dressed: 1,
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
  dressed: 1,
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
  dressed: 1,
}
/** Found again after a pole or a person in front: where it could have got to, of its size, and dressed alike. */
const reunionGate: Gate = {
  distance: 100,
  apart: 1.5,
  apartPerTick: 0,
  apartMost: 1.5,
  apartAfterMiss: 1.5,
  resized: 0.4,
  overlap: 1,
  dressed: alike,
}

/** What the greatest difference in appearance costs, in squared standard deviations: motion leads, appearance decides. */
const appearanceWeight = 8
/** What a pair of which nothing is known pays: as much as people dressed somewhat alike. */
const unknownDistance = 0.25
/** Somebody dressed this much more alike displaces a clear mismatch. */
const clearlyBetter = 0.2

/** How far from where it is expected a trail may be found, in face sizes. */
function reachOf(waiting: Waiting, gate: Gate): number {
  const most = waiting.missed <= 0 ? gate.apartMost : gate.apartAfterMiss
  return Math.min(gate.apart + gate.apartPerTick * Math.max(0, waiting.waited - 1), most)
}

/**
 * `overlap`: with the prediction or with the last sighting where it was, whichever is more. A small face that stands
 * still is not lost because the camera's motion was guessed badly.
 */
function costOf(fit: Misfit, gate: Gate, waiting: Waiting, overlap: number): number | null {
  if (overlap >= gate.overlap && fit.resized <= gate.resized)
    return Math.min(fit.distance, gate.distance * (1 - overlap)) + fit.vagueness + 2 * (1 - overlap)
  if (fit.apart > reachOf(waiting, gate) || fit.resized > gate.resized || fit.distance > gate.distance) return null
  // Vague predictions (long unseen) pay, so that a trail just seen keeps its face.
  return fit.distance + fit.vagueness + 2 * (1 - overlap)
}

/** Sightings by the x of their centres (stabilised), so that a trail is compared with its neighbourhood only. */
type Row = { readonly columns: readonly number[]; readonly places: Float64Array; readonly centres: readonly Point[] }

function rowOf(sightings: readonly Sighting[], camera: Camera): Row {
  const centres = sightings.map((sighting) => toStable(boxCentre(sighting.core), camera))
  const places = centres.map(([x]) => x)
  const columns = places.map((_, column) => column).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  return { columns, places: Float64Array.from(places).sort(), centres }
}

/** The sightings whose centres' x may lie within the gate. */
function neighboursOf(motion: Motion, gate: Gate, row: Row): readonly number[] {
  // The larger of the two faces sets the scale; their sizes differ by at most exp(resized).
  const reach = gate.apartMost * motionLength(motion) * Math.exp(gate.resized)
  const place = motion.place[0] ?? 0
  return row.columns.slice(firstFrom(row.places, place - reach), firstFrom(row.places, place + reach + 1))
}

/** A possible pair with how differently the two are dressed; null where that is not known. */
type Fitting = Candidate & { readonly dressed: number | null }

/** Whether a sighting is surely too far from where a trail is expected, and from where it was: spares the exact comparison. */
function isFarOff(waiting: Waiting, sighting: Sighting, gate: Gate, [x, y]: Point): boolean {
  const { motion, last } = waiting
  const length = Math.max(motionLength(motion), boxLength(sighting.core))
  const away = Math.max(Math.abs(x - (motion.place[0] ?? 0)), Math.abs(y - (motion.place[1] ?? 0)))
  return away > reachOf(waiting, gate) * length && sharedArea(last.core, sighting.core) === 0
}

/** What a pair costs by its motion; null where it does not pass the gate. */
function motionCost(waiting: Waiting, sighting: Sighting, gate: Gate, camera: Camera): number | null {
  const expected = predictedBox(waiting.motion, camera)
  const overlap = Math.max(iou(expected, sighting.core), iou(waiting.last.core, sighting.core))
  return costOf(misfit(waiting.motion, sighting.core, camera), gate, waiting, overlap)
}

/** How many candidates there are of each row, or of each column. */
function countOf(candidates: readonly Candidate[], side: 'row' | 'column'): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const one of candidates) counts.set(one[side], (counts.get(one[side]) ?? 0) + 1)
  return counts
}

/** Whether the way a pair is dressed lets it be: a gate may ask for likeness, and who was lost is not found in other clothes. */
function mayBe(apart: number | null, gate: Gate, waiting: Waiting): boolean {
  if (gate.dressed < 1) return apart !== null && apart <= gate.dressed
  return apart === null || apart <= clearMismatch || waiting.missed <= 0
}

/** Adds what people wear to the costs where that decides something: where there is a choice, or after a miss. */
function dressed(
  candidates: readonly Candidate[],
  gate: Gate,
  waiting: readonly Waiting[],
  sightings: readonly Sighting[],
): readonly Fitting[] {
  const [ofTrails, ofSightings] = [countOf(candidates, 'row'), countOf(candidates, 'column')]
  return candidates.flatMap((one) => {
    const trail = waiting[one.row]
    if (!trail) return []
    const choice = (ofTrails.get(one.row) ?? 0) > 1 || (ofSightings.get(one.column) ?? 0) > 1
    const apart =
      choice || trail.missed > 0 || gate.dressed < 1
        ? wornDistance(trail.worn, sightings[one.column]?.appearance)
        : null
    if (!mayBe(apart, gate, trail)) return []
    return [{ ...one, cost: one.cost + appearanceWeight * (apart ?? unknownDistance), dressed: apart }]
  })
}

/** The best-dressed candidate of each row, or of each column. */
function leastOf(fitting: readonly Fitting[], side: 'row' | 'column'): ReadonlyMap<number, number> {
  const least = new Map<number, number>()
  for (const one of fitting) {
    if (one.dressed === null) continue
    least.set(one[side], Math.min(least.get(one[side]) ?? 1, one.dressed))
  }
  return least
}

/** Takes out clear mismatches for which the trail or the sighting has somebody dressed more alike. */
function withoutMismatches(fitting: readonly Fitting[]): readonly Fitting[] {
  if (!fitting.some((one) => (one.dressed ?? 0) > clearMismatch)) return fitting
  const [ofTrails, ofSightings] = [leastOf(fitting, 'row'), leastOf(fitting, 'column')]
  return fitting.filter(({ row, column, dressed }) => {
    if (dressed === null || dressed <= clearMismatch) return true
    return Math.min(ofTrails.get(row) ?? 1, ofSightings.get(column) ?? 1) > dressed - clearlyBetter
  })
}

/** Pairs waiting trails with sightings through one gate; answers positions in the two lists. */
function pairThrough(
  gate: Gate,
  waiting: readonly Waiting[],
  sightings: readonly Sighting[],
  camera: Camera,
): readonly Candidate[] {
  if (waiting.length === 0 || sightings.length === 0) return []
  const byPlace = rowOf(sightings, camera)
  const candidates = waiting.flatMap((one, row) =>
    neighboursOf(one.motion, gate, byPlace).flatMap((column): Candidate[] => {
      const sighting = sightings[column]
      if (!sighting || isFarOff(one, sighting, gate, byPlace.centres[column] ?? [0, 0])) return []
      const cost = motionCost(one, sighting, gate, camera)
      return cost === null ? [] : [{ row, column, cost }]
    }),
  )
  const fitting = withoutMismatches(dressed(candidates, gate, waiting, sightings))
  return assign(waiting.length, sightings.length, fitting, gate.distance + 40 + appearanceWeight)
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
 * for the trails that are left (Zhang et al. 2022, ByteTrack), then strong ones again: for a sudden jerk, and for somebody
 * found again after a while who is dressed alike. `strongScore` parts strong from weak. Sightings without a link of that
 * score begin trails of their own.
 */
export function linkLook(
  waiting: readonly Waiting[],
  sightings: readonly Sighting[],
  camera: Camera,
  strongScore: number,
): readonly Link[] {
  const links: Link[] = []
  const freeTrails = new Set(waiting.keys())
  const freeSightings = new Set(sightings.keys())
  const stage = (gate: Gate, fits: (sighting: Sighting) => boolean, waits: (trail: Waiting) => boolean): void => {
    const rows = [...freeTrails].filter((row) => isWanted(waiting[row], waits))
    const columns = [...freeSightings].filter((column) => isWanted(sightings[column], fits))
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
  const strong = (sighting: Sighting): boolean => sighting.score >= strongScore
  stage(strongGate, strong, (trail) => !trail.overdue)
  stage(
    weakGate,
    (sighting) => !strong(sighting),
    (trail) => !trail.overdue,
  )
  stage(jerkGate, strong, (trail) => !trail.overdue && trail.waited <= jerkTicks)
  stage(reunionGate, strong, (trail) => trail.missed > 0)
  return links
}

/** A trail is looked for by the jerk's gate for so many ticks. */
const jerkTicks = 10

function isWanted<T>(one: T | undefined, wanted: (one: T) => boolean): boolean {
  return one !== undefined && wanted(one)
}

function pick<T>(list: readonly T[], positions: readonly number[]): T[] {
  return positions.flatMap((position) => {
    const value = list[position]
    return value === undefined ? [] : [value]
  })
}
