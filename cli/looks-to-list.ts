import type { ClipIndex } from '../core/clips/clip-index.ts'
import { secondOfFrame } from '../core/clips/clock.ts'
import type { LookHere } from '../core/tracking/evidence.ts'

/** So many frames are named to people; programs get all. */
const listed = 5

/** Why a frame is worth a look, in words. */
const reasons: Readonly<Record<LookHere['why'], string>> = {
  birth: 'begins in the middle of the picture',
  death: 'ends in the middle of the picture',
  'low-score': 'was hardly seen',
  'gap-filled': 'was not seen for a while',
  'size-jump': 'changes size suddenly',
  'untracked-detection': 'something that no track covers',
  'weak-leak': 'something that may show in the copy',
  damaged: 'could not be examined',
  cut: 'a new scene',
}

/** Lines that say how many frames are worth a look, and name the most telling ones. */
export function looksToList(lookHere: readonly LookHere[], { video, originSeconds }: ClipIndex): readonly string[] {
  const first = lookHere.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0) || a.frame - b.frame).slice(0, listed)
  const lines = first.map(({ frame, track, why }) => {
    const second = video ? ` (${secondOfFrame(video, originSeconds, frame).toFixed(1)} s)` : ''
    return `  frame ${frame}${second}: ${track === undefined ? '' : `${track} `}${reasons[why]}`
  })
  const more = lookHere.length > first.length ? ', these first (all of them with --json):' : ':'
  return [`${lookHere.length} frames are worth a look${first.length > 0 ? more : '.'}`, ...lines]
}
