import type { EditorAction } from '../model/editor-keys.ts'
import { dividerMoved, nextLook } from '../model/looks.ts'
import { loupeFurther, toggledLoupe } from '../model/loupe.ts'
import type { Editor } from './editor-store.ts'

/** What is done about how the picture is looked at; nothing of it is kept. */
export type ViewAction = Extract<
  EditorAction,
  { readonly kind: 'preview' | 'look' | 'divider' | 'follow-view' | 'loupe' | 'loupe-further' }
>

function followView(editor: Editor): void {
  const { following, chosen } = editor.state
  editor.set({ following: following === null ? chosen : null })
  if (following === null && chosen === null) editor.set({ said: 'Choose whom the view is to follow' })
}

/** Changes how the picture is looked at. */
export function performViewAction(action: ViewAction, editor: Editor): void {
  const { look, divider, loupe } = editor.state
  switch (action.kind) {
    case 'preview':
      editor.set({ look: nextLook(look) })
      break
    case 'look':
      editor.set({ look: look === action.look ? 'outlines' : action.look })
      break
    case 'divider':
      editor.set({ divider: dividerMoved(divider, action.by) })
      break
    case 'follow-view':
      followView(editor)
      break
    case 'loupe':
      editor.set({ loupe: toggledLoupe(loupe) })
      break
    case 'loupe-further':
      editor.set({ loupe: loupeFurther(loupe) })
      break
  }
}
