import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { OutputOf } from '../../../contract/methods/all.ts'
import type { Result } from '../../../core/result.ts'
import { useClient } from '../../client/client-context.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { type AskedReason, ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { AccessDialog, type AskedAccess } from './access-dialog.tsx'
import { restrictionName } from './clip-words.ts'
import type { Undo } from './edit-fields.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
})

type Access = OutputOf<'clip.access'>

const askedToLift: AskedReason = {
  title: 'Lift the restriction',
  explanation: 'Everybody whose role allows it sees the clip again. Say why nothing speaks against that any more.',
  confirm: 'Lift',
}

/** Who may see a clip, for those who may say so. */
export function ClipAccess({
  clip,
  onSaved,
}: {
  readonly clip: ClipRow
  readonly onSaved: (clip: ClipRow, undo: Undo) => void
}) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const [doing, setDoing] = useState<'list' | 'lift' | null>(null)
  const [access, setAccess] = useState<Access | null>(null)
  const asked = { clip: clip.clip }
  const put = (restriction: Access['restriction'], reason: string): Promise<Result<ClipRow>> =>
    restriction === null
      ? ask('clip.unrestrict', asked, { reason })
      : ask('clip.restrict', { ...asked, ...restriction }, { reason })
  const begin = async (what: 'list' | 'lift'): Promise<void> => {
    setAccess(null)
    setDoing(what)
    const read = await task.run((signal) => ask('clip.access', asked, { signal }))
    if (read?.ok) setAccess(read.value)
    else setDoing(null)
  }
  const save = async (restriction: Access['restriction'], reason: string): Promise<void> => {
    const before = access?.restriction ?? null
    setDoing(null)
    const saved = await task.run(() => put(restriction, reason))
    if (!saved?.ok) return
    const words = restriction === null ? 'The restriction is lifted' : 'Only those on its list see it now'
    onSaved(saved.value, { words, run: () => put(before, `Undone: ${reason}`) })
  }
  const give = ({ kind, allowed, reason }: AskedAccess): void => void save({ kind, allowed: [...allowed] }, reason)
  const cancel = (): void => setDoing(null)
  return (
    <section className={styles.root}>
      <Subtitle2 as="h3">Access</Subtitle2>
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      <span>
        {clip.restricted === null
          ? 'Everybody whose role allows it.'
          : `Only people on its list (${restrictionName(clip.restricted).toLowerCase()}).`}
      </span>
      <div className={styles.actions}>
        <Button size="small" disabledFocusable={task.running} onClick={() => void begin('list')}>
          {clip.restricted === null ? 'Restrict' : 'Change the list'}
        </Button>
        {clip.restricted === null ? null : (
          <Button size="small" disabledFocusable={task.running} onClick={() => void begin('lift')}>
            Lift
          </Button>
        )}
      </div>
      {doing === 'list' ? <AccessDialog access={access} onGiven={give} onCancel={cancel} /> : null}
      {doing === 'lift' && access ? (
        <ReasonDialog asked={askedToLift} onGiven={(reason) => void save(null, reason)} onCancel={cancel} />
      ) : null}
    </section>
  )
}
