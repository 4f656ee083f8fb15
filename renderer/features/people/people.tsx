import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
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
import { EditPerson } from './edit-person.tsx'
import { KnownAs } from './known-as.tsx'
import { RecoverPerson } from './recover-person.tsx'
import { scopeWords } from './scope-words.ts'

type UserRow = OutputOf<'user.list'>['users'][number]

/** What is being done, and with whom. */
type Doing =
  | { readonly what: 'adding' }
  | { readonly what: 'editing' | 'naming' | 'recovering' | 'leaving'; readonly user: UserRow }
  | null

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})

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

function RowActions({
  user,
  isSelf,
  busy,
  onDo,
}: {
  readonly user: UserRow
  readonly isSelf: boolean
  readonly busy: boolean
  readonly onDo: (doing: Doing) => void
}) {
  const styles = useStyles()
  if (user.disabledAt !== null) return null
  return (
    <div className={styles.actions}>
      <Button size="small" onClick={() => onDo({ what: 'editing', user })} disabledFocusable={busy}>
        Roles
      </Button>
      <Button size="small" onClick={() => onDo({ what: 'naming', user })} disabledFocusable={busy}>
        Collar number
      </Button>
      {isSelf ? null : (
        <>
          <Button size="small" onClick={() => onDo({ what: 'recovering', user })} disabledFocusable={busy}>
            New passphrase
          </Button>
          <Button size="small" onClick={() => onDo({ what: 'leaving', user })} disabledFocusable={busy}>
            Has left
          </Button>
        </>
      )}
    </div>
  )
}

function Dialogs({
  doing,
  onDone,
  onLeave,
}: {
  readonly doing: Doing
  /** `said`: what there is to say of it that the list does not show. */
  readonly onDone: (changed: boolean, said?: string) => void
  readonly onLeave: (name: string, reason: string) => void
}) {
  switch (doing?.what) {
    case 'adding':
      return <AddPerson onClose={onDone} />
    case 'editing':
      return <EditPerson user={doing.user} onClose={onDone} />
    case 'naming':
      return <KnownAs user={doing.user} onClose={onDone} />
    case 'recovering':
      return (
        <RecoverPerson
          name={doing.user.name}
          onClose={(recovered) =>
            recovered ? onDone(true, `${doing.user.name} signs in with the new passphrase from now on.`) : onDone(false)
          }
        />
      )
    case 'leaving':
      return (
        <ReasonDialog
          asked={{
            title: `${doing.user.name} has left`,
            explanation:
              'Their key is taken away at once and the vault gets new keys, so that nothing written from now on can be opened with the old ones. The log keeps what they did. The reason is logged.',
            confirm: 'Take away the key',
          }}
          onGiven={(reason) => onLeave(doing.user.name, reason)}
          onCancel={() => onDone(false)}
        />
      )
    default:
      return null
  }
}

/** Who may use the vault, in which role and where; people are let in and out here. */
export function People({ self }: { readonly self: string }) {
  const { ask } = useClient()
  const list = useAnswer(useCallback((signal) => ask('user.list', {}, { signal }), [ask]))
  const task = useTask()
  const [doing, setDoing] = useState<Doing>(null)
  const [said, setSaid] = useState<string | null>(null)
  const disable = async (name: string, reason: string): Promise<void> => {
    setDoing(null)
    setSaid(null)
    await task.run((signal) => ask('user.disable', { name }, { signal, reason }))
    list.again()
  }
  const done = (changed: boolean, about?: string): void => {
    setDoing(null)
    setSaid(about ?? null)
    if (changed) list.again()
  }
  const failure = task.failure ?? list.failure
  return (
    <Page
      title="People"
      actions={
        <Button appearance="primary" icon={<PersonAddRegular />} onClick={() => setDoing({ what: 'adding' })}>
          Add a person
        </Button>
      }
    >
      {failure === null ? null : <FailureNotice failure={failure} />}
      {task.running ? <Spinner label="Taking away the key and making new ones" labelPosition="after" /> : null}
      {said === null ? null : <output>{said}</output>}
      {list.value === null && failure === null ? <Spinner label="Reading" /> : null}
      {list.value === null ? null : (
        <DataTable
          label="People"
          columns={['Name', 'Collar number', 'Roles', 'Since', 'State', 'Actions']}
          rows={list.value.users.map((user) => ({
            key: user.user,
            cells: [
              user.name,
              user.knownAs.join(', '),
              <Grants key="roles" user={user} />,
              wallDay(user.createdAt),
              user.disabledAt === null ? (
                'May sign in'
              ) : (
                <Badge key="left" color="subtle">
                  Left on {wallDay(user.disabledAt)}
                </Badge>
              ),
              <RowActions key="actions" user={user} isSelf={user.user === self} busy={task.running} onDo={setDoing} />,
            ],
          }))}
        />
      )}
      <Dialogs doing={doing} onDone={done} onLeave={(name, reason) => void disable(name, reason)} />
    </Page>
  )
}
