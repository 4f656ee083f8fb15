import type { FollowedPath, FollowStep, FollowTask, StopReason } from '../../core/following/follow-request.ts'
import { begun, endOf, judgeSight, type Watch } from '../../core/following/stop-rule.ts'
import { boundsOf } from '../../core/geometry/bounds.ts'
import { boxUnion, grownBox } from '../../core/geometry/overlap.ts'
import { toCoded, toDisplay } from '../../core/geometry/rotation.ts'
import type { Box, Rotation, Size } from '../../core/geometry/shape.ts'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import type { Kernels, Plane } from '../../kernels/index.ts'
import { RegionTracker, visibleShare } from './region-tracker.ts'
import type { Placed } from './scale-filter.ts'
import type { SceneStep } from './scene-watch.ts'

/** How the clip's coded pixels lie in the display-oriented picture (`coded` after cropping), and what works on them. */
export type PictureFrame = { readonly coded: Size; readonly rotation: Rotation; readonly kernels: Kernels }

/** What is added to each side of a box, as a share of it: always, more where it is less sure, and over a bridge. */
const steadyGrowth = 0.04
const unsureGrowth = 0.12
const bridgeGrowth = 0.12

/** A thing whose box lies less than this far in the picture when it is lost has left. */
const partlyVisible = 0.75

/** One task being done: frames go in, in the order of following, until it has stopped. */
export class FollowedThing {
  readonly task: FollowTask
  readonly #picture: PictureFrame
  readonly #steps: FollowStep[] = []
  /** Frames since the last sure one, with where the thing was expected. */
  #bridge: { readonly frame: FrameIndex; readonly place: Placed }[] = []
  #tracker: RegionTracker | null = null
  #watch: Watch = begun
  #lastSure: Placed | null = null
  #reason: StopReason | null = null

  constructor(task: FollowTask, picture: PictureFrame) {
    this.task = task
    this.#picture = picture
  }

  /** True once no further frame is needed. */
  get stopped(): boolean {
    return this.#reason !== null
  }

  /** Takes the next frame; `plane` is null where it did not decode. Frames before the start, and after the stop, pass by. */
  step(frame: FrameIndex, plane: Plane | null, scene: SceneStep): void {
    if (this.stopped) return
    const { startFrame, lastFrame, direction } = this.task
    if (frame === startFrame) this.#begin(plane)
    else if (this.#tracker) this.#follow(this.#tracker, frame, plane, scene)
    const last = direction === 'forward' ? frame >= lastFrame : frame <= lastFrame
    if (last && !this.stopped) this.#end()
  }

  /** What came of it. Throws before it has stopped. */
  get path(): FollowedPath {
    if (!this.#reason) throw new Error('still following')
    return { direction: this.task.direction, steps: this.#steps, reason: this.#reason }
  }

  #begin(plane: Plane | null): void {
    if (!plane) {
      this.#reason = 'undecodable'
      return
    }
    const outline = toCoded(this.task.outline, this.#picture.rotation, this.#picture.coded)
    this.#tracker = new RegionTracker(this.#picture.kernels, plane, boundsOf(outline))
    this.#lastSure = this.#tracker.place
  }

  #follow(tracker: RegionTracker, frame: FrameIndex, plane: Plane | null, scene: SceneStep): void {
    const seen = plane ? tracker.look(plane, scene) : null
    const place = seen?.place ?? tracker.place
    const visible = visibleShare(place, this.#picture.coded)
    const sight = {
      decoded: plane !== null,
      confidence: seen?.confidence ?? 0,
      visible,
      leapt: seen?.leapt ?? false,
      newScene: scene.newScene,
    }
    const { watch, action } = judgeSight(this.#watch, sight)
    this.#watch = watch
    if (action === 'take' && seen) {
      this.#closeBridge(seen.place)
      tracker.take(scene, this.#bridge.length + 1)
      this.#bridge = []
      this.#lastSure = seen.place
      this.#steps.push({
        frame,
        box: this.#display(seen.place, steadyGrowth + unsureGrowth * (1 - seen.confidence)),
        confidence: seen.confidence,
      })
    } else if (action === 'bridge') {
      tracker.bridge(scene)
      this.#bridge.push({ frame, place: tracker.place })
    } else if (action !== 'take') {
      this.#stop(action)
    }
  }

  /** The last asked frame is there; a bridge that has not reached its other side is not an end that was reached. */
  #end(): void {
    if (this.#watch.missed > 0) this.#stop(endOf(this.#watch))
    else this.#reason = this.task.toClipEnd ? 'clip-end' : 'asked-end'
  }

  #stop(reason: StopReason): void {
    const leaving = this.#lastSure !== null && visibleShare(this.#lastSure, this.#picture.coded) < partlyVisible
    this.#reason = reason === 'lost' && leaving ? 'left-picture' : reason
    // What is leaving is covered on its way out; what is lost is not guessed at.
    if (this.#reason === 'left-picture') this.#guessBridge()
  }

  #guessBridge(): void {
    for (const { frame, place } of this.#bridge) {
      if (visibleShare(place, this.#picture.coded) === 0) break
      this.#steps.push({ frame, box: this.#display(place, bridgeGrowth), confidence: 0 })
    }
  }

  /** Covers the frames between two sure ones: the straight way between them, and where the thing was expected. */
  #closeBridge(until: Placed): void {
    const from = this.#lastSure ?? until
    for (const [at, { frame, place }] of this.#bridge.entries()) {
      const share = (at + 1) / (this.#bridge.length + 1)
      const mix = (a: number, b: number): number => a + (b - a) * share
      const straight = {
        x: mix(from.x, until.x),
        y: mix(from.y, until.y),
        width: mix(from.width, until.width),
        height: mix(from.height, until.height),
      }
      const box = boxUnion(this.#display(straight, bridgeGrowth), this.#display(place, 0))
      this.#steps.push({ frame: frameIndex(frame), box, confidence: 0 })
    }
  }

  #display({ x, y, width, height }: Placed, growth: number): Box {
    const box: Box = [x - width / 2, y - height / 2, width, height]
    const shape = { shape: 'rect', box: grownBox(box, growth) } as const
    return boundsOf(toDisplay(shape, this.#picture.rotation, this.#picture.coded))
  }
}
