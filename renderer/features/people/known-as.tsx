import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { namesIn } from './scope-words.ts'

/** The names in a field of other names; none where it is empty. */
export function knownAsIn(line: string): string[] {
  const names = namesIn(line)
  return names === 'all' ? [] : [...names]
}

/** The field of collar numbers and the like, with commas between. */
export function KnownAsField({ line, onLine }: { readonly line: string; readonly onLine: (line: string) => void }) {
  return (
    <Field
      label="Collar number, or what else clips' records call them"
      hint="Several with commas between. Whoever recorded a clip cannot approve its copies."
    >
      <Input value={line} onChange={(_, { value }) => onLine(value)} />
    </Field>
  )
}

/** Changes by which names clips' records know somebody. */
export function KnownAs({
  user,
  onClose,
}: {
  readonly user: { readonly name: string; readonly knownAs: readonly string[] }
  readonly onClose: (changed: boolean) => void
}) {
  const { ask } = useClient()
  const task = useTask()
  const [line, setLine] = useState(() => user.knownAs.join(', '))
  const save = async (): Promise<void> => {
    const asked = { name: user.name, knownAs: knownAsIn(line) }
    const answer = await task.run((signal) => ask('user.known-as', asked, { signal }))
    if (answer?.ok) onClose(true)
  }
  return (
    <FormDialog
      title={`How clips' records call ${user.name}`}
      confirm="Save"
      mayConfirm={!task.running}
      failure={{ failure: task.failure, title: 'It is as it was' }}
      onConfirm={() => void save()}
      onCancel={() => onClose(false)}
    >
      <KnownAsField line={line} onLine={setLine} />
    </FormDialog>
  )
}
