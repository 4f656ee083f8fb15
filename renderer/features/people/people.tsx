import { Badge, Button, Spinner } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useCallback, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallDay } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { roleName } from '../../ui/role-names.ts'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { AddPerson } from './add-person.tsx'
import { scopeWords } from './scope-words.ts'

type UserRow = OutputOf<'user.list'>['users'][number]

function Grants({ user }: { readonly user: UserRow }) {
  return (
    <>
      {user.grants.map((grant) => (
        <div key={`${grant.role} ${grant.from}`}>
          {roleName(grant.role)} {scopeWords(grant)}
        </div>
      ))}
    </>
  )
}

/** Who may use the vault, in which role and where; people are let in and out here. */
export function People({ self }: { readonly self: string }) {
  const { ask } = useClient()
  const list = useAnswer(useCallback((signal) => ask('user.list', {}, { signal }), [ask]))
  const task = useTask()
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<UserRow | null>(null)
  const disable = async (name: string, reason: string): Promise<void> => {
    setLeaving(null)
    await task.run((signal) => ask('user.disable', { name }, { signal, reason }))
    list.again()
  }
  const failure = task.failure ?? list.failure
  return (
    <Page
      title="People"
      actions={
        <Button appearance="primary" icon={<PersonAddRegular />} onClick={() => setAdding(true)}>
          Add a person
        </Button>
      }
    >
      {failure === null ? null : <FailureNotice failure={failure} />}
      {task.running ? <Spinner label="Taking away the key and making new ones" labelPosition="after" /> : null}
      {list.value === null && failure === null ? <Spinner label="Reading" /> : null}
      <DataTable
        label="People"
        columns={['Name', 'Roles', 'Since', 'State', 'Actions']}
        rows={(list.value?.users ?? []).map((user) => ({
          key: user.user,
          cells: [
            user.name,
            <Grants key="roles" user={user} />,
            wallDay(user.createdAt),
            user.disabledAt === null ? (
              'May sign in'
            ) : (
              <Badge key="left" color="subtle">
                Left on {wallDay(user.disabledAt)}
              </Badge>
            ),
            user.disabledAt === null && user.user !== self ? (
              <Button key="leave" size="small" onClick={() => setLeaving(user)} disabledFocusable={task.running}>
                Has left
              </Button>
            ) : null,
          ],
        }))}
      />
      {adding ? (
        <AddPerson
          onClose={(added) => {
            setAdding(false)
            if (added) list.again()
          }}
        />
      ) : null}
      {leaving ? (
        <ReasonDialog
          asked={{
            title: `${leaving.name} has left`,
            explanation:
              'Their key is taken away at once and the vault gets new keys, so that nothing written from now on can be opened with the old ones. The log keeps what they did. The reason is logged.',
            confirm: 'Take away the key',
          }}
          onGiven={(reason) => void disable(leaving.name, reason)}
          onCancel={() => setLeaving(null)}
        />
      ) : null}
    </Page>
  )
}
