import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useState } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import type { Failure } from '../../../core/failure.ts'
import { useClient } from '../../client/client-context.tsx'
import { useClipRules } from '../../client/clip-rules.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'
import { type ClipFootage, type Look, Player } from '../player/index.ts'
import type { ClipRecords } from './clip-records.ts'
import { secondsOfFrame } from './frame-seconds.ts'
import { preEventOf } from './pre-event.ts'
import { useSnapshot } from './snapshot-task.tsx'
import { useLook } from './use-look.ts'

/** The footage cannot be read any more; `failure` null: for a reason without a name. */
type Fault = { readonly failure: Failure | null }

function FaultNotice({ fault: { failure }, onAgain }: { readonly fault: Fault; readonly onAgain: () => void }) {
  const again = <Button onClick={onAgain}>Open it again</Button>
  const title = 'The footage cannot be read any more'
  if (failure) return <FailureNotice failure={failure} title={title} actions={again} />
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        What you recorded is kept, and the clip was not changed. Open it again: it goes on at the same frame, for the
        same purpose. If that does not help, tell whoever looks after this workstation.
      </MessageBarBody>
      <MessageBarActions>{again}</MessageBarActions>
    </MessageBar>
  )
}

function clockWords(offsetSeconds: number): string {
  if (offsetSeconds === 0) return 'Recorded times are shown as the clip has them.'
  return `Recorded times are shown ${Math.abs(offsetSeconds)} s ${offsetSeconds < 0 ? 'earlier' : 'later'}.`
}

type OneClipProps = {
  readonly records: ClipRecords
  readonly footage: ClipFootage
  readonly opening: string
  readonly permissions: readonly Permission[]
  readonly startFrame: number
  readonly onFrame: (frame: number) => void
  readonly onLook?: (look: Look) => void
  /** What is kept of the clip has changed. */
  readonly onChanged: () => void
  readonly onAgain: () => void
}

/** The player with what is kept of the clip: bookmarks, stills, and how far the camera's clock was off. */
export function OneClip({
  records,
  footage,
  opening,
  permissions,
  startFrame,
  onFrame,
  onLook,
  onChanged,
  onAgain,
}: OneClipProps) {
  const { ask } = useClient()
  const task = useTask()
  const onSession = useLook(onLook)
  const [fault, setFault] = useState<Fault | null>(null)
  const [offset, setOffset] = useState<number | null>(null)
  const { clip } = records.clip
  const rules = useClipRules()
  const snapshot = useSnapshot(clip, opening)
  const put = async (frame: number, note: string): Promise<boolean> => {
    const at = { clip, bookmark: null, frame, seconds: secondsOfFrame(footage.index, frame), text: note }
    const kept = await task.run((signal) => ask('bookmark.put', at, { signal }))
    onChanged()
    return kept?.ok ?? false
  }
  const remove = async (bookmark: string): Promise<void> => {
    await task.run((signal) => ask('bookmark.remove', { clip, bookmark }, { signal }))
    onChanged()
  }
  const setClock = async (seconds: number, reason: string): Promise<void> => {
    setOffset(null)
    await task.run((signal) => ask('clip.set-clock', { clip, seconds }, { signal, reason }))
    onChanged()
  }
  return (
    <>
      {fault === null ? null : <FaultNotice fault={fault} onAgain={onAgain} />}
      {task.failure === null ? null : <FailureNotice failure={task.failure} />}
      {snapshot.notice}
      <Player
        footage={footage}
        title={records.title}
        recorded={records.recorded}
        preEventSeconds={preEventOf(records.clip, rules)}
        bookmarks={records.bookmarks}
        startFrame={startFrame}
        onSession={onSession}
        onBookmark={put}
        onRemoveBookmark={(id) => void remove(id)}
        onShown={(shown) => {
          setFault(null)
          onFrame(shown)
        }}
        onFault={(failure) => setFault({ failure })}
        {...(permissions.includes('clip.edit') ? { onOffset: setOffset } : {})}
        {...(permissions.includes('snapshot') ? { onSnapshot: snapshot.begin } : {})}
      />
      {snapshot.dialog}
      {offset === null ? null : (
        <ReasonDialog
          asked={{
            title: 'The camera’s clock was off',
            explanation: `${clockWords(offset)} The clip’s own date does not change. Say how you know.`,
            confirm: 'Record the difference',
          }}
          onGiven={(reason) => void setClock(offset, reason)}
          onCancel={() => setOffset(null)}
        />
      )}
    </>
  )
}
