import { Dropdown, Field, Input, makeStyles, Option, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { type HoldKind, holdKinds } from '../../../core/retention/retention-policy.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'

const useStyles = makeStyles({
  dates: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(160px, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
})

/** The kinds of hold, as people say them. */
export const holdNames: Readonly<Record<HoldKind, string>> = {
  sar: 'Subject access request',
  panel: 'Stop-and-search panel',
  case: 'Case',
  complaint: 'Complaint',
  safeguarding: 'Safeguarding',
  investigation: 'Investigation',
}

/** The name of a hold's kind; what the vault says where it is another one. */
export function holdName(kind: string): string {
  return holdKinds.find((known) => known === kind) ? holdNames[kind as HoldKind] : kind
}

/** A hold that somebody asks for. Dates are the last moment of the day that was given. */
export type AskedHold = {
  readonly kind: HoldKind
  readonly endsAt: string | null
  readonly reviewAt: string | null
  readonly reason: string
}

function lastMomentOf(day: string): string | null {
  return day === '' ? null : `${day}T23:59:59.999Z`
}

/** Asks what to hold clips for, until when, and why. */
export function HoldDialog({
  title,
  onGiven,
  onCancel,
}: {
  readonly title: string
  readonly onGiven: (hold: AskedHold) => void
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  const [kind, setKind] = useState<HoldKind>('sar')
  const [ends, setEnds] = useState('')
  const [review, setReview] = useState('')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const give = (): void => {
    if (reason.trim() === '') setMissing(true)
    else onGiven({ kind, endsAt: lastMomentOf(ends), reviewAt: lastMomentOf(review), reason: reason.trim() })
  }
  return (
    <FormDialog title={title} confirm="Hold" onConfirm={give} onCancel={onCancel}>
      <Field label="Kept for">
        <Dropdown
          value={holdNames[kind]}
          selectedOptions={[kind]}
          onOptionSelect={(_, { optionValue }) =>
            setKind((before) => holdKinds.find((each) => each === optionValue) ?? before)
          }
        >
          {holdKinds.map((each) => (
            <Option key={each} value={each}>
              {holdNames[each]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <div className={styles.dates}>
        <Field label="Ends on">
          <Input type="date" value={ends} onChange={(_, { value }) => setEnds(value)} />
        </Field>
        <Field label="Review on">
          <Input type="date" value={review} onChange={(_, { value }) => setReview(value)} />
        </Field>
      </div>
      <Field
        label="Reason"
        required
        hint="Which request, case or complaint. Where a date is needed and left empty, the policy’s days count. It stays held until somebody releases it."
        {...(missing ? { validationState: 'error', validationMessage: 'Say why it is kept.' } : {})}
      >
        <Textarea value={reason} rows={2} maxLength={2_000} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </FormDialog>
  )
}
