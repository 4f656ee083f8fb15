import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import type { CoverPicture, PlayerProps, PlayerSession, StageDivision } from '../../player/index.ts'
import { copySound } from '../model/copy-sound.ts'
import { divisionOf, isCovered } from '../model/looks.ts'
import { FrameCover } from '../preview/frame-cover.ts'
import { type Editor, shownProject } from './editor-store.ts'

/** The last cover, for as long as it would be the same: the same frame is painted anew while a divider or a magnifier moves. */
class KeptCover {
  readonly #cover: FrameCover
  #last: {
    readonly frame: number
    readonly hasPicture: boolean
    readonly project: RedactionProject
    readonly image: CanvasImageSource | null
  } | null = null

  constructor(cover: FrameCover) {
    this.#cover = cover
  }

  of(shown: Parameters<CoverPicture>[0], project: RedactionProject): CanvasImageSource | null {
    const last = this.#last
    const hasPicture = shown.picture !== null
    if (last?.frame === shown.frame && last.hasPicture === hasPicture && last.project === project) return last.image
    const image = this.#cover.cover(shown, project)
    this.#last = { frame: shown.frame, hasPicture, project, image }
    return image
  }
}

/** Where the copy is shown, frames are painted as it shows them, and anew whenever somebody decides something. */
export function useCover(
  editor: Editor,
  session: PlayerSession | null,
  footage: PlayerProps['footage'],
): CoverPicture | null {
  const covered = useStore(editor.store, ({ look }) => isCovered(look))
  const { video } = footage.index
  const kept = useMemo(() => (video ? new KeptCover(new FrameCover(video)) : null), [video])
  useEffect(() => {
    if (!covered || !session) return
    let seen = shownProject(editor.state)
    return editor.store.subscribe((state) => {
      const now = shownProject(state)
      if (now !== seen) session.repaint()
      seen = now
    })
  }, [editor, session, covered])
  return useMemo(
    () => (covered && kept ? (shown) => kept.of(shown, shownProject(editor.state)) : null),
    [covered, kept, editor],
  )
}

/** How the stage is divided by now. While the divider moves it is painted anew, past React. */
export function useDivision(editor: Editor, session: PlayerSession | null): StageDivision {
  const look = useStore(editor.store, (state) => state.look)
  useEffect(() => {
    if (look !== 'split' || !session) return
    return editor.store.subscribe((state, before) => {
      if (state.divider !== before.divider) session.repaint()
    })
  }, [editor, session, look])
  return useMemo(() => divisionOf(look, () => editor.state.divider), [look, editor])
}

/** Where the copy is shown, its sound is heard: what it mutes is silent, what it bleeps a tone. */
export function useCopySound(editor: Editor, session: PlayerSession | null, { index }: PlayerProps['footage']): void {
  const covered = useStore(editor.store, ({ look }) => isCovered(look))
  const decisions = useStore(editor.store, ({ queue }) => queue.edited.project.audio)
  const copied = covered ? decisions : null
  useEffect(() => {
    session?.setSoundEdits(copied === null ? new Map() : copySound(copied, index))
  }, [session, copied, index])
}
