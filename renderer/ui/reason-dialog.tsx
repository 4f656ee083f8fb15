import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Textarea,
} from '@fluentui/react-components'
import { type FormEvent, useId, useState } from 'react'

/** The longest reason that the log takes. */
const longest = 2_000

/** What somebody is asked a reason for. */
export type AskedReason = {
  readonly title: string
  /** What will happen, and that it is logged with the reason. */
  readonly explanation: string
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
  const form = useId()
  const give = (event: FormEvent): void => {
    event.preventDefault()
    if (reason.trim() === '') setMissing(true)
    else onGiven(reason.trim())
  }
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{asked.title}</DialogTitle>
          <DialogContent>
            <form id={form} onSubmit={give}>
              <Field
                label="Reason"
                required
                hint={asked.explanation}
                {...(missing
                  ? { validationState: 'error', validationMessage: 'Say why: nothing is done without a reason.' }
                  : {})}
              >
                <Textarea
                  value={reason}
                  maxLength={longest}
                  rows={3}
                  autoFocus
                  onChange={(_, { value }) => setReason(value)}
                />
              </Field>
            </form>
          </DialogContent>
          <DialogActions>
            <Button appearance="secondary" onClick={onCancel}>
              Cancel
            </Button>
            <Button appearance="primary" type="submit" form={form}>
              {asked.confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
