import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'

const useStyles = makeStyles({ row: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'center' } })

type Verdict = OutputOf<'audit.verify'>

function VerdictNotice({ verdict }: { readonly verdict: Verdict }) {
  const { ok, entries, head, firstBad } = verdict
  return (
    <MessageBar intent={ok ? 'success' : 'error'} layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{ok ? 'The log is whole' : 'The log does not hold together'}</MessageBarTitle>
        {ok
          ? `All ${entries.toLocaleString('en-GB')} entries follow from each other and from every signed checkpoint. Head: ${head.slice(0, 16)}…`
          : `From entry ${firstBad?.seq ?? 0} on: ${firstBad?.why ?? 'unknown'}. Leave the vault as it is, and tell whoever is responsible for security.`}
      </MessageBarBody>
    </MessageBar>
  )
}

/** Proves that no entry of the log was changed, taken out or put in. */
export function VerifyLog() {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const verify = async (): Promise<void> => {
    setVerdict(null)
    const answer = await task.run((signal) => ask('audit.verify', { incremental: false, anchors: [] }, { signal }))
    if (answer?.ok) setVerdict(answer.value)
  }
  return (
    <>
      <div className={styles.row}>
        <Button onClick={() => void verify()} disabledFocusable={task.running}>
          Verify the whole log
        </Button>
        {task.running ? (
          <>
            <Spinner size="tiny" label="Verifying" />
            <Button size="small" onClick={task.cancel}>
              Cancel
            </Button>
          </>
        ) : null}
      </div>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="The log was not verified" />}
      {verdict === null ? null : <VerdictNotice verdict={verdict} />}
    </>
  )
}
