import { Field, Input, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { isId } from '../../../core/vault/ids.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'

/** A restricted clip that somebody has to see all the same, and why. */
export type BrokenGlass = { readonly clip: string; readonly reason: string }

/** Asks which restricted clip has to be seen, and why; information governance is told of it at once. */
export function BreakGlass({
  onGiven,
  onCancel,
}: {
  readonly onGiven: (broken: BrokenGlass) => void
  readonly onCancel: () => void
}) {
  const [clip, setClip] = useState('')
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      title="See a restricted clip"
      confirm="See it"
      mayConfirm={isId(clip.trim()) && reason.trim() !== ''}
      onConfirm={() => onGiven({ clip: clip.trim(), reason: reason.trim() })}
      onCancel={onCancel}
    >
      <span>
        You are not on its access list. You can see it all the same where it cannot wait; information governance is told
        that you did, and why.
      </span>
      <Field label="Clip" hint="Its id: 16 letters and digits, from whoever told you of it." required>
        <Input value={clip} onChange={(_, { value }) => setClip(value)} />
      </Field>
      <Field label="Why it cannot wait" required>
        <Textarea value={reason} rows={3} maxLength={2_000} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </FormDialog>
  )
}
