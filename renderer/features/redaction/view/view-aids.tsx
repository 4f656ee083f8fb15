import { ToggleButton } from '@fluentui/react-components'
import { useStore } from 'zustand'
import { editorKeys } from '../model/editor-keys.ts'
import { type EditorDesk, performEditorAction } from '../session/editor-actions.ts'
import type { Editor } from '../session/editor-store.ts'

/** What helps to look: keeping the chosen one in view. */
export function ViewAids({ desk }: { readonly desk: EditorDesk }) {
  const isFollowing = useStore(desk.editor.store, ({ following }) => following !== null)
  const key = editorKeys.find(({ action }) => action.kind === 'follow-view')
  return (
    <ToggleButton
      size="small"
      appearance="subtle"
      checked={isFollowing}
      title={`${key?.does ?? ''} (${key?.shown ?? ''})`}
      onClick={() => performEditorAction({ kind: 'follow-view' }, desk)}
    >
      Keep in view
    </ToggleButton>
  )
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
