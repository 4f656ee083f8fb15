import { useCallback, useEffect, useRef, useState } from 'react'
import { redactionSearch } from '../../../../core/detection/default-classes.ts'
import type { Failure } from '../../../../core/failure.ts'
import { useClient } from '../../../client/client-context.tsx'
import type { EditorDesk } from './editor-actions.ts'
import { frameMeant } from './frame-meant.ts'

/** How far looking for persons and things has come. */
export type Proposals = {
  readonly done: number
  /** Frames of which everything that was found is there. */
  readonly proposed: number
  readonly frames: number
  readonly secondsLeft: number | null
  readonly running: boolean
  readonly failure: Failure | null
  readonly begin: () => void
  readonly stop: () => void
}

type Come = Pick<Proposals, 'done' | 'proposed' | 'frames' | 'secondsLeft'>

/**
 * Looks for persons and things from where somebody is; proposals come in while they work. Leaving the editor stops nothing: the work
 * goes on in the vault, and who comes back looks on again.
 */
export function useProposals({ editor, session }: EditorDesk): Proposals {
  const { ask } = useClient()
  const [come, setCome] = useState<Come>({ ...editor.opened.detected, secondsLeft: null })
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const leaving = useRef(new AbortController())
  useEffect(() => {
    const own = new AbortController()
    leaving.current = own
    return () => own.abort()
  }, [])
  const { clip, redaction, purpose } = editor.opened
  const begin = useCallback(async () => {
    const { signal } = leaving.current
    const take = (state: Come & { readonly revision: number }): void => {
      if (signal.aborted) return
      setCome(state)
      if (state.revision > editor.state.queue.revision) editor.moved()
    }
    setFailure(null)
    setRunning(true)
    const asked = {
      clip,
      redaction,
      search: redactionSearch,
      threads: null,
      models: null,
      playhead: frameMeant(session),
    }
    const ended = await ask('redaction.propose', asked, { reason: purpose, signal, onItem: take })
    if (signal.aborted) return
    setRunning(false)
    if (ended.ok) take(ended.value)
    else if (ended.failure.kind !== 'cancelled') setFailure(ended.failure)
  }, [ask, editor, session, clip, redaction, purpose])
  const stop = useCallback(() => void ask('redaction.stop', { clip, redaction }), [ask, clip, redaction])
  return { ...come, running, failure, begin: () => void begin(), stop }
}
