import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { ClassThresholds, DetectionRun, UsedModel } from '../../core/detection/detection.ts'
import type { DetectionBlock } from '../../core/detection/detection-blocks.ts'
import type { Failure } from '../../core/failure.ts'
import type { FollowedPath, FollowTask } from '../../core/following/follow-request.ts'
import type {
  DecodedFrame,
  DecodedSound,
  DetectionRequest,
  FrameMapRun,
  RenderReport,
  StillRequest,
} from '../../core/ports/media-engine.ts'
import type { Progress, Work } from '../../core/ports/work.ts'
import type { RedactionPlan } from '../../core/redaction/plan.ts'
import type { Result } from '../../core/result.ts'
import type { SpeechRun } from '../../core/sound/speech.ts'
import type { LinkedTracks } from '../../core/tracking/link-detections.ts'
import type { CheckResult } from '../../core/verification/report.ts'
import type { Arithmetic } from '../detection/choose-arithmetic.ts'
import type { LookedAt } from '../media/first-look.ts'
import type { IndexedMedia } from '../media/index-clip.ts'
import type { FrameQuestion } from '../media/show-frames.ts'
import type { SoundQuestion } from '../media/show-sound.ts'

/** Which of a job's byte sources a read concerns. */
export type SourceName = 'clip' | 'copy'

/** What an engine process can be asked to do; one job per process. Sizes are in bytes. */
export type Job =
  | { readonly kind: 'index'; readonly name: string; readonly deep: boolean }
  | { readonly kind: 'look'; readonly name: string; readonly longestSide: number }
  | { readonly kind: 'still'; readonly index: ClipIndex; readonly wanted: StillRequest }
  | {
      readonly kind: 'detect'
      readonly index: ClipIndex
      readonly request: Omit<DetectionRequest, 'finished'>
      /** Numbers of blocks that are there already. */
      readonly finished: readonly number[]
    }
  | { readonly kind: 'arithmetic' }
  /** These two last, and answer questions (`question`) until they are told to stop. */
  | { readonly kind: 'frames'; readonly index: ClipIndex }
  | { readonly kind: 'sound'; readonly index: ClipIndex }
  | { readonly kind: 'listen'; readonly index: ClipIndex }
  | { readonly kind: 'follow'; readonly index: ClipIndex; readonly tasks: readonly FollowTask[] }
  | { readonly kind: 'link'; readonly run: DetectionRun; readonly index: ClipIndex }
  | {
      readonly kind: 'render'
      readonly index: ClipIndex
      readonly plan: RedactionPlan
      /** The host's sink takes bytes at its end alone. */
      readonly appendOnly?: true
    }
  | {
      readonly kind: 'verify'
      readonly index: ClipIndex | null
      readonly plan: RedactionPlan | null
      readonly frameMap: readonly FrameMapRun[]
    }

/** What each kind of job answers. */
export type Answers = {
  index: IndexedMedia
  look: LookedAt
  still: Uint8Array
  /** What is to be said of all blocks; the blocks themselves have been told as they were finished. */
  detect: { readonly thresholds: readonly ClassThresholds[]; readonly models: readonly UsedModel[] }
  /** Ids of the models that this processor can run with bytes. */
  arithmetic: readonly string[]
  /** Told to stop; every question was answered on the way. */
  frames: { readonly ended: true }
  sound: { readonly ended: true }
  listen: SpeechRun
  follow: readonly FollowedPath[]
  link: LinkedTracks
  render: RenderReport
  verify: readonly CheckResult[]
}

/** What a job that lasts is asked: each kind of job its own. */
export type Question =
  | { readonly about: 'frames'; readonly question: FrameQuestion }
  | { readonly about: 'sound'; readonly question: SoundQuestion }

/** What a job that lasts hands over, one by one, until a question is answered. */
export type AnswerPart =
  | { readonly about: 'frames'; readonly frame: DecodedFrame }
  | { readonly about: 'sound'; readonly piece: DecodedSound }

/** Settings that every job is given. */
export type EngineSettings = {
  readonly threads: number
  readonly modelsFolder: string | null
  readonly arithmetic: Arithmetic
}

/** What a job is given to work with; `onBlock` takes finished blocks of a detection. */
export type JobWork = Work & { readonly onBlock: (block: DetectionBlock) => void }

/** Host to engine process. */
export type ToEngine =
  | {
      readonly type: 'job'
      readonly job: Job
      readonly settings: EngineSettings
      readonly sizes: Readonly<Partial<Record<SourceName, number>>>
    }
  | { readonly type: 'bytes'; readonly request: number; readonly bytes: Uint8Array | null }
  | { readonly type: 'written'; readonly request: number; readonly ok: boolean }
  | { readonly type: 'question'; readonly asked: Question }
  | { readonly type: 'stop' }

/** Engine process to host. A null in `bytes` and a false `ok` mean that storage failed; the host knows why. */
export type FromEngine =
  | { readonly type: 'ready' }
  | {
      readonly type: 'read'
      readonly request: number
      readonly source: SourceName
      readonly offset: number
      readonly length: number
    }
  | { readonly type: 'write'; readonly request: number; readonly offset: number; readonly bytes: Uint8Array }
  /** Answered by `written`: false where nobody wants more parts of the answer to that question. */
  | { readonly type: 'part'; readonly request: number; readonly number: number; readonly part: AnswerPart }
  /** `failure`: why this question could not be answered; others may be. */
  | { readonly type: 'answered'; readonly number: number; readonly failure: Failure | null }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'block'; readonly block: DetectionBlock }
  | { readonly type: 'answer'; readonly answer: Result<Answers[keyof Answers]> }
  | { readonly type: 'storage-failed' }
  | { readonly type: 'bug'; readonly stack: string }
