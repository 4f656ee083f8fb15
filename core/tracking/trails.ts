import type { Camera } from './camera.ts'
import { type Motion, predictMotion, startMotion, updateMotion } from './motion.ts'
import type { Sighting } from './sightings.ts'

/** A chain of sightings of one thing while it is being built: at most one per look, in order of frame. */
export type Trail = { readonly sightings: Sighting[] }

/** How the camera has moved the picture by a frame since the first. */
export type CameraPath = (frame: number) => Camera

/** From so many sightings a motion is judged at a trail's end. */
const motionWindow = 8

/**
 * The motion at one end of a trail, by running the filter over its last sightings towards that end (backwards in time
 * for the first sighting). `ticks` is the clip's clock.
 */
export function motionAtEnd(
  trail: Trail,
  end: 'first' | 'last',
  camera: CameraPath,
  ticks: (frame: number) => number,
): Motion {
  const near =
    end === 'last' ? trail.sightings.slice(-motionWindow) : trail.sightings.slice(0, motionWindow).toReversed()
  const [oldest, ...newer] = near
  if (!oldest) throw new Error('a trail has sightings')
  const motion = startMotion(oldest.core, camera(oldest.frame))
  let tick = ticks(oldest.frame)
  for (const sighting of newer) {
    const now = ticks(sighting.frame)
    predictMotion(motion, Math.abs(now - tick))
    updateMotion(motion, sighting.core, camera(sighting.frame))
    tick = now
  }
  return motion
}
