import { Button } from '@fluentui/react-components'
import { useStore } from 'zustand'
import type { EditorDesk } from '../session/editor-actions.ts'
import { type Uncounted, whyUncounted } from '../session/what-counts.ts'

type Remedy = {
  readonly words: string
  /** What makes frames count again; null: it ends by itself. */
  readonly way: { readonly button: string; readonly take: (desk: EditorDesk, note: Element) => void } | null
}

function showWhole({ session }: EditorDesk): void {
  session.setView({ pose: { ...session.store.getState().pose, zoom: 'fit' } })
}

function scrollToPicture(_: EditorDesk, note: Element): void {
  const editor = note.closest('[aria-label="Redaction editor"]')
  editor?.querySelector('.player-stage')?.scrollIntoView({ block: 'nearest' })
}

const remedies: Readonly<Record<Uncounted, Remedy>> = {
  behind: { words: 'a dialog is open over the picture.', way: null },
  scrolled: {
    words: 'part of the picture is scrolled out of sight.',
    way: { button: 'Scroll to the picture', take: scrollToPicture },
  },
  part: {
    words: 'part of the picture is out of sight, or it is shown too small.',
    way: { button: 'Show the whole picture', take: showWhole },
  },
  'small-beside': {
    words: 'beside the other picture there is not enough room for this one.',
    way: {
      button: 'Show it as redacted alone',
      take: (desk) => {
        desk.editor.set({ look: 'redacted' })
        showWhole(desk)
      },
    },
  },
  loupe: {
    words: 'a part of the picture lies under the loupe.',
    way: { button: 'Take the loupe away', take: ({ editor }) => editor.set({ loupe: null }) },
  },
  following: {
    words: 'somebody is kept in view, and the rest of the picture is not.',
    way: {
      button: 'Let the view go',
      take: (desk) => {
        desk.editor.set({ following: null })
        showWhole(desk)
      },
    },
  },
}

/** Why frames do not count while somebody watches as redacted, and what makes them; nothing where they do. */
export function CountingNote({ desk }: { readonly desk: EditorDesk }) {
  const { editor, session } = desk
  const look = useStore(editor.store, (state) => state.look)
  const following = useStore(editor.store, (state) => state.following)
  const loupe = useStore(editor.store, (state) => state.loupe)
  const sight = useStore(editor.store, (state) => state.sight)
  const why = useStore(session.store, () => whyUncounted(session, { look, following, loupe, sight }))
  if (why === null) return null
  const { words, way } = remedies[why]
  return (
    <>
      <p style={{ margin: 0, color: '#f5b84d' }} role="status">
        Frames do not count now: {words}
      </p>
      {way ? (
        <Button
          size="small"
          onClick={({ currentTarget }) => {
            // The button goes; keys stay within the editor.
            currentTarget.closest('section')?.focus()
            way.take(desk, currentTarget)
          }}
        >
          {way.button}
        </Button>
      ) : null}
    </>
  )
}
