import type { Point } from '../geometry/shape.ts'
import { linkLook } from './association.ts'
import { type Camera, shifted } from './camera.ts'
import { cameraShift } from './camera-motion.ts'
import type { Look, Ticks } from './looks.ts'
import { coastMotion, type Motion, predictedBox, predictMotion, startMotion, updateMotion } from './motion.ts'
import { type Sighting, usualScale } from './sightings.ts'
import { type CameraPath, motionAtEnd, type Trail } from './trails.ts'
import { type Worn, wearing } from './worn.ts'

/** How long trails wait, in ticks. */
export type Patience = {
  readonly memory: number
  /** For trails of one or two sightings. */
  readonly brief: number
  /** For somebody dressed alike only. */
  readonly reunion: number
}

/** What a sweep needs beside the looks. */
export type SweepSettings = {
  readonly patience: Patience
  readonly strongScore: number
  /** Largest displacement by the camera between two looks, in pixels. */
  readonly cameraLimit: number
  /** Ticks in a range that no detector could examine: trails do not age over them. */
  readonly unexamined: (fromFrame: number, untilFrame: number) => number
  /** The camera as measured; the boxes' vote comes on top. */
  readonly measured: CameraPath
}

/** A trail that is still being continued. */
type Open = {
  readonly trail: Trail
  /** Predicted to the look at hand. */
  readonly motion: Motion
  /** The last sighting, and when it was. */
  last: Sighting
  worn: Worn
  /** Beyond its patience: waits for somebody dressed alike only. */
  overdue: boolean
  lastTick: number
  waited: number
  /** Looks since then that should have seen it: of at least the scale at which it is usually seen. -1 before the first. */
  missed: number
  scale: number
  /** The last such look, and the ticks between the last two. */
  lookTick: number
  stride: number
}

/** Sightings by which the usual scale is judged. */
const scaleWindow = 5

/** Trails of one or two sightings also wait for this many looks, whatever the stride. */
const looksWaited = 3

/** The wait is counted from the first look that missed, hence one stride more. */
function patienceFor({ trail, stride }: Open, { patience }: SweepSettings): number {
  return Math.max(stride * looksWaited, stride + (trail.sightings.length > 2 ? patience.memory : patience.brief))
}

/** Whether a trail is known well enough to be found again by what it wears. */
function isRecognisable({ trail, worn }: Open): boolean {
  return worn.length > 1 && trail.sightings.length > 2
}

/** Predicts all open trails to the look and drops those that have waited too long. */
function advance(open: readonly Open[], look: Look, elapsed: number, settings: SweepSettings): Open[] {
  return open.filter((one) => {
    predictMotion(one.motion, elapsed)
    const { frame } = one.last
    const aside = settings.unexamined(Math.min(frame, look.frame), Math.max(frame, look.frame))
    one.waited = Math.abs(look.tick - one.lastTick)
    // A look at too small a scale proves nothing, so nothing ends there, unless no better one comes at all.
    if (look.scale < one.scale) return one.waited - aside <= 2 * settings.patience.memory
    one.stride = Math.abs(look.tick - one.lookTick)
    one.lookTick = look.tick
    one.missed++
    if (one.missed > 0) coastMotion(one.motion, one.stride)
    const patience = patienceFor(one, settings)
    one.overdue = one.waited - aside > patience
    return !one.overdue || (isRecognisable(one) && one.waited - aside <= settings.patience.reunion)
  })
}

/**
 * Continues open trails with sightings of a look; `add` puts a sighting at the trail's growing end. Answers the
 * sightings that no trail took.
 */
function continueTrails(
  open: readonly Open[],
  sightings: readonly Sighting[],
  at: { readonly look: Look; readonly camera: Camera; readonly strongScore: number },
  add: (trail: Trail, sighting: Sighting) => void,
): ReadonlySet<Sighting> {
  const free = new Set(sightings)
  for (const link of linkLook(open, sightings, at.camera, at.strongScore)) {
    const one = open[link.waiting]
    const sighting = sightings[link.sighting]
    if (!one || !sighting) continue
    add(one.trail, sighting)
    updateMotion(one.motion, sighting.core, at.camera)
    one.last = sighting
    one.worn = wearing(one.worn, sighting.appearance)
    one.overdue = false
    one.lastTick = at.look.tick
    one.waited = 0
    one.missed = -1
    one.scale = usualScaleAt(one.trail, sighting)
    one.lookTick = at.look.tick
    free.delete(sighting)
  }
  return free
}

/** Usual scale at the end of a trail where a sighting was added last. */
function usualScaleAt({ sightings }: Trail, added: Sighting): number {
  const atEnd = sightings.at(-1) === added
  return usualScale(atEnd ? sightings.slice(-scaleWindow) : sightings.slice(0, scaleWindow))
}

/** What is worn at the end of a trail where a sighting is. */
function wornAt({ sightings }: Trail, end: Sighting): Worn {
  const outwards = sightings.at(-1) === end ? sightings : sightings.toReversed()
  return outwards.slice(-scaleWindow).reduce((worn: Worn, { appearance }) => wearing(worn, appearance), [])
}

function opened(trail: Trail, last: Sighting, motion: Motion, look: Look): Open {
  const { tick } = look
  const scale = usualScaleAt(trail, last)
  const worn = wornAt(trail, last)
  return {
    trail,
    motion,
    last,
    worn,
    overdue: false,
    lastTick: tick,
    waited: 0,
    missed: -1,
    scale,
    lookTick: tick,
    stride: 0,
  }
}

/**
 * How far the camera has moved the picture by this look beyond what was measured, judged by the trails that were seen at
 * the look before; `voted` is the same at that look.
 */
function votedAt(look: Look, voted: Point, open: readonly Open[], elapsed: number, settings: SweepSettings): Point {
  const camera = shifted(settings.measured(look.frame), voted)
  const [dx, dy] = cameraShift(
    open.filter((one) => one.waited <= elapsed).map((one) => predictedBox(one.motion, camera)),
    look.sightings.filter((sighting) => sighting.score >= settings.strongScore).map((sighting) => sighting.core),
    settings.cameraLimit,
  )
  return [voted[0] + dx, voted[1] + dy]
}

/** The result of looking through a clip forwards. */
export type ForwardSweep = {
  readonly trails: readonly Trail[]
  /** Weak sightings that no trail took. */
  readonly loose: ReadonlySet<Sighting>
  /** Camera motion beyond the measured one at each look, summed up from the first. */
  readonly votedAtLooks: readonly Point[]
}

/** Links looks in order of time; every strong sighting is in a trail afterwards. */
export function sweepForward(looks: readonly Look[], settings: SweepSettings): ForwardSweep {
  const { strongScore } = settings
  const trails: Trail[] = []
  const loose = new Set<Sighting>()
  const votedAtLooks: Point[] = []
  let open: Open[] = []
  let voted: Point = [0, 0]
  let tick = looks[0]?.tick ?? 0
  for (const look of looks) {
    const elapsed = look.tick - tick
    if (elapsed > 0) open = advance(open, look, elapsed, settings)
    tick = look.tick
    voted = votedAt(look, voted, open, elapsed, settings)
    votedAtLooks.push(voted)
    const camera = shifted(settings.measured(look.frame), voted)
    const free = continueTrails(open, look.sightings, { look, camera, strongScore }, (trail, sighting) => {
      trail.sightings.push(sighting)
    })
    for (const sighting of free) {
      if (sighting.score < strongScore) loose.add(sighting)
      else {
        const trail = { sightings: [sighting] }
        trails.push(trail)
        open.push(opened(trail, sighting, startMotion(sighting.core, camera), look))
      }
    }
  }
  return { trails, loose, votedAtLooks }
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
      const [first] = trail.sightings
      if (first) open.push(opened(trail, first, motionAtEnd(trail, 'first', start.camera, start.ticks), look))
    }
  }
  return loose
}
