import { ToggleButton } from '@fluentui/react-components'
import { useStore } from 'zustand'
import { editorKeys } from '../model/editor-keys.ts'
import type { Look } from '../model/looks.ts'
import type { Editor } from '../session/editor-store.ts'

const looks: readonly { readonly look: Look; readonly name: string }[] = [
  { look: 'outlines', name: 'Outlines' },
  { look: 'redacted', name: 'As redacted' },
  { look: 'recorded', name: 'As recorded' },
  { look: 'split', name: 'Split' },
  { look: 'side-by-side', name: 'Side by side' },
]

/** What says how to come to a look by a key. */
function hintOf(look: Look): string {
  const own = editorKeys.find(({ action }) => action.kind === 'look' && action.look === look)
  const key = own ?? editorKeys.find(({ action }) => action.kind === 'preview')
  return `${key?.does ?? ''} (${key?.shown ?? ''})`
}

/** Which of the looks the picture has. */
export function LookButtons({ editor }: { readonly editor: Editor }) {
  const look = useStore(editor.store, (state) => state.look)
  return looks.map((one) => (
    <ToggleButton
      key={one.look}
      size="small"
      appearance="subtle"
      checked={look === one.look}
      title={hintOf(one.look)}
      onClick={() => editor.set({ look: one.look })}
    >
      {one.name}
    </ToggleButton>
  ))
}
