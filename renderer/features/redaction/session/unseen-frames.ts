import type { RedactionProject } from '../../../../core/redaction/project.ts'
import {
  type CoverageStrip,
  coverageStrips,
  leftAfter,
  placesOf,
  rangeAfter,
  unseenByAll,
} from '../model/coverage-lanes.ts'
import { framesWords } from '../model/coverage-words.ts'
import type { EditorDesk } from './editor-actions.ts'
import { frameMeant } from './frame-meant.ts'
import { type ReviewState, readAnew, type Unseen } from './review-work.ts'

type Desk = Pick<EditorDesk, 'editor' | 'session'>
type Range = readonly [from: number, until: number]

/** A strip for everybody who has looked; null where it is not known who has. */
export function stripsOf(
  { editor, session }: Desk,
  coverage: ReviewState['coverage'],
  project: RedactionProject,
): readonly CoverageStrip[] | null {
  const { times, footage } = session
  const { opened } = editor
  return (
    coverage &&
    coverageStrips(coverage.reviewers, { project, index: footage.index, times }, { mayWrite: opened.writable })
  )
}

/** Frames and sound that came to whoever looks and are in no answer of the vault yet, as places among the frames. */
export function watchedSince({ editor, session }: Desk): {
  readonly frames: readonly Range[]
  readonly sound: readonly Range[]
} {
  const { times, footage } = session
  const { framesSince, soundSince } = editor.watch
  return { frames: framesSince, sound: placesOf(soundSince, { index: footage.index, times }) }
}

/** Whether what is known of coverage is of the redaction as it is now: an edit opens frames again. */
export function isCurrent({ editor }: Pick<Desk, 'editor'>): boolean {
  const { coverage } = editor.review.getState()
  const { revision, unsaved } = editor.state.queue
  return coverage !== null && unsaved === 0 && coverage.revision === revision
}

/** To the next stretch after the playhead that a strip leaves open, else to the first: of its frames, and once those are seen of its sound. */
export function goToNextOpen(desk: Desk, { name, own, unseen, unheard }: CoverageStrip): void {
  const { editor, session } = desk
  const { frames } = session.times
  const since = own ? watchedSince(desk) : { frames: [], sound: [] }
  const [notSeen, notHeard] = [leftAfter(unseen, since.frames, frames), leftAfter(unheard, since.sound, frames)]
  const have = own ? 'have' : 'has'
  if (notSeen.length > 0) goAlong(desk, notSeen, `${name} ${have} not seen`)
  else if (notHeard.length > 0) goAlong(desk, notHeard, `${name} ${have} seen all of it, and not heard`)
  else editor.set({ said: `${name} ${have} seen and heard all of it` })
}

function goAlong({ editor, session }: Desk, ranges: readonly Range[], words: string): void {
  const at = rangeAfter(ranges, frameMeant(session))
  const range = ranges[at]
  if (!range) return
  session.command({ do: 'go-to', frame: Math.floor(range[0]) })
  editor.set({ said: `${words} ${framesWords(range)}: ${at + 1} of ${ranges.length}` })
}

/** To the next frame that whoever looks, or nobody, has seen; where that is not known it is gone to once it is. */
export function goToUnseen(desk: Desk, whose: Unseen): void {
  const { editor, session } = desk
  const strips = isCurrent(desk) ? stripsOf(desk, editor.review.getState().coverage, editor.project) : null
  const [own] = strips ?? []
  if (!strips || !own) {
    // What failed is tried again; what is being read comes by itself.
    editor.review.setState({ asked: whose })
    if (editor.review.getState().failure !== null) readAnew(editor.review)
    return
  }
  editor.review.setState({ asked: null })
  if (whose === 'own') goToNextOpen(desk, own)
  else {
    const { frames } = session.times
    const left = leftAfter(unseenByAll(strips, frames), watchedSince(desk).frames, frames)
    if (left.length > 0) goAlong(desk, left, 'Nobody has seen')
    else editor.set({ said: 'Every frame has been seen by somebody' })
  }
}
