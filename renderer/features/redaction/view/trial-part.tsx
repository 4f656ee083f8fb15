import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Failure } from '../../../../core/failure.ts'
import type { VerificationReport } from '../../../../core/verification/report.ts'
import { useClient } from '../../../client/client-context.tsx'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { cleanWords, staleWords } from '../model/trial-words.ts'
import { useCopying } from '../session/copies-context.tsx'
import type { EditorDesk } from '../session/editor-actions.ts'
import { useTrial } from '../session/use-trial.ts'
import { CopyFailure } from './copy-failure.tsx'
import { CopyProgress } from './copy-progress.tsx'
import { FoundList } from './found-list.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

const useStyles = makeStyles({
  title: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  clean: { margin: 0, color: '#62d394' },
})

/** A copy of the redaction as it is now, made for its check alone: what it shows is found before anybody has watched. */
export function TrialPart({ desk }: { readonly desk: EditorDesk }) {
  const styles = useStyles()
  const { ask } = useClient()
  const { editor } = desk
  const copying = useCopying(editor.opened.redaction)
  const state = useStore(copying.store)
  const { running, failed, tried } = state
  const { opened } = editor
  useEffect(() => {
    void copying.findTried(ask, opened)
  }, [ask, copying, opened])
  const kept = useKeptFocus<HTMLDivElement>()
  return (
    <div className={styles.part} {...kept}>
      <Subtitle2 as="h3" className={styles.title}>
        Trial copy
      </Subtitle2>
      <Button
        size="small"
        disabledFocusable={running !== null}
        onClick={() => void copying.tryOut(ask, editor.opened, () => editor.settled())}
      >
        {running === 'trying' ? 'A copy is being tried' : tried ? 'Try a copy again' : 'Try a copy first'}
      </Button>
      {running === 'trying' ? (
        <CopyProgress {...{ copying, state }} words="A copy is being tried" />
      ) : (
        <p className={styles.quiet}>
          Before anybody watches it whole: makes the copy as it is now, searches it for what should be hidden, and keeps
          nothing of it.
        </p>
      )}
      {failed?.what === 'trying' ? <FailureNotice failure={failed.failure} title="No copy was tried" /> : null}
      {tried ? <Outcome desk={desk} report={tried.report} isLatest={!failed || !('report' in failed.failure)} /> : null}
    </div>
  )
}

type OutcomeProps = {
  readonly desk: EditorDesk
  readonly report: VerificationReport
  /** No copy was checked since; what that has found is listed where it was made or written out. */
  readonly isLatest: boolean
}

function Outcome({ desk, report, isLatest }: OutcomeProps) {
  const styles = useStyles()
  const outcome = useTrial(desk.editor)
  if (outcome === null) return null
  const { passed, current } = outcome
  if (passed)
    return (
      <p className={current ? styles.clean : styles.quiet} role="status">
        {cleanWords(current)}
      </p>
    )
  return (
    <>
      {!isLatest ? (
        <FailureNotice failure={failureOf(report)} title={notPassed} />
      ) : showsLeaksAlone(report) ? (
        <FoundList desk={desk} />
      ) : (
        <CopyFailure desk={desk} failure={failureOf(report)} title={notPassed} />
      )}
      {current ? null : (
        <p className={styles.quiet} role="status">
          {staleWords}
        </p>
      )}
    </>
  )
}

const notPassed = 'The trial copy did not pass its check'

/** Something was found that should be hidden, and nothing else is wrong: the list says all that there is to say. */
function showsLeaksAlone({ checks, leaks }: VerificationReport): boolean {
  const isWrong = checks.some(
    ({ check, outcome }) => check !== 'leaks' && (outcome === 'failed' || outcome === 'could-not-run'),
  )
  return leaks.length > 0 && !isWrong
}

/** What making the copy would have failed with. */
function failureOf(report: VerificationReport): Failure {
  const isIncomplete = report.outcome === 'incomplete' && report.leaks.length === 0
  return { kind: isIncomplete ? 'verification-incomplete' : 'verification-failed', report }
}
