import { Body1, Field, Input } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useAnswer } from '../../ui/use-answer.ts'

/** How to leave, by what the policy lets happen while the vault is locked. */
const leaving: Readonly<Record<OutputOf<'redaction.policy'>['overnight'], string>> = {
  'lease-selection':
    'The work goes on while Occlude is locked: leave with Ctrl + L, or let it lock by itself. To sign out, to lock the screen of this computer or to let it sleep stops the work until somebody signs in.',
  'stop-at-lock': 'By your policy the work stops while Occlude is locked, and goes on when somebody signs in.',
}

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
  const { ask } = useClient()
  const policy = useAnswer(useCallback((signal) => ask('redaction.policy', {}, { signal }), [ask]))
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
        the other; in the morning they stand under Redactions, with what leaves most to decide first.
      </Body1>
      {policy.value === null ? null : <Body1>{leaving[policy.value.overnight]}</Body1>}
      <Field
        label="Purpose"
        required
        hint="For example the number of the request. It stands in the audit log under your name."
        {...(missing ? { validationState: 'error', validationMessage: 'Say what the clips are redacted for.' } : {})}
      >
        <Input value={purpose} maxLength={2_000} onChange={(_, { value }) => setPurpose(value)} />
      </Field>
    </FormDialog>
  )
}
