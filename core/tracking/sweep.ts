import type { Point } from '../geometry/shape.ts'
import { linkLook } from './association.ts'
import { cameraShift } from './camera-motion.ts'
import type { Look, Ticks } from './looks.ts'
import { coastMotion, type Motion, predictedBox, predictMotion, startMotion, updateMotion } from './motion.ts'
import type { Sighting } from './sightings.ts'
import { type CameraPath, motionAtEnd, type Trail } from './trails.ts'

/** How long trails wait, in ticks. */
export type Patience = {
  readonly memory: number
  /** For trails of one or two sightings. */
  readonly brief: number
}

/** What a sweep needs beside the looks. */
export type SweepSettings = {
  readonly patience: Patience
  readonly strongScore: number
  /** Largest displacement by the camera between two looks, in pixels. */
  readonly cameraLimit: number
  /** Ticks in a range that no detector could examine: trails do not age over them. */
  readonly unexamined: (fromFrame: number, untilFrame: number) => number
}

/** A trail that is still being continued. `motion` is predicted to the look at hand; `missed` is -1 until there is a next look. */
type Open = {
  readonly trail: Trail
  readonly motion: Motion
  lastFrame: number
  lastTick: number
  waited: number
  missed: number
}

/** Trails of one or two sightings also wait for this many looks, whatever the stride. */
const looksWaited = 3

/** `stride`: ticks since the look before, so that the wait is counted from the first look that missed. */
function patienceFor(open: Open, settings: SweepSettings, stride: number): number {
  const { memory, brief } = settings.patience
  return Math.max(stride * looksWaited, stride + (open.trail.sightings.length > 2 ? memory : brief))
}

/** Predicts all open trails to the look and drops those that have waited too long. */
function advance(open: readonly Open[], look: Look, elapsed: number, settings: SweepSettings): Open[] {
  return open.filter((one) => {
    predictMotion(one.motion, elapsed)
    const aside = settings.unexamined(Math.min(one.lastFrame, look.frame), Math.max(one.lastFrame, look.frame))
    one.waited = Math.abs(look.tick - one.lastTick)
    one.missed++
    if (one.missed > 0) coastMotion(one.motion, elapsed)
    return one.waited - aside <= patienceFor(one, settings, elapsed)
  })
}

/**
 * Continues open trails with sightings of a look; `add` puts a sighting at the trail's growing end. Answers the
 * sightings that no trail took.
 */
function continueTrails(
  open: readonly Open[],
  sightings: readonly Sighting[],
  at: { readonly look: Look; readonly camera: Point; readonly strongScore: number },
  add: (trail: Trail, sighting: Sighting) => void,
): ReadonlySet<Sighting> {
  const free = new Set(sightings)
  for (const link of linkLook(open, sightings, at.camera, at.strongScore)) {
    const one = open[link.waiting]
    const sighting = sightings[link.sighting]
    if (!one || !sighting) continue
    add(one.trail, sighting)
    updateMotion(one.motion, sighting.core, at.camera)
    one.lastFrame = at.look.frame
    one.lastTick = at.look.tick
    one.waited = 0
    one.missed = -1
    free.delete(sighting)
  }
  return free
}

function opened(trail: Trail, motion: Motion, look: Look): Open {
  return { trail, motion, lastFrame: look.frame, lastTick: look.tick, waited: 0, missed: -1 }
}

/** Where the camera has moved the picture by this look, judged by the trails that were seen at the look before. */
function cameraAt(look: Look, before: Point, open: readonly Open[], elapsed: number, settings: SweepSettings): Point {
  const [dx, dy] = cameraShift(
    open.filter((one) => one.waited <= elapsed).map((one) => predictedBox(one.motion, before)),
    look.sightings.filter((sighting) => sighting.score >= settings.strongScore).map((sighting) => sighting.core),
    settings.cameraLimit,
  )
  return [before[0] + dx, before[1] + dy]
}

/** The result of looking through a clip forwards. */
export type ForwardSweep = {
  readonly trails: readonly Trail[]
  /** Weak sightings that no trail took. */
  readonly loose: ReadonlySet<Sighting>
  /** Camera motion at each look, summed up from the first. */
  readonly cameraAtLooks: readonly Point[]
}

/** Links looks in order of time; every strong sighting is in a trail afterwards. */
export function sweepForward(looks: readonly Look[], settings: SweepSettings): ForwardSweep {
  const { strongScore } = settings
  const trails: Trail[] = []
  const loose = new Set<Sighting>()
  const cameraAtLooks: Point[] = []
  let open: Open[] = []
  let camera: Point = [0, 0]
  let tick = looks[0]?.tick ?? 0
  for (const look of looks) {
    const elapsed = look.tick - tick
    if (elapsed > 0) open = advance(open, look, elapsed, settings)
    tick = look.tick
    camera = cameraAt(look, camera, open, elapsed, settings)
    cameraAtLooks.push(camera)
    const free = continueTrails(open, look.sightings, { look, camera, strongScore }, (trail, sighting) => {
      trail.sightings.push(sighting)
    })
    for (const sighting of free) {
      if (sighting.score < strongScore) loose.add(sighting)
      else {
        const trail = { sightings: [sighting] }
        trails.push(trail)
        open.push(opened(trail, startMotion(sighting.core, camera), look))
      }
    }
  }
  return { trails, loose, cameraAtLooks }
}

/** What the backward sweep needs to know of the forward one. */
export type BackwardStart = {
  readonly trails: readonly Trail[]
  readonly loose: ReadonlySet<Sighting>
  readonly camera: CameraPath
  readonly ticks: Ticks
}

/**
 * Goes through the looks from the last to the first and lets trails take weak sightings before their first one: a face
 * that comes in is seen weakly before it is seen well. Trails are changed in place; answers the weak sightings left.
 */
export function sweepBackward(
  looks: readonly Look[],
  start: BackwardStart,
  settings: SweepSettings,
): ReadonlySet<Sighting> {
  const { strongScore } = settings
  const loose = new Set<Sighting>()
  const beginning = Map.groupBy(start.trails, (trail) => trail.sightings[0]?.frame ?? 0)
  let open: Open[] = []
  let tick = looks.at(-1)?.tick ?? 0
  for (const look of looks.toReversed()) {
    if (look.tick < tick) open = advance(open, look, tick - look.tick, settings)
    tick = look.tick
    const camera = start.camera(look.frame)
    const free = look.sightings.filter((sighting) => start.loose.has(sighting))
    const left = continueTrails(open, free, { look, camera, strongScore }, (trail, sighting) => {
      trail.sightings.unshift(sighting)
    })
    for (const sighting of left) loose.add(sighting)
    for (const trail of beginning.get(look.frame) ?? []) {
      open.push(opened(trail, motionAtEnd(trail, 'first', start.camera, start.ticks), look))
    }
  }
  return loose
}
