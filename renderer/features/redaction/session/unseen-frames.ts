import type { RedactionProject } from '../../../../core/redaction/project.ts'
import { failureSentence } from '../../../ui/wording.ts'
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

/** What is not known is gone to later; where it never will be, that is said. */
function askFor({ editor }: Desk, whose: Unseen): void {
  const { refused, unsaved } = editor.state.queue
  // What is told of frames is of what is saved.
  const isLost = refused !== null && unsaved > 0
  editor.review.setState({ asked: isLost ? null : whose })
  if (isLost)
    editor.set({
      said: `What has been seen is not known, because nothing is saved any more. ${failureSentence(refused)}`,
    })
  // What failed is tried again; what is being read comes by itself.
  else if (editor.review.getState().failure !== null) readAnew(editor.review)
}

/** To the next frame that whoever looks, or nobody, has seen; where that is not known it is gone to once it is. */
export function goToUnseen(desk: Desk, whose: Unseen): void {
  const { editor, session } = desk
  const strips = isCurrent(desk) ? stripsOf(desk, editor.review.getState().coverage, editor.project) : null
  const [own] = strips ?? []
  if (!strips || !own) {
    askFor(desk, whose)
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

/**
 * Somebody wanted to go to what is not seen, and it had to be read first: goes there once it is. Nowhere is gone to where it cannot be
 * read, or once they have gone elsewhere themselves. Answers how to end that.
 */
export function goWhereAsked(desk: Desk): () => void {
  const { editor, session } = desk
  const { review } = editor
  const endings = [
    review.subscribe(({ asked, coverage, failure }, before) => {
      if (asked === null) return
      if (failure !== null && failure !== before.failure) {
        review.setState({ asked: null })
        editor.set({ said: `What has been seen could not be read. ${failureSentence(failure)}` })
      } else if (coverage !== before.coverage && isCurrent(desk)) goToUnseen(desk, asked)
    }),
    editor.store.subscribe(({ queue }, before) => {
      const { asked } = review.getState()
      if (asked !== null && queue.refused !== before.queue.refused) goToUnseen(desk, asked)
    }),
    session.store.subscribe(({ transport }, before) => {
      // What plays goes on by itself.
      const isElsewhere =
        transport.rate === 0 ? transport.frame !== before.transport.frame : before.transport.rate === 0
      if (isElsewhere && review.getState().asked !== null) review.setState({ asked: null })
    }),
  ]
  return () => {
    for (const end of endings) end()
  }
}
