import { useCallback, useEffect } from 'react'
import { useClient } from '../../../client/client-context.tsx'
import type { PlayerSession } from '../../player/index.ts'
import type { Editor, EditorState } from './editor-store.ts'
import { Listening } from './listening.ts'
import { readAnew } from './review-work.ts'
import { Teller } from './tell-watched.ts'
import { isReviewing, whyUncounted } from './what-counts.ts'

/** How often what was watched is told (milliseconds); while it plays every third time: each is an entry of the log. */
const tellEvery = 3_000
const tellsOnceIn = 3

const lookEvery = 100

function editsOf({ queue }: Pick<EditorState, 'queue'>): number {
  return queue.revision + queue.unsaved
}

/**
 * Tells the vault what was displayed and heard while the picture is shown as it is redacted. What was on the screen before an edit
 * is not told any more: it was another picture.
 */
export function useWatched(
  editor: Editor,
  session: PlayerSession | null,
  { opening, soundSpeed }: { readonly opening: string; readonly soundSpeed: number },
): (frame: number) => void {
  const { ask } = useClient()
  const { watch } = editor
  // Past React: an edit would draw all that is around the picture anew.
  useEffect(() => {
    watch.keepFor(editsOf(editor.state))
    return editor.store.subscribe((state) => watch.keepFor(editsOf(state)))
  }, [watch, editor])
  useEffect(() => {
    if (!session) return
    const listening = new Listening(session)
    const teller = new Teller(ask, editor, { watch, opening })
    const listen = (): void => {
      if (isReviewing(editor.state)) listening.since(watch, soundSpeed)
    }
    const look = setInterval(listen, lookEvery)
    // However shortly it was something else: what was heard of that is not the copy's.
    const endEdits = editor.store.subscribe((state, before) => {
      if (!isReviewing(state) || editsOf(state) !== editsOf(before)) listening.forget()
    })
    let rate = 0
    const endLooking = session.store.subscribe(({ transport }) => {
      if (transport.rate !== rate) listen()
      rate = transport.rate
    })
    let passed = 0
    const tell = setInterval(() => {
      passed += 1
      if (rate !== 0 && passed < tellsOnceIn) return
      passed = 0
      void teller.tell().then((isCounted) => isCounted && readAnew(editor.review))
    }, tellEvery)
    return () => {
      endLooking()
      endEdits()
      clearInterval(look)
      clearInterval(tell)
      editor.closesAfter(teller.finish())
    }
  }, [ask, editor, session, opening, soundSpeed, watch])
  const onShown = useCallback(
    (frame: number) => {
      const rate = Math.abs(session?.store.getState().transport.rate ?? 0)
      if (session && isReviewing(editor.state) && whyUncounted(session, editor.state) === null)
        watch.shown(frame, rate === 0 ? 1 : rate)
    },
    [editor, session, watch],
  )
  useStandingFrame({ editor, session }, onShown)
  return onShown
}

/** The number of edits that the picture shows as the copy will; null: it shows something else. */
function editsShown(state: EditorState): number | null {
  return isReviewing(state) ? editsOf(state) : null
}

/** The frame at which somebody stands is painted anew as it is redacted, without having come anew. */
function useStandingFrame(
  { editor, session }: { readonly editor: Editor; readonly session: PlayerSession | null },
  onShown: (frame: number) => void,
): void {
  useEffect(() => {
    if (!session) return
    let isWhole = false
    let painted = 0
    const tell = (): void => {
      const { shown, transport, waiting } = session.store.getState()
      if (shown !== null && transport.rate === 0 && !waiting) onShown(shown)
    }
    const look = (): void => {
      const was = isWhole
      isWhole = whyUncounted(session, editor.state) === null
      if (isWhole && !was && editsShown(editor.state) !== null) painted = requestAnimationFrame(tell)
    }
    const anew = (): void => {
      cancelAnimationFrame(painted)
      isWhole = false
      look()
    }
    anew()
    const endings = [
      session.store.subscribe(look),
      editor.store.subscribe((state, before) => {
        const { loupe, following, sight } = state
        if (editsShown(state) !== editsShown(before)) anew()
        else if (loupe !== before.loupe || following !== before.following || sight !== before.sight) look()
      }),
    ]
    return () => {
      for (const end of endings) end()
      cancelAnimationFrame(painted)
    }
  }, [editor, session, onShown])
}
