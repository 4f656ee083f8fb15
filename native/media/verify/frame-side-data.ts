import {
  AV_FRAME_DATA_A53_CC,
  AV_FRAME_DATA_DETECTION_BBOXES,
  AV_FRAME_DATA_EXIF,
  AV_FRAME_DATA_GOP_TIMECODE,
  AV_FRAME_DATA_ICC_PROFILE,
  AV_FRAME_DATA_S12M_TIMECODE,
  AV_FRAME_DATA_SEI_UNREGISTERED,
} from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { FrameIndex } from '../../../core/time.ts'
import type { Tally } from './tally.ts'

/** What may ride on a decoded frame and tell of people, places or times. */
const telling = [
  ['captions', AV_FRAME_DATA_A53_CC],
  ['a time code', AV_FRAME_DATA_S12M_TIMECODE],
  ['a time code', AV_FRAME_DATA_GOP_TIMECODE],
  ['boxes of a detector', AV_FRAME_DATA_DETECTION_BBOXES],
  ['camera data', AV_FRAME_DATA_EXIF],
  ['a colour profile', AV_FRAME_DATA_ICC_PROFILE],
] as const

/** The encoder's own note about its settings: 16 bytes of id, then this text. */
const encoderNote = 'x264 - core'

/** Checks that nothing but the picture rides on a frame. */
export function checkFrameSideData(frame: Frame, at: FrameIndex, tally: Tally): void {
  for (const [name, type] of telling) if (frame.getSideData(type)) tally.fail(`the frame carries ${name}`, at)
  const note = frame.getSideData(AV_FRAME_DATA_SEI_UNREGISTERED)
  if (note && !note.subarray(16).toString('latin1').startsWith(encoderNote)) {
    tally.fail('the frame carries a text of its own', at)
  }
}
