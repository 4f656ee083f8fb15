import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { wallDay } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { type AskedReason, ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { fieldName } from './clip-words.ts'

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
})

type Details = OutputOf<'clip.show'>

function TasksAndFiles({ todos, sourceTasks, attachments, copies }: Details) {
  const styles = useStyles()
  if (todos.length + sourceTasks.length + attachments.length + copies.length === 0) return null
  return (
    <>
      <Subtitle2 as="h3">Tasks and files</Subtitle2>
      <ul className={styles.list}>
        {todos.map(({ todo, missing, dueAt }) => (
          <li key={todo}>
            Fill in {missing.map(fieldName).join(', ')} by {wallDay(dueAt)}
          </li>
        ))}
        {sourceTasks.map(({ task: id, kind, confirmedAt }) => (
          <li key={id}>
            At source: {kind}
            {confirmedAt === null ? ', open' : `, done ${wallDay(confirmedAt)}`}
          </li>
        ))}
        {attachments.map(({ sha256, name }) => (
          <li key={sha256}>{name}</li>
        ))}
        {copies.map((copy) => (
          <li key={copy}>Copy {copy}</li>
        ))}
      </ul>
    </>
  )
}

const askedToHold = {
  title: 'Hold this clip',
  explanation: 'It is kept until the hold is released. Say for which case, request or complaint.',
  confirm: 'Hold',
}

const askedToRelease = {
  title: 'Release the holds of this clip',
  explanation: 'It goes when its time is over. Say why it need not be held any more.',
  confirm: 'Release',
}

/** Why a clip is kept longer, its tasks, and what lies beside it. */
export function ClipHolds({
  clip,
  details,
  mayHold,
  onChanged,
}: {
  readonly clip: string
  readonly details: Details
  readonly mayHold: boolean
  readonly onChanged: () => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [asked, setAsked] = useState<AskedReason | null>(null)
  const inForce = details.holds.filter(({ releasedAt }) => releasedAt === null)
  const give = async (reason: string): Promise<void> => {
    const isHold = asked === askedToHold
    setAsked(null)
    if (isHold)
      await task.run((signal) =>
        ask('clip.hold', { clip, kind: 'case', endsAt: null, reviewAt: null }, { signal, reason }),
      )
    else await task.run((signal) => ask('clip.unhold', { clip, hold: null }, { signal, reason }))
    onChanged()
  }
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">Holds</Subtitle2>
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      {inForce.length === 0 ? <span>None: the clip goes when its time is over.</span> : null}
      <ul className={styles.list}>
        {inForce.map(({ hold, kind, reason, owner, placedAt }) => (
          <li key={hold}>
            {kind}: {reason} ({owner}, {wallDay(placedAt)})
          </li>
        ))}
      </ul>
      {mayHold ? (
        <div className={styles.actions}>
          <Button size="small" onClick={() => setAsked(askedToHold)}>
            Hold
          </Button>
          <Button size="small" disabledFocusable={inForce.length === 0} onClick={() => setAsked(askedToRelease)}>
            Release holds
          </Button>
        </div>
      ) : null}
      <TasksAndFiles {...details} />
      {asked ? (
        <ReasonDialog asked={asked} onCancel={() => setAsked(null)} onGiven={(reason) => void give(reason)} />
      ) : null}
    </section>
  )
}
