import type { StopReason } from './follow-request.ts'

/** What one frame told of the thing that is followed. */
export type Sight = {
  /** False where the frame did not decode. */
  readonly decoded: boolean
  /** 0 to 1: how surely the thing is where it was found. */
  readonly confidence: number
  /** Share of its box that lies in the picture, where it was found or is expected. */
  readonly visible: number
  /** True where it was found farther away than it could be expected. */
  readonly leapt: boolean
  /** True where the whole picture is unlike the one before. */
  readonly newScene: boolean
}

/** How far following has come: frames in a row without a sure sight, and what is known of them. */
export type Watch = { readonly missed: number; readonly undecoded: number; readonly visible: number }

/** What to do with a frame: take its sight; bridge it; or stop, and answer for the frames up to the last sure one. */
export type Verdict = { readonly watch: Watch; readonly action: 'take' | 'bridge' | StopReason }

/**
 * Least confidence with which a sight is taken: from frame to frame; after a miss or a leap, when what was found may be
 * something like it; and across what looks like a new scene.
 */
export const sureEnough = 0.5
export const sureAgain = 0.7
export const sureAnew = 0.9

/** Frames in a row that may be bridged: a hand that passes in front, a blow to the camera. */
export const longestBridge = 24

/** Less of the box in the picture than this is gone: nothing is left that could be followed. */
const leastVisible = 0.3

/** A watch at the start, when all is known. */
export const begun: Watch = { missed: 0, undecoded: 0, visible: 1 }

function leastSure(watch: Watch, sight: Sight): number {
  if (sight.newScene) return sureAnew
  return watch.missed === 0 && !sight.leapt ? sureEnough : sureAgain
}

/** Decides what one frame's sight means. Rather stops and asks than goes on with a guess. */
export function judgeSight(watch: Watch, sight: Sight): Verdict {
  const seen = sight.decoded && sight.confidence >= leastSure(watch, sight)
  if (seen && sight.visible >= leastVisible) return { watch: { ...begun, visible: sight.visible }, action: 'take' }
  const missed: Watch = {
    missed: watch.missed + 1,
    undecoded: watch.undecoded + (sight.decoded ? 0 : 1),
    visible: Math.min(watch.visible, sight.visible),
  }
  if (sight.decoded && sight.newScene) return { watch: missed, action: 'scene-cut' }
  if (missed.visible < leastVisible) return { watch: missed, action: 'left-picture' }
  if (missed.missed <= longestBridge) return { watch: missed, action: 'bridge' }
  return { watch: missed, action: endOf(missed) }
}

/** What a bridge that found no other side comes to. */
export function endOf(watch: Watch): StopReason {
  return watch.undecoded === watch.missed ? 'undecodable' : 'lost'
}
