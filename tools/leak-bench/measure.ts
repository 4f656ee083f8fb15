import type { DetectionProfile } from '../../core/detection/detection.ts'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import { singleFramePlan } from '../demo/single-frames.ts'
import { type DefaceRun, defaced } from './deface.ts'
import type { PersonFrame } from './figures.ts'
import type { BenchClip } from './make-clips.ts'
import { ellipsePlan, heldPlan, personFrames, thingFrames } from './methods.ts'
import { type Needed, type PaintedArea, paintedArea } from './painted-area.ts'
import { detected, planned, type Search, type Searching } from './profile-run.ts'
import { recalledFaces, tracksPerPerson } from './tracking-figures.ts'

/** What one way of hiding people leaves and paints, clip by clip. */
export type Outcome = {
  readonly faces: readonly PersonFrame[]
  readonly heads: readonly PersonFrame[]
  readonly things: readonly PersonFrame[]
  readonly area: readonly PaintedArea[]
}

/** A profile, beside the same detections without tracking. */
export type ProfileOutcome = {
  readonly profile: DetectionProfile
  readonly search: Search
  readonly tracked: Outcome
  readonly single: Outcome
  readonly held: Outcome
  /** Faces in examined frames: `covered` 1 where the detector found them. */
  readonly recalled: readonly PersonFrame[]
  readonly people: number
  readonly tracks: number
  /** Seconds of clip, and wall seconds of the `occlude detect` commands. */
  readonly clipSeconds: number
  readonly seconds: number
  /** The plans, for showing leaks. */
  readonly plans: ReadonlyMap<string, readonly PlanFrame[]>
}

/** Detects, links and plans every clip in a profile, and measures what would leak. */
export async function measureProfile(
  clips: readonly BenchClip[],
  profile: DetectionProfile,
  searching: Searching,
): Promise<ProfileOutcome> {
  const { search } = searching
  const needs: Needed = search === 'face' ? 'faces' : 'heads and things'
  const gathered = { tracked: new Gathered(needs), single: new Gathered(needs), held: new Gathered(needs) }
  const sums = { people: 0, tracks: 0, clipSeconds: 0, seconds: 0 }
  const recalled: PersonFrame[] = []
  const plans = new Map<string, readonly PlanFrame[]>()
  for (const clip of clips) {
    const { run, seconds } = await detected(clip, profile, searching)
    const plan = await planned(clip, run)
    plans.set(clip.name, plan)
    gathered.tracked.add(clip, plan)
    gathered.single.add(clip, singleFramePlan(run))
    gathered.held.add(clip, heldPlan(run))
    recalled.push(...recalledFaces(clip.truth, run))
    const { people, tracks } = tracksPerPerson(clip.truth, plan)
    sums.people += people
    sums.tracks += tracks
    sums.seconds += seconds
    sums.clipSeconds += secondsOf(clip)
  }
  return { profile, search, ...gathered, recalled, ...sums, plans }
}

/** What deface leaves, and how it went about it. */
export type DefaceOutcome = {
  readonly outcome: Outcome
  readonly runs: readonly DefaceRun[]
  readonly clipSeconds: number
}

/** Runs deface on clips (or takes what it left before) and measures what leaks. */
export async function measureDeface(
  clips: readonly BenchClip[],
  python: string,
  scratch: string,
): Promise<DefaceOutcome> {
  const outcome = new Gathered('faces')
  const runs: DefaceRun[] = []
  for (const clip of clips) {
    const run = await defaced(clip, python, scratch)
    runs.push(run)
    outcome.add(clip, ellipsePlan(run.boxes))
  }
  return { outcome, runs, clipSeconds: clips.reduce((sum, clip) => sum + secondsOf(clip), 0) }
}

/** How long a clip is, in seconds. */
export function secondsOf({ truth }: BenchClip): number {
  return (truth.frames.length * truth.rate[1]) / truth.rate[0]
}

class Gathered implements Outcome {
  readonly #needs: Needed
  readonly faces: PersonFrame[] = []
  readonly heads: PersonFrame[] = []
  readonly things: PersonFrame[] = []
  readonly area: PaintedArea[] = []

  constructor(needs: Needed) {
    this.#needs = needs
  }

  add({ truth }: BenchClip, plan: readonly PlanFrame[]): void {
    this.faces.push(...personFrames(truth, 'frames', plan))
    this.heads.push(...personFrames(truth, 'heads', plan))
    this.things.push(...thingFrames(truth, plan))
    this.area.push(paintedArea(truth, this.#needs, plan))
  }
}
