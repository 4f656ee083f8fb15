import type { ClipIndex } from '../clips/clip-index.ts'
import type { DetectionRun, Search } from '../detection/detection.ts'
import type { DetectionBlock } from '../detection/detection-blocks.ts'
import type { FollowedPath, FollowTask } from '../following/follow-request.ts'
import type { RedactionPlan } from '../redaction/plan.ts'
import type { Result } from '../result.ts'
import type { SpeechRun } from '../sound/speech.ts'
import type { FrameIndex, SampleIndex, SampleRange } from '../time.ts'
import type { LinkedTracks } from '../tracking/link-detections.ts'
import type { CheckResult } from '../verification/report.ts'
import type { ByteSink, ByteSource } from './bytes.ts'
import type { StopSignal, Work } from './work.ts'

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

/** A frame that stands for a clip in lists, as a PNG file's bytes, display oriented. */
export type Poster = { readonly frame: FrameIndex; readonly png: Uint8Array }

/** What is made of a clip that comes in. */
export type FirstLook = { readonly index: ClipIndex; readonly posters: readonly Poster[] }

/** Frames wanted by somebody who looks at them, one after the other. */
export type FramesRequest = {
  readonly fromFrame: FrameIndex
  readonly untilFrame: FrameIndex
  /** Pixels that neither side may exceed, at least 16; absent: full size. */
  readonly longestSide?: number
}

/**
 * A decoded frame for drawing: 8-bit I420 (plane Y, then U, then V, each half as wide and high, rounded up; rows are packed), in
 * coded orientation: `VideoIndex.rotation` turns it upright. `fullRange`: luma runs from 0 to 255, not from 16 to 235.
 */
export type FramePicture = {
  readonly width: number
  readonly height: number
  readonly fullRange: boolean
  readonly bytes: Uint8Array
}

/** A frame under its address; `picture` is null where it does not decode, `damaged` where parts of it were invented. */
export type DecodedFrame = {
  readonly frame: FrameIndex
  readonly damaged: boolean
  readonly picture: FramePicture | null
}

/** Frames of one clip, for as long as somebody looks at it. Its process starts with the first question. */
export type OpenFrames = {
  /**
   * Hands over the frames in order; the next one waits for `onFrame`. A newer question overtakes an older one, which then answers
   * `cancelled`. After `engine-died` the next question starts a new process.
   */
  read(
    wanted: FramesRequest,
    onFrame: (frame: DecodedFrame) => void | Promise<void>,
    signal: StopSignal,
  ): Promise<Result<void>>
  close(): void
}

/** Samples of one audio track wanted by somebody who listens. `track` is the index's own number of it. */
export type SoundRequest = SampleRange & { readonly track: number }

/** Decoded samples, a plane for each of the track's channels, full scale from -1 to 1; the first lies at `fromSample`. */
export type DecodedSound = { readonly fromSample: SampleIndex; readonly planes: readonly Float32Array[] }

/** Sound of one clip, for as long as somebody listens to it. Its process starts with the first question. */
export type OpenSound = {
  /**
   * Hands over the samples in pieces of at most `longestSoundPiece`, in order, without gaps: where nothing decodes there is
   * silence in its place. The next piece waits for `onPiece`. It ends where the track does, and there every sample is one that the
   * index knows. Questions do not overtake each other. Fails with `undecodable` where the track has no decoder, with
   * `out-of-range` where the clip has no such track; after `engine-died` the next question starts a new process.
   */
  read(
    wanted: SoundRequest,
    onPiece: (piece: DecodedSound) => void | Promise<void>,
    signal: StopSignal,
  ): Promise<Result<void>>
  close(): void
}

/** Most samples of each channel in one piece of sound. */
export const longestSoundPiece = 16_384

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
  /**
   * Reads the whole clip and decodes the frames that stand for it (core's `posterFrames`), those that decode, no side longer than
   * `longestSide` pixels: `index` and a `still` for each of them, in one process. Fails as `index` does.
   */
  firstLook(source: ByteSource, name: string, longestSide: number, work: Work): Promise<Result<FirstLook>>
  /** Exact frame, display oriented, as PNG bytes; without a bound in full size. */
  still(source: ByteSource, index: ClipIndex, wanted: StillRequest, work: Work): Promise<Result<Uint8Array>>
  /** Opens a clip for looking at its frames in any order. */
  frames(source: ByteSource, index: ClipIndex): OpenFrames
  /** Opens a clip for listening to its sound from any place on. */
  sound(source: ByteSource, index: ClipIndex): OpenSound
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
  /** Stands for the models and versions that blocks hang on: those of another basis are of no use to `detect`. */
  detectionBasis(): Promise<Result<string>>
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
