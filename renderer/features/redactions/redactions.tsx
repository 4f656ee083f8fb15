import { Button, makeStyles, Spinner, Title2, tokens } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { redactionSearch } from '../../../core/detection/default-classes.ts'
import { displayName } from '../../../core/intake/display-name.ts'
import { useClient } from '../../client/client-context.tsx'
import type { AskVault } from '../../client/window-client.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { useTask } from '../../ui/use-task.ts'
import { failureSentence } from '../../ui/wording.ts'
import { choiceAmong, isEmptied } from './redaction-choice.ts'
import { RedactionGrid } from './redaction-grid.tsx'
import { isInQueue, type RedactionRow, redactionsWords } from './redaction-words.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  heading: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalL,
    alignItems: 'center',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalS}`,
    '& h1': { margin: 0 },
  },
  count: { color: tokens.colorNeutralForeground2 },
  actions: { marginInlineStart: 'auto', display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  chosen: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  // Long sentences take a line of their own; what the buttons are about stays beside them.
  text: { margin: 0, flexGrow: 1, flexBasis: '40ch', overflowWrap: 'anywhere' },
  list: { flexGrow: 1, minHeight: '120px' },
})

/** Rows of one page. */
const pageSize = 100

/** A page of the list. `turn`: other than before, it is asked for again. */
function pageOf(ask: AskVault, { offset }: { readonly offset: number; readonly turn: string }, signal: AbortSignal) {
  return ask('redaction.list', { clip: null, offset, limit: pageSize }, { signal })
}

/** What puts a redaction into the queue, or wakes the queue, is called so. */
const beginNames: Readonly<Partial<Record<RedactionRow['state'], string>>> = {
  failed: 'Try again',
  unfinished: 'Look for people',
  waiting: 'Go on with the queue',
}

/** What can be done with the row that is chosen, and why it could not be examined, if that is so. */
function Chosen({
  row,
  running,
  onOpen,
  onTakeOut,
  onAgain,
}: {
  readonly row: RedactionRow
  readonly running: boolean
  readonly onOpen: () => void
  readonly onTakeOut: () => void
  readonly onAgain: () => void
}) {
  const styles = useStyles()
  const { failure, state } = row
  const begin = beginNames[state]
  return (
    <section className={styles.chosen} aria-label="The chosen redaction">
      <p className={styles.text}>
        {displayName(row.clipName)}, {row.purpose}. {failure === null ? null : failureSentence(failure)}
      </p>
      <Button appearance="primary" onClick={onOpen}>
        Open
      </Button>
      {begin ? (
        <Button onClick={onAgain} disabledFocusable={running}>
          {begin}
        </Button>
      ) : null}
      {isInQueue(row) ? (
        <Button onClick={onTakeOut} disabledFocusable={running}>
          Take out of the queue
        </Button>
      ) : null}
    </section>
  )
}

/** The pages of a list that is longer than one. */
function Pages({
  offset,
  total,
  onGo,
}: {
  readonly offset: number
  readonly total: number
  readonly onGo: (offset: number) => void
}) {
  if (total <= pageSize) return null
  const last = Math.min(total, offset + pageSize)
  return (
    <>
      <span>
        {(offset + 1).toLocaleString('en-GB')} to {last.toLocaleString('en-GB')}
      </span>
      <Button size="small" disabledFocusable={offset === 0} onClick={() => onGo(Math.max(0, offset - pageSize))}>
        Previous
      </Button>
      <Button size="small" disabledFocusable={last === total} onClick={() => onGo(offset + pageSize)}>
        Next
      </Button>
    </>
  )
}

const nothingYet = (
  <EmptyState title="No redactions yet">
    Open a clip in the library and choose Redact. Or select several clips there and choose Look for people overnight:
    they are gone through one after the other, and stand here in the morning, with what leaves most to decide first.
  </EmptyState>
)

/** Asks for a page of the redactions and does things with them; after each the page is asked for again. */
function useRedactions(turn: string) {
  const { ask } = useClient()
  const [offset, setOffset] = useState(0)
  const load = useCallback((signal: AbortSignal) => pageOf(ask, { offset, turn }, signal), [ask, offset, turn])
  const list = useAnswer(load)
  const task = useTask()
  const takeOut = async (row: RedactionRow | null): Promise<void> => {
    const only = row && { clip: row.clip, redaction: row.redaction }
    await task.run((signal) => ask('redaction.unqueue', { only }, { signal }))
    list.again()
  }
  const again = async ({ clip, purpose }: RedactionRow): Promise<void> => {
    const asked = { clip, purpose, search: redactionSearch }
    await task.run((signal) => ask('redaction.queue', asked, { signal, reason: purpose }))
    list.again()
  }
  return { list, task, offset, setOffset, takeOut, again }
}

/** Which row is chosen; -1: there are none. */
function useChoice(rows: readonly RedactionRow[]) {
  const [kept, setKept] = useState<string | null>(null)
  const chosen = choiceAmong(rows, kept)
  // Kept from when rows come, not from when somebody presses one: the queue sorts them anew meanwhile.
  if (chosen !== null && chosen !== kept) setKept(chosen)
  return {
    at: rows.findIndex(({ redaction }) => redaction === chosen),
    choose: (to: number): void => setKept(rows[to]?.redaction ?? null),
  }
}

/**
 * All redactions that somebody may work on, with what leaves most to decide first: where an officer begins in the morning. `turn`: other
 * than before once the queue has come further.
 */
export function Redactions({ turn, onOpen }: { readonly turn: string; readonly onOpen: (row: RedactionRow) => void }) {
  const styles = useStyles()
  const { list, task, offset, setOffset, takeOut, again } = useRedactions(turn)
  const rows = list.value?.redactions ?? []
  const total = list.value?.total ?? 0
  const { at, choose } = useChoice(rows)
  const row = rows[at]
  const isNone = list.value !== null && total === 0
  if (isEmptied(rows, total, offset)) setOffset(0)
  return (
    <div className={styles.root}>
      <div className={styles.heading}>
        <Title2 as="h1">Redactions</Title2>
        {list.value === null ? null : <span className={styles.count}>{redactionsWords(total)}</span>}
        <div className={styles.actions}>
          <Pages offset={offset} total={total} onGo={setOffset} />
          <Button onClick={list.again}>Look again</Button>
          {rows.some(isInQueue) ? (
            <Button onClick={() => void takeOut(null)} disabledFocusable={task.running}>
              Take all out of the queue
            </Button>
          ) : null}
        </div>
      </div>
      {list.failure === null ? null : (
        <FailureNotice failure={list.failure} title="The redactions could not be listed" />
      )}
      {task.failure === null ? null : <FailureNotice failure={task.failure} title="The queue is as it was" />}
      {row === undefined && !isNone && list.failure === null ? <Spinner label="Reading the redactions" /> : null}
      {isNone ? nothingYet : null}
      {row ? (
        <>
          <div className={styles.list}>
            <RedactionGrid rows={rows} at={at} onChoose={choose} onOpen={onOpen} />
          </div>
          <Chosen
            row={row}
            running={task.running}
            onOpen={() => onOpen(row)}
            onTakeOut={() => void takeOut(row)}
            onAgain={() => void again(row)}
          />
        </>
      ) : null}
    </div>
  )
}
