import type { ClipIndex } from '../clips/clip-index.ts'
import type { DetectionRun, Search } from '../detection/detection.ts'
import type { DetectionBlock } from '../detection/detection-blocks.ts'
import type { FollowedPath, FollowTask } from '../following/follow-request.ts'
import type { RedactionPlan } from '../redaction/plan.ts'
import type { Result } from '../result.ts'
import type { SpeechRun } from '../sound/speech.ts'
import type { FrameIndex } from '../time.ts'
import type { LinkedTracks } from '../tracking/link-detections.ts'
import type { CheckResult } from '../verification/report.ts'
import type { ByteSink, ByteSource } from './bytes.ts'
import type { Work } from './work.ts'

/**
 * What to detect where. The answer holds the frames of `[fromFrame, untilFrame)`; a part comes out as it is in the whole, so
 * all blocks are examined that hold frames of it.
 */
export type DetectionRequest = Search & {
  readonly fromFrame: FrameIndex
  readonly untilFrame: FrameIndex
  /** Where somebody is looking: blocks are examined from there outwards. Absent: from the first to the last. */
  readonly startAt?: FrameIndex
  /** Blocks of a run before, of the same clip, search and models: they are taken over. */
  readonly finished?: readonly DetectionBlock[]
}

/** A frame wanted as a picture. */
export type StillRequest = {
  readonly frame: FrameIndex
  /** Pixels that neither side may exceed, at least 16: a larger picture is scaled down, a smaller one left as it is. */
  readonly longestSide?: number
}

/** Long work whose blocks are told as they are finished, in the order in which they are; a block never changes again. */
export type DetectionWork = Work & { readonly onBlock?: (block: DetectionBlock) => void }

/** Output frame -> source frame, as runs: `count` frames from `outputFrame` on show the source from `sourceFrame` on. */
export type FrameMapRun = { readonly outputFrame: number; readonly sourceFrame: number; readonly count: number }

/** What the renderer did. */
export type RenderReport = {
  readonly bytes: number
  readonly frames: number
  readonly frameMap: readonly FrameMapRun[]
  /** Source frames that did not decode cleanly and are covered wholly in the copy. */
  readonly damagedFrames: readonly FrameIndex[]
  /** Samples per channel in each audio track of the copy. */
  readonly audioSamples: readonly number[]
  /** Versions of what rendered, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/**
 * A copy to check, and what it is checked against. The answer holds every check but `leaks`, each once, in the order of
 * `checkNames`; what needs something that is null answers `could-not-run`.
 * - Without `plan`: `timing` against `frameMap` and the original, `streams` (at most one picture, then sound), `metadata`.
 * - Without `original`: `streams`, `metadata`, and that the copy has as many frames as `frameMap` says.
 */
export type VerificationRequest = {
  readonly copy: ByteSource
  readonly original: { readonly source: ByteSource; readonly index: ClipIndex } | null
  /** Null when no project was given; never given without `original` (a plan is bound to its index). */
  readonly plan: RedactionPlan | null
  /** As the certificate or the render says; empty for audio-only clips. */
  readonly frameMap: readonly FrameMapRun[]
}

/**
 * Everything that touches hostile media or takes long. Its adapter runs it in processes of their own, so that a host stays
 * free to answer and to stop. Only `index` is told what the person calls the clip; failures of all other calls name it `clip`.
 */
export type MediaEngine = {
  /** Reads the whole clip; `deep` also decodes every frame. */
  index(source: ByteSource, name: string, deep: boolean, work: Work): Promise<Result<ClipIndex>>
  /** Exact frame, display oriented, as PNG bytes; without a bound in full size. */
  still(source: ByteSource, index: ClipIndex, wanted: StillRequest, work: Work): Promise<Result<Uint8Array>>
  /**
   * Finds what the classes name. Boxes are display oriented. A process that dies is started anew, once, for the blocks that
   * are left; when that dies too, `engine-died` says which frames are not covered.
   */
  detect(
    source: ByteSource,
    index: ClipIndex,
    request: DetectionRequest,
    work: DetectionWork,
  ): Promise<Result<DetectionRun>>
  /** Listens to every audio track: where somebody may be speaking, and what could not be listened to. */
  listen(source: ByteSource, index: ClipIndex, work: Work): Promise<Result<SpeechRun>>
  /** Follows regions as far as that is sure, each task on its own; answers in their order. */
  follow(
    source: ByteSource,
    index: ClipIndex,
    tasks: readonly FollowTask[],
    work: Work,
  ): Promise<Result<readonly FollowedPath[]>>
  /** Links detections into tracks (core's `linkDetections`). */
  link(run: DetectionRun, index: ClipIndex, work: Work): Promise<Result<LinkedTracks>>
  /** Writes the copy into `sink`. */
  render(
    source: ByteSource,
    index: ClipIndex,
    plan: RedactionPlan,
    sink: ByteSink,
    work: Work,
  ): Promise<Result<RenderReport>>
  /** Checks the written copy (every check but `leaks`, which needs detection and is judged by core). */
  verify(request: VerificationRequest, work: Work): Promise<Result<readonly CheckResult[]>>
}
