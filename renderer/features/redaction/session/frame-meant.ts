import { type FrameIndex, frameIndex } from '../../../../core/time.ts'
import type { PlayerSession } from '../../player/index.ts'
import type { Frames } from '../model/region-commands.ts'

/** The frame that is meant: the one on the screen, or where the playhead goes. */
export function frameMeant({ store }: PlayerSession): FrameIndex {
  const { transport, shown } = store.getState()
  return frameIndex(transport.rate === 0 ? transport.frame : (shown ?? transport.frame))
}

/** The part between both marks; null where it is not marked. */
export function markedFrames({ store }: PlayerSession): Frames | null {
  const { markIn, markOut, frames } = store.getState().transport
  return markIn === null && markOut === null ? null : [markIn ?? 0, markOut ?? frames]
}
