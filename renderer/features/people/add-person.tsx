import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useId, useState } from 'react'
import { type Role, roles } from '../../../core/access/roles.ts'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { roleName, roleOf, rolePurposes } from '../../ui/role-names.ts'
import { useTask } from '../../ui/use-task.ts'
import { namesIn } from './scope-words.ts'

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
  const [role, setRole] = useState<Role>('disclosure-officer')
  const [forces, setForces] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const names = namesIn(forces)
    const scope = { forces: names, areas: 'all', teams: 'all' } as const
    const grants = [{ role, scope, from: null, until: null }]
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
              <Field label="Role" hint={rolePurposes[role]} required>
                <Dropdown
                  value={roleName(role)}
                  selectedOptions={[role]}
                  onOptionSelect={(_, { optionValue }) => setRole((before) => roleOf(optionValue ?? '') ?? before)}
                >
                  {roles.map((each) => (
                    <Option key={each} value={each}>
                      {roleName(each)}
                    </Option>
                  ))}
                </Dropdown>
              </Field>
              <Field label="Forces" hint="With commas between; leave empty for all of this vault.">
                <Input value={forces} onChange={(_, { value }) => setForces(value)} />
              </Field>
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
