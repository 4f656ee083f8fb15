import type { RedactionId } from '../redaction/redaction-record.ts'
import type { UserId } from '../vault/ids.ts'
import type { TrackSound } from './heard-sound.ts'
import type { SeenFrames } from './seen-frames.ts'

/** What one person has seen and heard of one redaction, as the vault keeps it. */
export type ReviewRecord = {
  readonly redaction: RedactionId
  readonly user: UserId
  /** May be shorter than the clip: what is not there was not seen. */
  readonly seen: SeenFrames
  readonly heard: readonly TrackSound[]
}
