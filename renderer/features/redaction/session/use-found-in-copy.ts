import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useCopying } from './copies-context.tsx'
import { leaksIn } from './copy-work.ts'
import type { EditorDesk } from './editor-actions.ts'
import { takeFound } from './found-in-copy.ts'

/** What the check of a copy has found is at hand in the editor, whichever of its panels is open. */
export function useFoundInCopy({ editor, session }: EditorDesk): void {
  const leaks = useStore(useCopying(editor.opened.redaction).store, leaksIn)
  useEffect(() => takeFound({ editor, session }, leaks), [editor, session, leaks])
}
