import { ToggleButton } from '@fluentui/react-components'
import { useStore } from 'zustand'
import { editorKeys } from '../model/editor-keys.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'
import type { Editor } from '../session/editor-store.ts'

const aids = [
  { kind: 'follow-view', name: 'Keep in view' },
  { kind: 'loupe', name: 'Loupe' },
] as const

/** What helps to look: keeping the chosen one in view, and the loupe. */
export function ViewAids({ desk }: { readonly desk: EditorDesk }) {
  const isFollowing = useStore(desk.editor.store, ({ following }) => following !== null)
  const hasLoupe = useStore(desk.editor.store, ({ loupe }) => loupe !== null)
  return aids.map(({ kind, name }) => {
    const key = editorKeys.find(({ action }) => action.kind === kind)
    return (
      <ToggleButton
        key={kind}
        size="small"
        appearance="subtle"
        checked={kind === 'loupe' ? hasLoupe : isFollowing}
        title={`${key?.does ?? ''} (${key?.shown ?? ''})`}
        onClick={() => performEditorAction({ kind }, desk)}
      >
        {name}
      </ToggleButton>
    )
  })
}

/** Says whom the view follows for as long as it does, over the picture: what stands around it stays where it is. */
export function ViewNote({ editor }: { readonly editor: Editor }) {
  const name = useStore(editor.store, ({ following, subjects }) =>
    following === null ? null : (subjects.find(({ key }) => key === following)?.name ?? null),
  )
  return (
    <output className="redaction-view-note" aria-label="View">
      {name === null ? '' : `${name} is kept in view: frames do not count as seen`}
    </output>
  )
}
