import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isGroundFor, radioGround } from '../../../../core/policy/redaction-policy.ts'
import { useClient } from '../../../client/client-context.tsx'
import type { AskVault } from '../../../client/window-client.ts'
import type { Editor } from './editor-store.ts'
import type { RedactionRules } from './use-policy.ts'

async function listen(ask: AskVault, { opened, sound }: Editor, signal: AbortSignal): Promise<void> {
  const { clip, redaction, purpose: reason } = opened
  sound.setState({ listening: 0 })
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }): void => {
    if (!signal.aborted) sound.setState({ listening: total > 0 ? Math.min(1, done / total) : 0 })
  }
  const heard = await ask('redaction.listen', { clip, redaction }, { reason, signal, onProgress })
  if (signal.aborted) return
  if (heard.ok) sound.setState({ listening: null, heard: heard.value.tracks })
  else sound.setState({ listening: null, failure: heard.failure })
}

/** Has a clip listened to, once, for whoever may decide about its sound; and again where somebody wants it, after it failed. */
export function useListening(editor: Editor, hasSound: boolean, rules: RedactionRules | null): void {
  const { ask } = useClient()
  const hasFailed = useStore(editor.sound, ({ failure }) => failure !== null)
  useEffect(() => {
    if (rules) editor.sound.setState({ radioGround: isGroundFor(rules, radioGround, 'hide') ? radioGround : null })
  }, [rules, editor])
  useEffect(() => {
    if (!hasSound || hasFailed || !editor.state.writable || editor.sound.getState().heard !== null) return
    const leaving = new AbortController()
    void listen(ask, editor, leaving.signal)
    return () => {
      leaving.abort()
      editor.sound.setState({ listening: null })
    }
  }, [ask, editor, hasSound, hasFailed])
}
