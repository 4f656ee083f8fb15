import { Button, Divider, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { draftOf, type GrantDraft, GrantFields, grantOf, usualGrant } from './grant-fields.tsx'

type UserRow = OutputOf<'user.list'>['users'][number]
type Line = { readonly id: number; readonly from: string | null; readonly grant: GrantDraft }

const useStyles = makeStyles({
  line: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
})

/** Changes somebody's roles and where they are good. A vault is never left without an administrator. */
export function EditPerson({
  user,
  onClose,
}: {
  readonly user: UserRow
  readonly onClose: (changed: boolean) => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [lines, setLines] = useState<readonly Line[]>(() =>
    user.grants.map((grant, id) => ({ id, from: grant.from, grant: draftOf(grant) })),
  )
  const save = async (): Promise<void> => {
    const grants = lines.map(({ grant, from }) => grantOf(grant, from))
    const answer = await task.run((signal) => ask('user.role', { name: user.name, grants }, { signal }))
    if (answer?.ok) onClose(true)
  }
  const add = (): void =>
    setLines((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, from: null, grant: usualGrant }])
  return (
    <FormDialog
      title={`Roles of ${user.name}`}
      confirm="Save"
      mayConfirm={!task.running}
      failure={{ failure: task.failure, title: 'The roles are as they were' }}
      onConfirm={() => void save()}
      onCancel={() => onClose(false)}
    >
      {lines.map(({ id, grant }) => (
        <div key={id} className={styles.line}>
          <GrantFields
            grant={grant}
            onGrant={(changed) =>
              setLines((before) => before.map((line) => (line.id === id ? { ...line, grant: changed } : line)))
            }
          />
          {lines.length > 1 ? (
            <div>
              <Button size="small" onClick={() => setLines(lines.filter((line) => line.id !== id))}>
                Take this role away
              </Button>
            </div>
          ) : null}
          <Divider />
        </div>
      ))}
      <div>
        <Button size="small" onClick={add}>
          Another role
        </Button>
      </div>
    </FormDialog>
  )
}
