import type { Detection, DetectionRun } from '../detection/detection.ts'
import type { Shown } from '../detection/extent.ts'
import { iou } from '../geometry/overlap.ts'
import type { Box, Size } from '../geometry/shape.ts'
import { layLabel } from '../redaction/copy-label.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import type { LookHere } from '../tracking/evidence.ts'
import { type Look, looksOf } from '../tracking/looks.ts'
import type { Sighting } from '../tracking/sightings.ts'
import { trackedKinds } from '../tracking/tracked-kinds.ts'
import { isHidden, type TrackingSettings, trackingOf } from '../tracking/tracking-settings.ts'
import { askedParts, isAskedFor } from './asked-parts.ts'
import { coveredShare } from './covered-share.ts'
import type { Leak } from './report.ts'
import { isHiddenGuess, isShownOnPurpose, shownTracks } from './shown-on-purpose.ts'

export { tracksFromLeaks } from './leak-tracks.ts'

/** What searching a copy for leaks takes. */
export type LeakSearch = {
  /** Detections on the copy; frames are those of the *source*, boxes display oriented. */
  readonly run: DetectionRun
  /** The plan's frames, one per frame of the source. */
  readonly planFrames: readonly PlanFrame[]
  readonly project: RedactionProject
  /** The picture's display-oriented size. */
  readonly size: Size
  readonly settings: TrackingSettings
}

/** Leaks fail a copy; weaker boxes are for a person to look at. Both in order of frame. */
export type LeakFindings = { readonly leaks: readonly Leak[]; readonly lookHere: readonly LookHere[] }

/** The definition's figures (FORMATS.md, Leak in a copy). */
const exposedUnder = 0.5
const sureScore = 0.6
const windowLooks = 5
const seenInWindow = 3
const sameOverlap = 0.5
/** Of the weak boxes in so many frames the strongest is named, so that the list stays short enough to be looked at. */
const weakBlock = 30

/** The tracks that a frame's regions hide. */
function hiddenAt(plan: PlanFrame, byId: ReadonlyMap<string, Track>): readonly Track[] {
  const regions = plan.mode === 'inverse' ? (plan.hidden ?? []) : plan.regions
  return regions.flatMap((region) => byId.get(region.track) ?? [])
}

/** Boxes that neither the plan nor the label covers, from the score on at which a track would begin. */
function uncovered({ run, planFrames, project, size, settings }: LeakSearch): Detection[] {
  const label = project.label ? layLabel(project.label, size) : null
  return run.detections.filter((detection) => {
    const plan = planFrames[detection.frame]
    if (!plan || detection.score < trackingOf(settings, detection).start) return false
    return coveredShare(detection.box, plan, size, label) < exposedUnder
  })
}

/** Boxes of what is to be hidden that show in the copy, though nobody decided that they may. */
function exposed(search: LeakSearch): Detection[] {
  const { run, planFrames, project, settings } = search
  const shown = shownTracks(project, settings)
  const byId = new Map(project.tracks.map((track) => [track.id, track]))
  const parts = askedParts(project)
  const isOfEverybody = (detection: Detection): boolean =>
    isHidden(settings, detection) || detection.class === 'overlay'
  const sought = run.detections.filter((detection) => parts !== null || isOfEverybody(detection))
  return uncovered({ ...search, run: { ...run, detections: sought } }).filter((detection) => {
    if (!isOfEverybody(detection) && !(parts && isAskedFor(detection, parts))) return false
    const plan = planFrames[detection.frame]
    if (plan && isHiddenGuess(detection, hiddenAt(plan, byId))) return false
    return !isShownOnPurpose(detection, shown)
  })
}

function bestMatch(look: Look | undefined, box: Box): Sighting | null {
  let best: Sighting | null = null
  let overlap = sameOverlap
  for (const sighting of look?.sightings ?? []) {
    const shared = iou(sighting.core, box)
    if (shared < overlap) continue
    overlap = shared
    best = sighting
  }
  return best
}

/** In which looks around a position the same box is seen, followed from look to look; the middle entry is its own. */
function seenAround(looks: readonly Look[], position: number, sighting: Sighting): boolean[] {
  const seen = new Array<boolean>(2 * windowLooks - 1).fill(false)
  const own = windowLooks - 1
  seen[own] = true
  for (const step of [-1, 1]) {
    let box = sighting.core
    for (let away = 1; away < windowLooks; away++) {
      const match = bestMatch(looks[position + step * away], box)
      if (!match) continue
      seen[own + step * away] = true
      box = match.core
    }
  }
  return seen
}

/** Whether a box is seen in three of some five consecutive looks that hold its own. */
function isSeenOften(looks: readonly Look[], position: number, sighting: Sighting): boolean {
  const seen = seenAround(looks, position, sighting)
  for (let from = 0; from < windowLooks; from++) {
    if (seen.slice(from, from + windowLooks).filter(Boolean).length >= seenInWindow) return true
  }
  return false
}

type ClassFindings = { readonly leaks: Leak[]; readonly weak: Sighting[] }

function findInClass(search: LeakSearch, boxes: readonly Detection[], shown: Shown): ClassFindings {
  const { start } = trackingOf(search.settings, shown)
  const clip = { ...search.size, frames: search.planFrames.length, framesPerSecond: 1 }
  const { looks } = looksOf({ ...search.run, detections: boxes }, shown, clip, { start, continue: start })
  const leaks: Leak[] = []
  const weak: Sighting[] = []
  for (const [position, look] of looks.entries()) {
    for (const sighting of look.sightings) {
      if (sighting.score >= sureScore || isSeenOften(looks, position, sighting))
        leaks.push({ frame: frameIndex(look.frame), ...shown, box: sighting.cover, score: sighting.score })
      else weak.push(sighting)
    }
  }
  return { leaks, weak }
}

function strongestOfEachBlock(weak: readonly Sighting[]): LookHere[] {
  const blocks = Map.groupBy(weak, (sighting) => Math.floor(sighting.frame / weakBlock))
  return [...blocks.values()]
    .flatMap((block) => block.toSorted((a, b) => b.score - a.score || a.frame - b.frame).slice(0, 1))
    .map(
      ({ frame, score }): LookHere => ({
        frame: frameIndex(frame),
        why: 'weak-leak',
        weight: Math.round(50 + 50 * score) / 100,
      }),
    )
    .sort((a, b) => a.frame - b.frame)
}

/**
 * Finds boxes in a copy that show what should be hidden (FORMATS.md, Leak in a copy): at the track-start threshold,
 * covered under half, not on a kept or ignored track of the same kind, and either of score 0.6 or more or seen in 3 of
 * 5 consecutive looks. What is not hidden of everybody is one where it is somebody's of whom it is to be hidden (`isAskedFor`). Whatever is uncovered but neither sure nor lasting becomes `weak-leak`. A box of several passes counts once.
 */
export function findLeaks(search: LeakSearch): LeakFindings {
  const boxes = exposed(search)
  const findings = trackedKinds.map((shown) => findInClass(search, boxes, shown))
  const leaks = findings.flatMap((one) => one.leaks).sort((a, b) => a.frame - b.frame || a.box[0] - b.box[0])
  return { leaks, lookHere: strongestOfEachBlock(findings.flatMap((one) => one.weak)) }
}
