import { useStore } from 'zustand'
import { type TrialOutcome, trialOutcome } from '../model/trial-words.ts'
import { useCopying } from './copies-context.tsx'
import type { Editor } from './editor-store.ts'

/** What the last trial copy has come to, by what the window shows now; null: none was tried. */
export function useTrial(editor: Editor): TrialOutcome | null {
  const tried = useStore(useCopying(editor.opened.redaction).store, (state) => state.tried)
  const revision = useStore(editor.store, ({ queue }) => queue.revision)
  const unsaved = useStore(editor.store, ({ queue }) => queue.unsaved)
  const gates = useStore(editor.review, (state) => state.gates)
  // Of another revision they say nothing about this one.
  const projectSha256 = gates?.revision === revision ? gates.projectSha256 : null
  return tried && trialOutcome({ tried, now: { revision, unsaved, projectSha256 } })
}
