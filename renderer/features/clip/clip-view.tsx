import { Button, Spinner } from '@fluentui/react-components'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { type OpenedClip, openFootage } from './open-footage.ts'

/** What came of opening one clip. */
export type Outcome = { readonly clip: string; readonly opened: Result<OpenedClip> }

/** Clips that are opened with a reason, and closed again when nobody looks at them any more; null until the last has answered. */
function useOpenings(clips: readonly string[], reason: string, turn: number): readonly Outcome[] | null {
  const { ask } = useClient()
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null)
  const which = clips.join()
  const asked = useMemo(() => ({ clips: which.split(','), reason, turn }), [which, reason, turn])
  useEffect(() => {
    let gone = false
    const openings = asked.clips.map(async (clip): Promise<Outcome> => {
      return { clip, opened: await openFootage(ask, clip, asked.reason) }
    })
    void Promise.all(openings).then((answered) => {
      if (!gone) setOutcomes(answered)
    })
    return () => {
      gone = true
      setOutcomes(null)
      // What has not answered yet is closed when it does.
      for (const opening of openings) void opening.then(({ opened }) => opened.ok && opened.value.close())
    }
  }, [ask, asked])
  return outcomes
}

/** Why nothing was opened; null where something was. */
function firstFailure(outcomes: readonly Outcome[]): Failure | null {
  if (outcomes.some(({ opened }) => opened.ok)) return null
  const [first] = outcomes
  return first && !first.opened.ok ? first.opened.failure : null
}

type Shown = (outcomes: readonly Outcome[], again: () => void) => ReactNode

function Opened({
  clips,
  reason,
  onBack,
  children,
}: {
  readonly clips: readonly string[]
  readonly reason: string
  readonly onBack: () => void
  readonly children: Shown
}) {
  const [turn, setTurn] = useState(0)
  const outcomes = useOpenings(clips, reason, turn)
  const again = (): void => setTurn((before) => before + 1)
  if (outcomes === null) return <Spinner label={clips.length > 1 ? 'Opening the clips' : 'Opening the clip'} />
  const failure = firstFailure(outcomes)
  if (failure)
    return (
      <FailureNotice
        failure={failure}
        title={clips.length > 1 ? 'The clips were not opened' : 'The clip was not opened'}
        actions={
          <>
            <Button onClick={again}>Try again</Button>
            <Button onClick={onBack}>Back to the library</Button>
          </>
        }
      />
    )
  return children(outcomes, again)
}

/**
 * Asks for what purpose clips are viewed, once for all of them, then opens them: the purpose stands in the log before the first
 * byte is read. What was given last is offered again. `children` are shown what came of it (at least one clip is open), and how to
 * open anew for the same purpose.
 */
export function ClipView({
  clips,
  purpose,
  onPurpose,
  onBack,
  children,
}: {
  readonly clips: readonly string[]
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  readonly onBack: () => void
  readonly children: Shown
}) {
  const [given, setGiven] = useState<string | null>(null)
  const one = clips.length === 1
  if (given === null)
    return (
      <ReasonDialog
        asked={{
          title: one ? 'Why is this clip viewed?' : `Why are these ${clips.length} clips viewed?`,
          explanation: `For example the number of a request, case or panel. It stands in the audit log under your name before the ${one ? 'clip opens' : 'clips open'}.`,
          confirm: one ? 'Open the clip' : 'Open the clips',
          ...(purpose === null ? {} : { remembered: purpose }),
        }}
        onGiven={(reason) => {
          onPurpose(reason)
          setGiven(reason)
        }}
        onCancel={onBack}
      />
    )
  return (
    <Opened clips={clips} reason={given} onBack={onBack}>
      {children}
    </Opened>
  )
}
