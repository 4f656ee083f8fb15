import { Button, Spinner } from '@fluentui/react-components'
import { useState } from 'react'
import { deedWords, objectWords } from '../../../../contract/wording/schedule-words.ts'
import type { InternalRow, InternalSchedule as Schedule } from '../../../../core/disclosure/schedule.ts'
import { useClient } from '../../../client/client-context.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { shownLength } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { scheduleIn } from '../model/disclosure-form.ts'

const columns = ['What', 'Who or which', 'In the recording', 'How much', 'Ground']

/** A time with tenths of a second, as little as a row may last: `0:07.4`. */
function exactTime(seconds: number): string {
  const tenths = Math.round(seconds * 10)
  return `${shownLength(Math.floor(tenths / 10))}.${tenths % 10}`
}

function cellsOf({ deed, object, track, person, stretch, count, unit, ground }: InternalRow): readonly string[] {
  return [
    `${deedWords[deed]}: ${objectWords[object]}`,
    [person, track].filter((text) => text !== null).join(', ') || '–',
    stretch.map(exactTime).join(' to '),
    `${count.toLocaleString('en-GB')} ${unit}`,
    ground ?? '–',
  ]
}

/** Every decision about a copy, for those who keep it: to be read here, and to be kept with the copy as a sheet. It never leaves. */
export function InternalSchedule({ copy, purpose }: { readonly copy: string; readonly purpose: string }) {
  const { ask } = useClient()
  const task = useTask()
  const [shown, setShown] = useState<Schedule | null>(null)
  const [kept, setKept] = useState<string | null>(null)
  const make = (keep: boolean) => {
    const asked = { clip: copy, kind: 'internal' as const, heldBack: [], keep }
    return task.run((signal) => ask('copy.schedule', asked, { signal, reason: purpose }))
  }
  const look = async (): Promise<void> => {
    const made = await make(false)
    if (made?.ok) setShown(scheduleIn(made.value.schedule, 'internal'))
  }
  const keep = async (): Promise<void> => {
    const made = await make(true)
    if (!made?.ok) return
    setKept(made.value.sheet?.name ?? null)
    setShown(null)
  }
  return (
    <>
      {shown === null && task.failure !== null ? (
        <FailureNotice failure={task.failure} title="The schedule was not made" />
      ) : null}
      <Button size="small" disabledFocusable={task.running} onClick={() => void look()}>
        Look at the internal schedule
      </Button>
      {task.running ? <Spinner size="tiny" label="Making the schedule" /> : null}
      {kept === null ? null : <output>Its sheet is kept with the copy as {kept}. It never leaves the vault.</output>}
      {shown === null ? null : (
        <FormDialog
          title="Internal schedule of redactions"
          confirm="Keep its sheet with the copy"
          leave="Close"
          wide
          mayConfirm={!task.running}
          failure={{ failure: task.failure, title: 'No sheet was kept' }}
          onConfirm={() => void keep()}
          onCancel={() => setShown(null)}
        >
          <DataTable
            label="Every decision about the copy"
            columns={columns}
            rows={shown.rows.map((row, at) => ({ key: String(at), cells: cellsOf(row) }))}
          />
        </FormDialog>
      )}
    </>
  )
}
