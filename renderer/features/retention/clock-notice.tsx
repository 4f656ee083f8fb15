import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'

const asked = {
  title: 'Is the clock of this machine right?',
  explanation:
    'Look at a clock that you trust. If this machine’s date and time are wrong, set them right first. Say how you compared them.',
  confirm: 'The clock is right',
}

/** The machine's clock has leapt: nothing is deleted until a named person vouches for it. Nothing where it is believed. */
export function ClockNotice({
  mayConfirm,
  onConfirmed,
}: {
  readonly mayConfirm: boolean
  readonly onConfirmed: () => void
}) {
  const { ask } = useClient()
  const status = useAnswer(useCallback((signal) => ask('vault.status', {}, { signal }), [ask]))
  const task = useTask()
  const [asking, setAsking] = useState(false)
  const confirm = async (reason: string): Promise<void> => {
    setAsking(false)
    const answer = await task.run((signal) => ask('vault.confirm-clock', {}, { signal, reason }))
    status.again()
    if (answer?.ok) onConfirmed()
  }
  if (task.failure !== null) return <FailureNotice failure={task.failure} />
  if (!status.value?.clockDoubtful) return null
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>This machine’s clock cannot be believed</MessageBarTitle>
          It has leapt since the vault was last used. Nothing is judged or deleted until somebody vouches for it.
        </MessageBarBody>
        {mayConfirm ? (
          <MessageBarActions>
            <Button onClick={() => setAsking(true)}>Confirm the clock</Button>
          </MessageBarActions>
        ) : null}
      </MessageBar>
      {asking ? (
        <ReasonDialog asked={asked} onCancel={() => setAsking(false)} onGiven={(reason) => void confirm(reason)} />
      ) : null}
    </>
  )
}
