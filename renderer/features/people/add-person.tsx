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
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useId, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useTask } from '../../ui/use-task.ts'
import { GrantFields, grantOf, usualGrant } from './grant-fields.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Lets somebody in: a name, a role with its scope, and a first passphrase that they change themselves. */
export function AddPerson({ onClose }: { readonly onClose: (added: boolean) => void }) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const form = useId()
  const [name, setName] = useState('')
  const [grant, setGrant] = useState(usualGrant)
  const [passphrase, setPassphrase] = useState('')
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const grants = [grantOf(grant)]
    const answer = await task.run((signal) => ask('user.add', { name: name.trim(), grants, passphrase }, { signal }))
    if (answer?.ok) onClose(true)
  }
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose(false)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Add a person</DialogTitle>
          <DialogContent>
            <form id={form} className={styles.form} onSubmit={(event) => void add(event)}>
              {task.failure === null ? null : <FailureNotice failure={task.failure} title="Nobody was added" />}
              <Field label="Name" hint="As it is to stand in the log." required>
                <Input autoFocus value={name} onChange={(_, { value }) => setName(value)} />
              </Field>
              <GrantFields grant={grant} onGrant={setGrant} />
              <Field label="First passphrase" hint="At least 15 characters. They change it in Settings." required>
                <Input
                  type="password"
                  autoComplete="new-password"
                  value={passphrase}
                  onChange={(_, { value }) => setPassphrase(value)}
                />
              </Field>
            </form>
          </DialogContent>
          <DialogActions>
            <Button onClick={() => onClose(false)}>Cancel</Button>
            <Button
              appearance="primary"
              type="submit"
              form={form}
              disabledFocusable={task.running || name.trim() === '' || passphrase === ''}
            >
              Add
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
