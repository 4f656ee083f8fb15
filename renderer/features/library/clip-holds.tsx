import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import { useClient } from '../../client/client-context.tsx'
import { wallDay } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { type AskedReason, ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { type AskedHold, HoldDialog, holdName } from './hold-dialog.tsx'

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
})

type Details = OutputOf<'clip.show'>

const askedToRelease: AskedReason = {
  title: 'Release the holds of this clip',
  explanation: 'It goes when its time is over. Say why it need not be held any more.',
  confirm: 'Release',
}

/** A hold in words: what for, why, who placed it, and the dates that it has. */
function holdWords({ kind, reason, owner, placedAt, endsAt, reviewAt }: Details['holds'][number]): string {
  const dates = [
    ...(endsAt === null ? [] : [`ends ${wallDay(endsAt)}`]),
    ...(reviewAt === null ? [] : [`review ${wallDay(reviewAt)}`]),
  ]
  return `${holdName(kind)}: ${reason} (${[owner, wallDay(placedAt), ...dates].join(', ')})`
}

/** Why a clip is kept longer than its time. */
export function ClipHolds({
  clip,
  holds,
  mayHold,
  onChanged,
}: {
  readonly clip: string
  readonly holds: Details['holds']
  readonly mayHold: boolean
  readonly onChanged: () => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [asked, setAsked] = useState<'hold' | 'release' | null>(null)
  const inForce = holds.filter(({ releasedAt }) => releasedAt === null)
  const hold = async ({ reason, ...dated }: AskedHold): Promise<void> => {
    setAsked(null)
    await task.run((signal) => ask('clip.hold', { clip, ...dated }, { signal, reason }))
    onChanged()
  }
  const release = async (reason: string): Promise<void> => {
    setAsked(null)
    await task.run((signal) => ask('clip.unhold', { clip, hold: null }, { signal, reason }))
    onChanged()
  }
  const cancel = (): void => setAsked(null)
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">Holds</Subtitle2>
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      {inForce.length === 0 ? <span>None: the clip goes when its time is over.</span> : null}
      {inForce.length === 0 ? null : (
        <ul className={styles.list}>
          {inForce.map((each) => (
            <li key={each.hold}>{holdWords(each)}</li>
          ))}
        </ul>
      )}
      {mayHold ? (
        <div className={styles.actions}>
          <Button size="small" onClick={() => setAsked('hold')}>
            Hold
          </Button>
          <Button size="small" disabledFocusable={inForce.length === 0} onClick={() => setAsked('release')}>
            Release holds
          </Button>
        </div>
      ) : null}
      {asked === 'hold' ? (
        <HoldDialog title="Hold this clip" onGiven={(given) => void hold(given)} onCancel={cancel} />
      ) : null}
      {asked === 'release' ? (
        <ReasonDialog asked={askedToRelease} onCancel={cancel} onGiven={(reason) => void release(reason)} />
      ) : null}
    </section>
  )
}
