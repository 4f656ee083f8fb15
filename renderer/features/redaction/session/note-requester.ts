import { boundsOf } from '../../../../core/geometry/bounds.ts'
import type { RequesterNote } from '../../../../core/redaction/project.ts'
import { outlineAt } from '../../../../core/redaction/track-region.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import { chosenSubject, chosenTrack, type Editor } from './editor-store.ts'

/** Changes what is noted about whoever asks, as one step; a note in which nothing is left goes. */
export function noteRequester(
  editor: Editor,
  change: {
    readonly description?: string
    readonly picture?: RequesterNote['picture'] | null
    readonly photo?: string | null
  },
): boolean {
  const { description = '', picture = null, photo = null } = { ...editor.project.requester, ...change }
  const note: RequesterNote = {
    ...(description === '' ? {} : { description }),
    ...(picture ? { picture } : {}),
    ...(photo === null ? {} : { photo }),
  }
  return editor.do({ kind: 'set-requester', requester: Object.keys(note).length === 0 ? null : note })
}

/** Pins how whoever is chosen looks, at this frame or where they are best to be seen, as the picture of the requester. */
export function pinRequester(editor: Editor, frame: FrameIndex): void {
  const track = chosenTrack(editor.state, frame)
  const outline = track && outlineAt(track, frame)
  const picture = outline ? { frame, box: boundsOf(outline) } : chosenSubject(editor.state)?.best
  if (picture) noteRequester(editor, { picture: { frame: picture.frame, box: picture.box } })
  else editor.set({ said: 'Choose who is the requester first' })
}
