import { Badge, Button, Subtitle1 } from '@fluentui/react-components'
import { useCallback } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallDay, wallMoment } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'

/** Restricted clips that somebody has looked at although not on their list: told to information governance until seen. */
export function Notices() {
  const { ask } = useClient()
  const list = useAnswer(useCallback((signal) => ask('notice.list', {}, { signal }), [ask]))
  const task = useTask()
  const see = async (notice: string): Promise<void> => {
    await task.run((signal) => ask('notice.seen', { notice }, { signal }))
    list.again()
  }
  const failure = task.failure ?? list.failure
  const notices = list.value?.notices ?? []
  if (failure !== null) return <FailureNotice failure={failure} title="The notices could not be read" />
  if (notices.length === 0) return null
  return (
    <>
      <Subtitle1 as="h2">Restricted clips that were looked at</Subtitle1>
      <DataTable
        label="Restricted clips that were looked at"
        columns={['Clip', 'By', 'When', 'Reason', 'State']}
        rows={notices.map(({ notice, clip, by, at, reason, seenAt }) => ({
          key: notice,
          cells: [
            clip,
            by,
            wallMoment(at),
            reason,
            seenAt === null ? (
              <Button key="see" size="small" onClick={() => void see(notice)} disabledFocusable={task.running}>
                I have seen this
              </Button>
            ) : (
              <Badge key="seen" color="subtle">
                Seen {wallDay(seenAt)}
              </Badge>
            ),
          ],
        }))}
      />
    </>
  )
}
