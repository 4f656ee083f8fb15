import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client/client-context.tsx'
import type { AskVault } from '../../../client/window-client.ts'
import type { CoverageStrip } from '../model/coverage-lanes.ts'
import { isReviewLook } from '../model/looks.ts'
import type { EditorDesk } from './editor-actions.ts'
import type { Editor } from './editor-store.ts'
import type { ReviewState } from './review-work.ts'
import { goWhereAsked, stripsOf } from './unseen-frames.ts'

/** Somebody changes an outline by keys: not every step of it is asked about (milliseconds). */
const restAfterEdit = 300

type Desk = Pick<EditorDesk, 'editor' | 'session'>
type Facts = Pick<ReviewState, 'coverage' | 'gates' | 'failure'>

async function readFacts(
  ask: AskVault,
  { clip, redaction }: Editor['opened'],
  { gates: wantsGates, signal }: { readonly gates: boolean; readonly signal: AbortSignal },
): Promise<Facts> {
  const which = { clip, redaction }
  const [coverage, gates] = await Promise.all([
    ask('redaction.coverage', which, { signal }),
    wantsGates ? ask('redaction.gates', which, { signal }) : null,
  ])
  const failure = coverage.ok ? (gates && !gates.ok ? gates.failure : null) : coverage.failure
  return { coverage: coverage.ok ? coverage.value : null, gates: gates?.ok ? gates.value : null, failure }
}

/** Who looks at what of the review: only that is read. */
function useWanted(editor: Editor): { readonly coverage: boolean; readonly gates: boolean } {
  const gates = useStore(editor.store, ({ panel }) => panel === 'review')
  const reviews = useStore(editor.store, ({ look, panel }) => isReviewLook(look) || panel === 'looks')
  const isShown = useStore(editor.review, ({ isUnfolded, asked }) => isUnfolded || asked !== null)
  return { gates, coverage: gates || reviews || isShown }
}

/**
 * Reads how far the review is while somebody looks at it: with each revision, and whenever something was counted. What is read no
 * longer is forgotten, so that nothing is shown of a picture that an edit has changed since.
 */
export function useCoverage(editor: Editor): void {
  const { ask } = useClient()
  const { coverage, gates } = useWanted(editor)
  useEffect(() => {
    if (!coverage) {
      editor.review.setState({ coverage: null, gates: null, failure: null })
      return
    }
    let under: { readonly leaving: AbortController; readonly timer: ReturnType<typeof setTimeout> } | null = null
    const stop = (): void => {
      clearTimeout(under?.timer)
      under?.leaving.abort()
    }
    const read = async (signal: AbortSignal): Promise<void> => {
      const { answered } = editor.watch
      const facts = await readFacts(ask, editor.opened, { gates, signal })
      if (signal.aborted) return
      if (facts.coverage) editor.watch.forget(answered)
      editor.review.setState(facts)
      editor.catchUpTo(facts.gates?.revision ?? facts.coverage?.revision ?? 0)
    }
    const begin = (after: number): void => {
      stop()
      const leaving = new AbortController()
      under = { leaving, timer: setTimeout(() => void read(leaving.signal), after) }
    }
    begin(0)
    const endings = [
      editor.review.subscribe(({ turn }, before) => turn !== before.turn && begin(0)),
      editor.store.subscribe(({ queue }, before) => {
        if (queue.revision !== before.queue.revision) begin(restAfterEdit)
      }),
    ]
    return () => {
      for (const end of endings) end()
      stop()
    }
  }, [ask, editor, coverage, gates])
}

/** Somebody wanted to go to what is not seen, and it had to be read first. */
export function useAskedUnseen(desk: Desk): void {
  useEffect(() => goWhereAsked(desk), [desk])
}

const noStrips: readonly CoverageStrip[] = []

/** What everybody has seen and heard, as it was read last and as the project is now; none while it is not known. */
export function useStrips(desk: Desk): readonly CoverageStrip[] {
  const coverage = useStore(desk.editor.review, (state) => state.coverage)
  const project = useStore(desk.editor.store, ({ queue }) => queue.edited.project)
  return useMemo(() => stripsOf(desk, coverage, project) ?? noStrips, [desk, coverage, project])
}
