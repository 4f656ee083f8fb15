import { Body1, Field, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { FormDialog } from '../../ui/form-dialog.tsx'

/** Asks what clips are redacted for, before they are gone through while nobody looks on. */
export function OvernightDialog({
  title,
  onGiven,
  onCancel,
}: {
  readonly title: string
  readonly onGiven: (purpose: string) => void
  readonly onCancel: () => void
}) {
  const [purpose, setPurpose] = useState('')
  const [missing, setMissing] = useState(false)
  const give = (): void => {
    if (purpose.trim() === '') setMissing(true)
    else onGiven(purpose.trim())
  }
  return (
    <FormDialog title={title} confirm="Put in the queue" onConfirm={give} onCancel={onCancel}>
      <Body1>
        Each clip gets a redaction of this purpose, or goes on with the one that it has. They are gone through one after
        the other, also while Occlude is locked; in the morning they stand under Redactions, with what leaves most to
        decide first. To leave, lock Occlude with Ctrl+L or let it lock by itself: to sign out, to lock the screen of
        this computer, or to let it sleep stops the work until somebody signs in.
      </Body1>
      <Field
        label="Purpose"
        required
        hint="For example the number of the request. It stands in the audit log under your name."
        {...(missing ? { validationState: 'error', validationMessage: 'Say what the clips are redacted for.' } : {})}
      >
        <Textarea value={purpose} rows={2} maxLength={2_000} onChange={(_, { value }) => setPurpose(value)} />
      </Field>
    </FormDialog>
  )
}
