import { useStore } from 'zustand'
import type { Editor } from './editor-store.ts'
import { isCurrent } from './unseen-frames.ts'

/** Whether what was read last of coverage is of the redaction as it is now. */
export function useIsOfNow(editor: Editor): boolean {
  useStore(editor.review, (state) => state.coverage)
  return useStore(editor.store, () => isCurrent({ editor }))
}
