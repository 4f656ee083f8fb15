import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { type ReactNode, useCallback, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallMoment } from '../../ui/dates.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { roleName, roleOf } from '../../ui/role-names.ts'
import { useAnswer } from '../../ui/use-answer.ts'
import { entriesToShow, type Purpose, type ShownEntry } from './entry-words.ts'

/** Entries on a page. */
const perPage = 100

const useStyles = makeStyles({
  pages: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  whole: { whiteSpace: 'nowrap' },
})

const colours = {
  begun: 'subtle',
  done: 'success',
  failed: 'warning',
  interrupted: 'warning',
  denied: 'danger',
} as const

function Outcome({ outcome }: Pick<ShownEntry, 'outcome'>) {
  return outcome === 'begun' || outcome === 'done' ? outcome : <Badge color={colours[outcome]}>{outcome}</Badge>
}

/** What is never broken over two lines, however narrow its column. */
function Whole({ children }: { readonly children: ReactNode }) {
  return <span className={useStyles().whole}>{children}</span>
}

function cellsOf(entry: ShownEntry) {
  const role = entry.role === null ? null : roleOf(entry.role)
  return [
    <Whole key="number">{entry.seq}</Whole>,
    <Whole key="when">{wallMoment(entry.at)}</Whole>,
    `${entry.user?.name ?? '–'}${role === null ? '' : `, ${roleName(role)}`}`,
    entry.action,
    entry.object ? `${entry.object.kind} ${entry.object.id}` : '–',
    <Outcome key="outcome" outcome={entry.outcome} />,
    entry.reason ?? '–',
  ]
}

/** The log page by page, the latest entries first. */
export function AuditEntries({ purpose }: { readonly purpose: Purpose }) {
  const styles = useStyles()
  const { ask } = useClient()
  /** Where the page begins; null: at the last page of the log. */
  const [from, setFrom] = useState<number | null>(null)
  const list = useAnswer(
    useCallback(
      async (signal) => {
        const read = (at: number) =>
          ask('audit.list', { purpose, from: at, limit: perPage, user: null, clip: null }, { signal })
        const first = await read(from ?? 0)
        if (!first.ok || from !== null || first.value.size <= perPage) return first
        return read(first.value.size - perPage)
      },
      [ask, purpose, from],
    ),
  )
  if (list.failure !== null) return <FailureNotice failure={list.failure} title="The log was not read" />
  if (list.value === null) return <Spinner label="Reading the log" />
  const { shown, unread } = entriesToShow(list.value.entries)
  const { size } = list.value
  const first = shown[0]?.seq ?? 0
  const last = shown.at(-1)?.seq ?? 0
  return (
    <>
      <div className={styles.pages}>
        <Button disabledFocusable={first === 0} onClick={() => setFrom(Math.max(0, first - perPage))}>
          Earlier
        </Button>
        <Button disabledFocusable={last + 1 >= size} onClick={() => setFrom(last + 1)}>
          Later
        </Button>
        <output>
          Entries {first} to {last} of {size}
          {unread > 0 ? `; ${unread} cannot be shown` : ''}
        </output>
      </div>
      <DataTable
        label="Entries of the log"
        columns={['No', 'When', 'Who', 'What', 'Of', 'Outcome', 'Reason']}
        rows={shown.toReversed().map((entry) => ({ key: String(entry.seq), cells: cellsOf(entry) }))}
      />
    </>
  )
}
