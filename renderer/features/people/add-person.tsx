import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { FirstPassphrase } from './first-passphrase.tsx'
import { GrantFields, grantOf, usualGrant } from './grant-fields.tsx'
import { KnownAsField, knownAsIn } from './known-as.tsx'

/** Lets somebody in: a name, a role with its scope, and a first passphrase that they change themselves. */
export function AddPerson({ onClose }: { readonly onClose: (added: boolean) => void }) {
  const { ask } = useClient()
  const task = useTask()
  const [name, setName] = useState('')
  const [knownAs, setKnownAs] = useState('')
  const [grant, setGrant] = useState(usualGrant)
  const [passphrase, setPassphrase] = useState('')
  const add = async (): Promise<void> => {
    const asked = { name: name.trim(), knownAs: knownAsIn(knownAs), grants: [grantOf(grant)], passphrase }
    const answer = await task.run((signal) => ask('user.add', asked, { signal }))
    if (answer?.ok) onClose(true)
  }
  return (
    <FormDialog
      title="Add a person"
      confirm="Add"
      mayConfirm={!task.running && name.trim() !== '' && passphrase !== ''}
      failure={{ failure: task.failure, title: 'Nobody was added' }}
      onConfirm={() => void add()}
      onCancel={() => onClose(false)}
    >
      <Field label="Name" hint="As it is to stand in the log." required>
        <Input autoFocus value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <KnownAsField line={knownAs} onLine={setKnownAs} />
      <GrantFields grant={grant} onGrant={setGrant} />
      <FirstPassphrase label="First passphrase" passphrase={passphrase} onPassphrase={setPassphrase} />
    </FormDialog>
  )
}
