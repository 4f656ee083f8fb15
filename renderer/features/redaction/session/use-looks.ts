import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { lookHereFrames, type ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { isViewed, lookAt, lookKey, onPage, pageOf } from '../model/look-pages.ts'
import { isCovered } from '../model/looks.ts'
import { subjectKeyOf } from '../model/subjects.ts'
import type { EditorDesk } from './editor-actions.ts'
import { LookPictures, type ShownPlaces } from './look-pictures.ts'
import { showInTurn } from './show-in-turn.ts'
import { useIsOfNow } from './use-is-of-now.ts'

type Desk = Pick<EditorDesk, 'editor' | 'session'>

/** The places to look at first, of which one is chosen. */
export type Looks = {
  readonly looks: readonly ReviewLook[]
  /** Place of the chosen one; -1 where there is none. */
  readonly at: number
  readonly shown: ShownPlaces
  readonly pictures: LookPictures | null
  /** Whether the vault has counted a frame as seen by whoever looks, as it is now; null: that is not known. */
  readonly viewed: (frame: number) => boolean | null
}

function usePictures({ session }: Desk): LookPictures | null {
  const { video } = session.footage.index
  const pictures = useMemo(() => (video ? new LookPictures(session, video) : null), [session, video])
  useEffect(() => () => pictures?.close(), [pictures])
  return pictures
}

/** What of the clip whoever looks has still to see, as the vault said last of the redaction as it is now; null: that is not known. */
function useUnseen({ editor, session }: Desk): readonly (readonly [from: number, until: number])[] | null {
  const coverage = useStore(editor.review, (state) => state.coverage)
  const isOfNow = useIsOfNow(editor)
  const own = coverage?.reviewers.find((reviewer) => reviewer.own)
  const all = useMemo(() => [[0, session.times.frames]] as const, [session])
  return coverage && isOfNow ? (own?.unseen ?? all) : null
}

/** Whoever comes to such a frame in another way has chosen it. */
function useShownFrame({ editor, session }: Desk, looks: readonly ReviewLook[]): void {
  useEffect(
    () =>
      session.store.subscribe(({ shown, transport }, before) => {
        if (shown === before.shown || transport.rate !== 0) return
        const chosen = looks[lookAt(looks, editor.looks.getState().at)]
        const there = looks.find(({ frame }) => frame === shown)
        if (there && chosen?.frame !== shown) editor.looks.setState({ at: lookKey(there) })
      }),
    [editor, session, looks],
  )
}

/**
 * What is decided is decided about whom the place in sight shows: who that is is chosen, however somebody came to the place. Nobody is
 * where it shows nobody.
 */
function useWhoIsInSight({ editor }: Desk, look: ReviewLook | undefined): void {
  const key = look ? lookKey(look) : null
  const about = look?.about?.track ?? null
  useLayoutEffect(() => {
    if (key !== null) chooseShown(editor, about)
  }, [editor, key, about])
}

/** The places to look at first, as the project is now. */
export function useLooks(desk: Desk): Looks {
  const { editor, session } = desk
  const now = useStore(editor.store, ({ queue }) => queue.edited.project)
  // Somebody who moves an outline key by key goes before.
  const project = useDeferredValue(now)
  const covered = useStore(editor.store, ({ look }) => isCovered(look))
  const damaged = session.footage.index.video?.damagedFrames
  const looks = useMemo(() => lookHereFrames(project, new Set(damaged)), [project, damaged])
  const key = useStore(editor.looks, (state) => state.at)
  const unseen = useUnseen(desk)
  const at = lookAt(looks, key)
  useShownFrame(desk, looks)
  useWhoIsInSight(desk, looks[at])
  const shown = useMemo((): ShownPlaces => ({ project, isCovered: covered }), [project, covered])
  return {
    ...{ looks, shown, at },
    pictures: usePictures(desk),
    viewed: (frame) => unseen && isViewed(frame, unseen),
  }
}

/** Goes to a place: its frame in the large picture, and whom it is about. */
export function goToPlace({ editor, session }: Desk, look: ReviewLook | undefined): void {
  if (!look) return
  editor.looks.setState({ at: lookKey(look) })
  session.command({ do: 'go-to', frame: look.frame })
  chooseShown(editor, look.about?.track ?? null)
}

/** Chooses whose track it is; nobody where there is none. */
function chooseShown(editor: Desk['editor'], about: string | null): void {
  const track = editor.project.tracks.find(({ id }) => id === about)
  editor.choose(track ? subjectKeyOf(track) : null, track?.id ?? null)
}

/** Shows what of the chosen one's page is not viewed yet, frame by frame; a second call ends it, and so does an edit. */
export function useShowPage({ editor, session }: Desk, { looks, at, viewed }: Looks): () => void {
  const [showing] = useState(() => ({ now: null as AbortController | null }))
  useEffect(() => {
    const stop = (): void => showing.now?.abort()
    const end = editor.store.subscribe(({ queue }, before) => {
      // Saving makes another object of the same project.
      if (queue.edited.project !== before.queue.edited.project) stop()
    })
    return () => {
      end()
      stop()
    }
  }, [editor, showing])
  return () => {
    if (showing.now) return showing.now.abort()
    const first = pageOf(at) * onPage
    const page = looks.slice(first, first + onPage).map(({ frame }) => Number(frame))
    const frames = [...new Set(page)].filter((frame) => viewed(frame) !== true)
    if (frames.length === 0) return editor.set({ said: 'All of this page has been viewed' })
    const controller = new AbortController()
    showing.now = controller
    editor.looks.setState({ isShowing: true })
    editor.set({ look: 'redacted', said: `Showing ${frames.length} frames of this page, one after another` })
    void showInTurn(session, frames, { signal: controller.signal }).then((count) => {
      showing.now = null
      editor.looks.setState({ isShowing: false })
      editor.set({
        said: count === frames.length ? 'The page has been shown' : `Stopped after ${count} of ${frames.length}`,
      })
    })
  }
}
