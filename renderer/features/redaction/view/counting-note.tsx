import { Button } from '@fluentui/react-components'
import { useStore } from 'zustand'
import type { EditorDesk } from '../session/editor-actions.ts'
import { type Uncounted, whyUncounted } from '../session/what-counts.ts'

type Remedy = { readonly words: string; readonly button: string; readonly take: (desk: EditorDesk) => void }

function showWhole({ session }: EditorDesk): void {
  session.setView({ pose: { ...session.store.getState().pose, zoom: 'fit' } })
}

const remedies: Readonly<Record<Uncounted, Remedy>> = {
  part: {
    words: 'part of the picture is out of sight, or it is shown too small.',
    button: 'Show the whole picture',
    take: showWhole,
  },
  'small-beside': {
    words: 'beside the other picture there is not enough room for this one.',
    button: 'Show it as redacted alone',
    take: (desk) => {
      desk.editor.set({ look: 'redacted' })
      showWhole(desk)
    },
  },
  loupe: {
    words: 'a part of the picture lies under the loupe.',
    button: 'Take the loupe away',
    take: ({ editor }) => editor.set({ loupe: null }),
  },
  following: {
    words: 'somebody is kept in view, and the rest of the picture is not.',
    button: 'Let the view go',
    take: (desk) => {
      desk.editor.set({ following: null })
      showWhole(desk)
    },
  },
}

/** Why frames do not count while somebody watches as redacted, and what makes them; nothing where they do. */
export function CountingNote({ desk }: { readonly desk: EditorDesk }) {
  const { editor, session } = desk
  const look = useStore(editor.store, (state) => state.look)
  const following = useStore(editor.store, (state) => state.following)
  const loupe = useStore(editor.store, (state) => state.loupe)
  const why = useStore(session.store, () => whyUncounted(session, { look, following, loupe }))
  if (why === null) return null
  const { words, button, take } = remedies[why]
  return (
    <>
      <p style={{ margin: 0, color: '#f5b84d' }} role="status">
        Frames do not count now: {words}
      </p>
      <Button
        size="small"
        onClick={({ currentTarget }) => {
          // The button goes; keys stay within the editor.
          currentTarget.closest('section')?.focus()
          take(desk)
        }}
      >
        {button}
      </Button>
    </>
  )
}
