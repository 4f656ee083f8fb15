import { Field, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { FormDialog } from './form-dialog.tsx'

/** The longest reason that the log takes. */
const longest = 2_000

/** What somebody is asked a reason for. */
export type AskedReason = {
  readonly title: string
  /** What will happen, and that it is logged with the reason. */
  readonly explanation: string
  /** What to think of before it is done. */
  readonly warning?: string
  readonly confirm: string
  /** What was given last for this kind of task. */
  readonly remembered?: string
}

/** Asks why; the answer goes into the log before anything happens. Cancelling does nothing. */
export function ReasonDialog({
  asked,
  onGiven,
  onCancel,
}: {
  readonly asked: AskedReason
  readonly onGiven: (reason: string) => void
  readonly onCancel: () => void
}) {
  const [reason, setReason] = useState(asked.remembered ?? '')
  const [missing, setMissing] = useState(false)
  const give = (): void => {
    if (reason.trim() === '') setMissing(true)
    else onGiven(reason.trim())
  }
  return (
    <FormDialog title={asked.title} confirm={asked.confirm} onConfirm={give} onCancel={onCancel}>
      {asked.warning === undefined ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{asked.warning}</MessageBarBody>
        </MessageBar>
      )}
      <Field
        label="Reason"
        required
        hint={asked.explanation}
        {...(missing
          ? { validationState: 'error', validationMessage: 'Say why: nothing is done without a reason.' }
          : {})}
      >
        <Textarea value={reason} maxLength={longest} rows={3} autoFocus onChange={(_, { value }) => setReason(value)} />
      </Field>
    </FormDialog>
  )
}
