import { Field, Input, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { FirstPassphrase } from './first-passphrase.tsx'

/** Gives somebody who has forgotten their passphrase a new one, with the two recovery sheets of the vault. */
export function RecoverPerson({
  name,
  onClose,
}: {
  readonly name: string
  readonly onClose: (recovered: boolean) => void
}) {
  const { ask } = useClient()
  const task = useTask()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [reason, setReason] = useState('')
  const isWhole = [first, second, passphrase, reason].every((text) => text.trim() !== '')
  const recover = async (): Promise<void> => {
    const asked = { name, shares: [first, second], newPassphrase: passphrase } as const
    const answer = await task.run((signal) => ask('user.recover', asked, { signal, reason: reason.trim() }))
    if (answer?.ok) onClose(true)
  }
  return (
    <FormDialog
      title={`A new passphrase for ${name}`}
      confirm="Set the passphrase"
      mayConfirm={!task.running && isWhole}
      failure={{ failure: task.failure, title: 'The passphrase is as it was' }}
      onConfirm={() => void recover()}
      onCancel={() => onClose(false)}
    >
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
      <FirstPassphrase label="New passphrase" passphrase={passphrase} onPassphrase={setPassphrase} />
      <Field label="Reason" required>
        <Input value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </FormDialog>
  )
}
