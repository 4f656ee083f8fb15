import { Button, Spinner } from '@fluentui/react-components'
import { type ReactNode, useEffect, useState } from 'react'
import { importReasonWords } from '../../../contract/wording/record-words.ts'
import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import type { ClipFootage } from '../player/index.ts'
import { type OpenedClip, openFootage } from './open-footage.ts'

type Opening =
  | { readonly stage: 'opening' }
  | { readonly stage: 'failed'; readonly failure: Failure }
  | { readonly stage: 'unplayable'; readonly problem: string }
  | { readonly stage: 'open'; readonly footage: ClipFootage }

function stageOf(opened: Result<OpenedClip>): Opening {
  if (!opened.ok) return { stage: 'failed', failure: opened.failure }
  const { footage, problem } = opened.value
  return footage ? { stage: 'open', footage } : { stage: 'unplayable', problem: problem ?? 'not known' }
}

/** A clip that is opened with a reason, and closed again when nobody looks at it any more. */
function useOpening(clip: string, reason: string): Opening {
  const { ask } = useClient()
  const [opening, setOpening] = useState<Opening>({ stage: 'opening' })
  useEffect(() => {
    let gone = false
    let close = (): void => undefined
    const open = async (): Promise<void> => {
      const opened = await openFootage(ask, clip, reason)
      if (opened.ok) close = opened.value.close
      if (gone) close()
      else setOpening(stageOf(opened))
    }
    void open()
    return () => {
      gone = true
      close()
    }
  }, [ask, clip, reason])
  return opening
}

function Opened({
  clip,
  reason,
  onBack,
  children,
}: {
  readonly clip: string
  readonly reason: string
  readonly onBack: () => void
  readonly children: (footage: ClipFootage) => ReactNode
}) {
  const opening = useOpening(clip, reason)
  const back = <Button onClick={onBack}>Back to the library</Button>
  if (opening.stage === 'opening') return <Spinner label="Opening the clip" />
  if (opening.stage === 'failed')
    return <FailureNotice failure={opening.failure} title="The clip was not opened" actions={back} />
  if (opening.stage === 'unplayable')
    return (
      <EmptyState title="This clip cannot be played" actions={back}>
        It is kept as it came in, but its frames could not be read ({importReasonWords(opening.problem)}). Copy it again
        from the camera or store, or ask for it as MP4.
      </EmptyState>
    )
  return children(opening.footage)
}

/**
 * Asks for what purpose a clip is viewed, then opens it: the purpose stands in the log before the first byte is read. What was
 * given last is offered again.
 */
export function ClipView({
  clip,
  purpose,
  onPurpose,
  onBack,
  children,
}: {
  readonly clip: string
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  readonly onBack: () => void
  readonly children: (footage: ClipFootage) => ReactNode
}) {
  const [given, setGiven] = useState<string | null>(null)
  if (given === null)
    return (
      <ReasonDialog
        asked={{
          title: 'Why is this clip viewed?',
          explanation:
            'For example the number of a request, case or panel. It stands in the audit log under your name before the clip opens.',
          confirm: 'Open the clip',
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
    <Opened clip={clip} reason={given} onBack={onBack}>
      {children}
    </Opened>
  )
}
