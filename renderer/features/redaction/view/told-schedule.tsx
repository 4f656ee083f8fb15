import { Button, Field, Input, makeStyles, Select, Spinner, tokens } from '@fluentui/react-components'
import { useStore } from 'zustand'
import { deedWords, objectWords } from '../../../../contract/wording/schedule-words.ts'
import type { ExternalRow } from '../../../../core/disclosure/schedule.ts'
import { useClient } from '../../../client/client-context.tsx'
import { shownLength } from '../../../ui/dates.ts'
import { FailureNotice } from '../../../ui/failure-notice.tsx'
import { useTask } from '../../../ui/use-task.ts'
import { choiceOf, formFor, outgoingRows, scheduleIn, type Told, withChoice } from '../model/disclosure-form.ts'
import type { CopyWork } from '../session/copy-work.ts'

const useStyles = makeStyles({
  rows: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  row: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    paddingBottom: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  words: { margin: 0, overflowWrap: 'anywhere' },
  back: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
})

/** Times of a row that are shown; what is told has all of them. */
const shownTimes = 6

function timesOf({ stretches }: ExternalRow): string {
  const times = stretches.slice(0, shownTimes).map(([from, until]) => `${shownLength(from)} to ${shownLength(until)}`)
  const rest = stretches.length - shownTimes
  return [...times, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}

const toldWords: Readonly<Record<Told, string>> = {
  all: 'Told to the recipient',
  'no-ground': 'Told without its ground',
  nothing: 'Held back',
}

function isTold(value: string): value is Told {
  return Object.hasOwn(toldWords, value)
}

type PartProps = { readonly copying: CopyWork; readonly copy: string; readonly purpose: string }

/** What the recipient is told was changed, row by row as it goes out; each row or its ground can be held back, with a reason. */
export function ToldSchedule({ copying, copy, purpose }: PartProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const task = useTask()
  const form = formFor(useStore(copying.form), copy)
  const { schedule } = form
  const look = async (): Promise<void> => {
    const asked = { clip: copy, kind: 'external' as const, heldBack: [], keep: false }
    const made = await task.run((signal) => ask('copy.schedule', asked, { signal, reason: purpose }))
    const full = made?.ok ? scheduleIn(made.value.schedule, 'external') : null
    if (made?.ok && full) {
      const { scheduleSha256: sha256, telling } = made.value
      copying.form.setState({ schedule: { copy, full, sha256, telling }, choices: new Map() })
    }
  }
  if (schedule === null)
    return (
      <>
        {task.failure === null ? null : <FailureNotice failure={task.failure} title="The schedule was not made" />}
        <Button size="small" disabledFocusable={task.running} onClick={() => void look()}>
          Look at what the recipient is told
        </Button>
        {task.running ? <Spinner size="tiny" label="Making the schedule" /> : null}
      </>
    )
  const rest = outgoingRows(form)?.length ?? 0
  const { rows } = schedule.full
  return (
    <>
      <p className={styles.quiet}>
        {rows.length === 0
          ? 'Nothing was changed in this copy: the schedule says so.'
          : `The schedule as it goes out: ${rest} of ${rows.length} rows. Whether anything was held back, it does not tell.`}
      </p>
      <ul className={styles.rows} aria-label="Rows of the schedule">
        {rows.map((row) => (
          <ScheduleRow key={row.row} {...{ copying, copy, row }} />
        ))}
      </ul>
    </>
  )
}

function ScheduleRow({ copying, copy, row }: Omit<PartProps, 'purpose'> & { readonly row: ExternalRow }) {
  const styles = useStyles()
  const form = formFor(useStore(copying.form), copy)
  const { told, reason } = choiceOf(form, row)
  const times = timesOf(row)
  const change = (given: Parameters<typeof withChoice>[2]): void =>
    copying.form.setState((before) => withChoice(formFor(before, copy), row.row, given))
  return (
    <li className={styles.row}>
      <p className={told === 'nothing' ? styles.back : styles.words}>
        {row.row}. {deedWords[row.deed]}: {objectWords[row.object]}
        {times === '' ? '' : `, ${times}`}.{' '}
        <span className={told === 'no-ground' ? styles.back : styles.words}>
          {row.ground === null ? 'No ground is stated.' : `Ground: ${row.ground}`}
        </span>
      </p>
      <Select
        size="small"
        aria-label={`Row ${row.row}: what is told of it`}
        value={told}
        onChange={(_, { value }) => (isTold(value) ? change({ told: value }) : undefined)}
      >
        {Object.entries(toldWords)
          .filter(([value]) => value !== 'no-ground' || row.ground !== null)
          .map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
      </Select>
      {told === 'all' ? null : (
        <Field size="small" label={`Why row ${row.row} is held back`} hint="It stands in the register.">
          <Input size="small" maxLength={500} value={reason} onChange={(_, { value }) => change({ reason: value })} />
        </Field>
      )}
    </li>
  )
}
