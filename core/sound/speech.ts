import type { Sha256 } from '../clips/clip-index.ts'
import type { SampleIndex, SampleRange } from '../time.ts'

/** What is heard in a segment. `radio` is a voice over a radio or telephone; what cannot be told apart is `speech`. */
export type SoundKind = 'speech' | 'radio'

/** A stretch of a track in which somebody may be speaking, widened outwards, on the track's absolute clock. */
export type SpeechSegment = SampleRange & {
  readonly kind: SoundKind
  /** Mean probability of speech over the windows that made it a segment, 0 to 1. */
  readonly probability: number
  /** Probability of its likeliest window. */
  readonly highest: number
}

/** What was heard in one audio track. Segments are sorted and disjoint. */
export type HeardTrack = {
  /** Position among the clip's audio tracks. */
  readonly audioTrack: number
  readonly segments: readonly SpeechSegment[]
  /** Sorted, disjoint ranges that could not be listened to: to be treated as speech, never as "nobody spoke". */
  readonly failed: readonly (readonly [fromSample: SampleIndex, untilSample: SampleIndex])[]
}

/** What was heard in a clip: suggestions for muting, one entry for each audio track of the index. */
export type SpeechRun = {
  readonly version: 1
  readonly clip: { readonly sha256: Sha256 }
  /** Id of the model that listened. */
  readonly model: string
  readonly tracks: readonly HeardTrack[]
}
