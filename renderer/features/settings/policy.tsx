import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Subtitle1,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useCallback, useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { wallDay } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '480px' },
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
})

type Status = OutputOf<'vault.status'>

/** Until when the policy is written for, and who has confirmed it for longer. */
function reviewWords({ review: { date, confirmedUntil, confirmedBy } }: Status): string {
  const written = date === null ? 'It names no date of review.' : `Its review is due on ${wallDay(date)}.`
  if (confirmedUntil === null) return written
  return `${written} ${confirmedBy ?? 'Somebody'} has confirmed it until ${wallDay(confirmedUntil)}.`
}

const askedToReplace = {
  title: 'Put another policy in force?',
  explanation: 'Permissions and periods change at once. Nothing is deleted sooner because of it. Say who decided it.',
  confirm: 'Put it in force',
}

function ChangePolicy({ onChanged }: { readonly onChanged: () => void }) {
  const styles = useStyles()
  const { ask, askWindow } = useClient()
  const task = useTask()
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [path, setPath] = useState<string | null>(null)
  const confirm = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const answer = await task.run((signal) => ask('vault.confirm-profile', { until }, { signal, reason }))
    if (answer?.ok) onChanged()
  }
  const choose = async (): Promise<void> => {
    const chosen = await askWindow('window.choose-files', { purpose: 'profile' })
    if (chosen.ok) setPath(chosen.value.paths[0] ?? null)
  }
  const replace = async (profile: string, why: string): Promise<void> => {
    setPath(null)
    const answer = await task.run(async (signal) => {
      const text = await askWindow('window.read-chosen', { path: profile }, { signal })
      return text.ok ? ask('vault.profile', { profileText: text.value.text }, { signal, reason: why }) : text
    })
    if (answer?.ok) onChanged()
  }
  return (
    <>
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="The policy is as it was" />}
      <form className={styles.form} onSubmit={(event) => void confirm(event)}>
        <Field label="Still holds until">
          <Input type="date" value={until} onChange={(_, { value }) => setUntil(value)} />
        </Field>
        <Field label="Who decided it">
          <Input value={reason} onChange={(_, { value }) => setReason(value)} />
        </Field>
        <Button type="submit" disabledFocusable={task.running || until === '' || reason.trim() === ''}>
          Confirm the policy
        </Button>
      </form>
      <div>
        <Button onClick={() => void choose()} disabledFocusable={task.running}>
          Replace by a file
        </Button>
      </div>
      {path === null ? null : (
        <ReasonDialog
          asked={askedToReplace}
          onCancel={() => setPath(null)}
          onGiven={(why) => void replace(path, why)}
        />
      )}
    </>
  )
}

/** The policy profile in force, with its review; those who may confirm it or put another one in force. */
export function Policy({ mayChange }: { readonly mayChange: boolean }) {
  const styles = useStyles()
  const { ask } = useClient()
  const status = useAnswer(useCallback((signal) => ask('vault.status', {}, { signal }), [ask]))
  return (
    <section className={styles.part}>
      <Subtitle1 as="h2">Policy</Subtitle1>
      {status.failure === null ? null : <FailureNotice failure={status.failure} title="The policy could not be read" />}
      {status.value === null ? (
        <Spinner size="tiny" label="Reading" />
      ) : (
        <>
          <span>
            In force: {status.value.profile}. {reviewWords(status.value)}
          </span>
          {status.value.reviewOverdue ? (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>
                The review of this policy is overdue. It goes on being applied; information governance confirms it or
                puts another one in force.
              </MessageBarBody>
            </MessageBar>
          ) : null}
        </>
      )}
      {mayChange ? <ChangePolicy onChanged={status.again} /> : null}
    </section>
  )
}
