import { isAtHalfSize, isWholeIn, type PlayerSession } from '../../player/index.ts'
import { isReviewLook } from '../model/looks.ts'
import type { EditorState } from './editor-store.ts'

/** Whether a frame that comes to the screen is what the copy will show. */
export function isReviewing({ look, queue, drag }: Pick<EditorState, 'look' | 'queue' | 'drag'>): boolean {
  return isReviewLook(look) && queue.unsaved === 0 && drag === null
}

/** Why frames do not count although the picture is as redacted. */
export type Uncounted = 'behind' | 'scrolled' | 'part' | 'small-beside' | 'following' | 'loupe'

/**
 * Counts only what is wholly before whoever watches: a corner of a picture says nothing about the rest. Beside the recorded one it is
 * at half its recorded size at least: that there is no room for more is no excuse where another picture has it. Null: it counts.
 */
export function whyUncounted(
  { store, footage }: Pick<PlayerSession, 'store' | 'footage'>,
  { look, following, loupe, sight }: Pick<EditorState, 'look' | 'following' | 'loupe' | 'sight'>,
): Uncounted | null {
  const { room, pose } = store.getState()
  const { video } = footage.index
  if (video === null) return null
  if (sight !== 'whole') return sight === 'behind' ? 'behind' : 'scrolled'
  // What is followed may be as large as the picture; the rest is still not what somebody looks at.
  if (following !== null) return 'following'
  // It lies over a part of the picture.
  if (loupe !== null) return 'loupe'
  if (room === null || !isWholeIn(room, pose, video)) return 'part'
  return look === 'side-by-side' && !isAtHalfSize(room, pose, video) ? 'small-beside' : null
}
