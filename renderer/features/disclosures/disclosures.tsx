import { Button, makeStyles, SearchBox, Spinner, tokens } from '@fluentui/react-components'
import { type FormEvent, useCallback, useState } from 'react'
import { useClient } from '../../client/client-context.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { wallMoment } from '../../ui/dates.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { endWords, filesWords, heldBackWords, pageWords, type RegisterLine } from './register-words.ts'

/** Lines on a page. */
const perPage = 100

const useStyles = makeStyles({
  asked: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  search: { flexGrow: 1, maxWidth: '420px' },
})

const columns = ['When', 'Clip and copy', 'To whom', 'Route', 'Why', 'By', 'How it ended', 'What', 'Held back']

function cellsOf(line: RegisterLine): readonly string[] {
  const { at, name, copy, recipient, route, reason, by } = line
  const about = name === copy ? copy : `${name}, ${copy}`
  const told = [recipient, route, reason, by]
  return [wallMoment(at), about, ...told, endWords(line), filesWords(line), heldBackWords(line)]
}

/**
 * The register: what left the vault, or began to, when, by whom, to whom, how and why, and how it ended; the latest first. `audits`: for
 * somebody who audits, who sees every line and no clip.
 */
export function Disclosures({ audits }: { readonly audits: boolean }) {
  const styles = useStyles()
  const { ask } = useClient()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState({ text: '', offset: 0 })
  const list = useAnswer(
    useCallback(
      (signal) => {
        const { text, offset } = asked
        const query = { clip: null, text: text === '' ? null : text, offset, limit: perPage }
        return ask(audits ? 'audit.disclosures' : 'disclosure.list', query, { signal })
      },
      [ask, asked, audits],
    ),
  )
  const search = (event: FormEvent): void => {
    event.preventDefault()
    setAsked({ text: typed.trim(), offset: 0 })
  }
  return (
    <Page title="Disclosures">
      <form className={styles.asked} onSubmit={search}>
        <SearchBox
          className={styles.search}
          aria-label="Recipient, route or reason"
          placeholder="Recipient, route or reason"
          maxLength={200}
          value={typed}
          onChange={(_, { value }) => {
            setTyped(value)
            if (value === '') setAsked({ text: '', offset: 0 })
          }}
        />
        <Button type="submit">Search</Button>
      </form>
      {list.failure === null ? null : <FailureNotice failure={list.failure} title="The register was not read" />}
      {list.value === null && list.failure === null ? <Spinner label="Reading the register" /> : null}
      {list.value === null ? null : (
        <Lines {...list.value} {...asked} onPage={(offset) => setAsked((before) => ({ ...before, offset }))} />
      )}
    </Page>
  )
}

type LinesProps = {
  readonly disclosures: readonly RegisterLine[]
  readonly total: number
  readonly text: string
  readonly offset: number
  readonly onPage: (offset: number) => void
}

function Lines({ disclosures, total, text, offset, onPage }: LinesProps) {
  const styles = useStyles()
  if (total === 0)
    return text === '' ? (
      <EmptyState title="Nothing has left the vault yet">
        An approved copy leaves by “Disclose the copy” on the tab “Review” of its redaction. It is listed here from its
        first byte on.
      </EmptyState>
    ) : (
      <EmptyState title="No disclosure is like that">
        Try another recipient, route or reason, or a part of it.
      </EmptyState>
    )
  return (
    <>
      <div className={styles.asked}>
        <Button disabledFocusable={offset === 0} onClick={() => onPage(Math.max(0, offset - perPage))}>
          Later
        </Button>
        <Button
          disabledFocusable={offset + disclosures.length >= total}
          onClick={() => onPage(offset + disclosures.length)}
        >
          Earlier
        </Button>
        <output>Disclosures {pageWords(offset, disclosures.length, total)}, the latest first</output>
      </div>
      <DataTable
        label="Disclosures"
        columns={columns}
        rows={disclosures.map((line) => ({ key: line.disclosure, cells: cellsOf(line) }))}
      />
    </>
  )
}
