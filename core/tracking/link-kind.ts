import type { DetectionRun } from '../detection/detection.ts'
import type { Shown } from '../detection/extent.ts'
import { type CoverPath, coverPath } from './cover-path.ts'
import { type Look, looksOf, type Ticks } from './looks.ts'
import { byScene, type Scene } from './scenes.ts'
import { cameraPathOf, type FailedRanges, failedTicks, type Surroundings } from './surroundings.ts'
import { type SweepSettings, sweepBackward, sweepForward } from './sweep.ts'
import { heldUntilFound } from './touching-paths.ts'
import type { ClassTracking, TrackingClip } from './tracking-settings.ts'
import type { CameraPath, Trail } from './trails.ts'
import { type UntrackedFrame, untrackedFrames } from './untracked.ts'

/** A trail of one kind with all that its track is made of. */
export type Covered = {
  readonly shown: Shown
  readonly trail: Trail
  readonly path: CoverPath
  readonly around: Surroundings
}

/** What linking makes of a kind: its tracks' paths, and frames with weak boxes that no track explains. */
export type LinkedKind = { readonly covered: readonly Covered[]; readonly untracked: readonly UntrackedFrame[] }

/** What linking needs to know of a clip beside its detections. */
export type LinkingClip = {
  readonly clip: TrackingClip
  readonly scenes: readonly Scene[]
  readonly failed: FailedRanges
  readonly measured: CameraPath
}

/** The camera is not believed to move the picture by more than this share of its longer side between two looks. */
const cameraLimitShare = 0.2
/** So many times the memory somebody dressed alike is waited for. */
const reunionFactor = 3
/** So many times the memory what was lost stays hidden until something is found where it may have got to. */
const foundAgainFactor = 1.5

type SceneLooks = { readonly scene: Scene; readonly looks: readonly Look[]; readonly ticks: Ticks }

function linkScene(shown: Shown, of: LinkingClip, { scene, looks, ticks }: SceneLooks, settings: ClassTracking) {
  const { clip, failed, measured } = of
  const sweep: SweepSettings = {
    patience: {
      memory: settings.memorySeconds * clip.framesPerSecond,
      brief: 2 * settings.briefSeconds * clip.framesPerSecond,
      reunion: reunionFactor * settings.memorySeconds * clip.framesPerSecond,
    },
    strongScore: settings.start,
    cameraLimit: cameraLimitShare * Math.max(clip.width, clip.height),
    unexamined: (from, until) => failedTicks(failed, ticks, from, until),
    measured,
  }
  const { trails, loose, votedAtLooks } = sweepForward(looks, sweep)
  const camera = cameraPathOf(looks, votedAtLooks, ticks, measured)
  const left = sweepBackward(looks, { trails, loose, camera, ticks }, sweep)
  const around: Surroundings = { clip, scene, ticks, looks, camera, measured, failed }
  const paths = trails.map((trail) => ({ trail, path: coverPath(trail, around, settings) }))
  const held = heldUntilFound(paths, foundAgainFactor * settings.memorySeconds * clip.framesPerSecond, around)
  const covered = trails.flatMap((trail, position): Covered[] => {
    const path = held[position]
    return path ? [{ shown, trail, path, around }] : []
  })
  return { covered, left }
}

/** Links everything of one kind, scene by scene: no trail crosses a cut. */
export function linkKind(run: DetectionRun, shown: Shown, of: LinkingClip, settings: ClassTracking): LinkedKind {
  const { looks, ticks } = looksOf(run, shown, of.clip, settings)
  const looksByScene = byScene(of.scenes, looks, (look) => look.frame)
  const linked = of.scenes.map((scene, position) =>
    linkScene(shown, of, { scene, looks: looksByScene[position] ?? [], ticks }, settings),
  )
  const covered = linked.flatMap((one) => one.covered)
  const left = new Set(linked.flatMap((one) => [...one.left]))
  return { covered, untracked: untrackedFrames(left, covered, of.clip, settings.start) }
}
