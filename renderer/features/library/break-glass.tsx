import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useId, useState } from 'react'
import { isId } from '../../../core/vault/ids.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

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
  const styles = useStyles()
  const form = useId()
  const [clip, setClip] = useState('')
  const [reason, setReason] = useState('')
  const isWhole = isId(clip.trim()) && reason.trim() !== ''
  const give = (event: FormEvent): void => {
    event.preventDefault()
    if (isWhole) onGiven({ clip: clip.trim(), reason: reason.trim() })
  }
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>See a restricted clip</DialogTitle>
          <DialogContent>
            <form id={form} className={styles.form} onSubmit={give}>
              <span>
                You are not on its access list. You can see it all the same where it cannot wait; information governance
                is told that you did, and why.
              </span>
              <Field label="Clip" hint="Its id: 16 letters and digits, from whoever told you of it." required>
                <Input value={clip} onChange={(_, { value }) => setClip(value)} />
              </Field>
              <Field label="Why it cannot wait" required>
                <Textarea value={reason} rows={3} maxLength={2_000} onChange={(_, { value }) => setReason(value)} />
              </Field>
            </form>
          </DialogContent>
          <DialogActions>
            <Button onClick={onCancel}>Cancel</Button>
            <Button appearance="primary" type="submit" form={form} disabledFocusable={!isWhole}>
              See it
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
