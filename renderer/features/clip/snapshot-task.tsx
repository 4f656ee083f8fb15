import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { useTask } from '../../ui/use-task.ts'

/** Stills of a clip that is open: `begin` asks about one, `notice` and `dialog` are to be shown. */
type SnapshotTask = {
  readonly begin: (frame: number) => void
  readonly notice: ReactNode
  readonly dialog: ReactNode
}

/** Takes a still for a reason, after a warning (DOMAIN.md R6). It is kept with the clip; nothing is written outside of the vault. */
export function useSnapshot(clip: string, opening: string): SnapshotTask {
  const { ask } = useClient()
  const task = useTask()
  const [asked, setAsked] = useState<number | null>(null)
  const [kept, setKept] = useState<string | null>(null)
  const take = async (frame: number, reason: string): Promise<void> => {
    setAsked(null)
    const taken = await task.run((signal) => ask('clip.snapshot', { clip, opening, frame }, { signal, reason }))
    if (taken?.ok) setKept(taken.value.name)
  }
  const done =
    kept === null ? null : (
      <MessageBar intent="success" politeness="polite">
        <MessageBarBody>The snapshot is kept with the clip: {kept}</MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={() => setKept(null)}>
            Close
          </Button>
        </MessageBarActions>
      </MessageBar>
    )
  const dialog =
    asked === null ? null : (
      <ReasonDialog
        asked={{
          title: `Snapshot of frame ${asked}`,
          warning:
            'Stills are an exception. Faces, number plates and papers in it stay as they are: nothing is hidden. If moving footage or a redacted copy will do, use that.',
          explanation:
            'Why is a still needed? The reason stands in the audit log and on the snapshot, with your name. It is kept in the vault beside the clip and does not leave it.',
          confirm: 'Take the snapshot',
        }}
        onGiven={(reason) => void take(asked, reason)}
        onCancel={() => setAsked(null)}
      />
    )
  return {
    begin: (frame) => {
      setKept(null)
      setAsked(frame)
    },
    notice: task.failure === null ? done : <FailureNotice failure={task.failure} title="The snapshot was not taken" />,
    dialog,
  }
}
