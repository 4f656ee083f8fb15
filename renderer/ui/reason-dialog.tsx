import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  MessageBar,
  MessageBarBody,
  Textarea,
} from '@fluentui/react-components'
import { type FormEvent, useEffect, useId, useState } from 'react'

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

/** Gives the focus back, when the dialog goes, to what had it before. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // What the dialog has taken out of reach is within it again only when the dialog is gone.
      setTimeout(() => {
        const nobody = document.activeElement === null || document.activeElement === document.body
        if (nobody && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
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
  useFocusBack()
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
            {asked.warning === undefined ? null : (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>{asked.warning}</MessageBarBody>
              </MessageBar>
            )}
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
