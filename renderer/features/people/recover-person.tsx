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
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Gives somebody who has forgotten their passphrase a new one, with the two recovery sheets of the vault. */
export function RecoverPerson({
  name,
  onClose,
}: {
  readonly name: string
  readonly onClose: (recovered: boolean) => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const form = useId()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [reason, setReason] = useState('')
  const isWhole = [first, second, passphrase, reason].every((text) => text.trim() !== '')
  const recover = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const asked = { name, shares: [first, second], newPassphrase: passphrase } as const
    const answer = await task.run((signal) => ask('user.recover', asked, { signal, reason: reason.trim() }))
    if (answer?.ok) onClose(true)
  }
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose(false)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>A new passphrase for {name}</DialogTitle>
          <DialogContent>
            <form id={form} className={styles.form} onSubmit={(event) => void recover(event)}>
              {task.failure === null ? null : (
                <FailureNotice failure={task.failure} title="The passphrase is as it was" />
              )}
              <Field
                label="Code of the first recovery sheet"
                hint="The two people who keep the sheets type theirs. The codes are not kept."
                required
              >
                <Textarea autoComplete="off" rows={2} value={first} onChange={(_, { value }) => setFirst(value)} />
              </Field>
              <Field label="Code of the second recovery sheet" required>
                <Textarea autoComplete="off" rows={2} value={second} onChange={(_, { value }) => setSecond(value)} />
              </Field>
              <Field label="New passphrase" hint="At least 15 characters. They change it in Settings." required>
                <Input
                  type="password"
                  autoComplete="new-password"
                  value={passphrase}
                  onChange={(_, { value }) => setPassphrase(value)}
                />
              </Field>
              <Field label="Reason" required>
                <Input value={reason} onChange={(_, { value }) => setReason(value)} />
              </Field>
            </form>
          </DialogContent>
          <DialogActions>
            <Button onClick={() => onClose(false)}>Cancel</Button>
            <Button appearance="primary" type="submit" form={form} disabledFocusable={task.running || !isWhole}>
              Set the passphrase
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
