import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Permission } from '../../../core/access/permissions.ts'
import type { Failure } from '../../../core/failure.ts'
import { useClient } from '../../client/client-context.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Beside } from './beside.tsx'
import type { BrokenGlass } from './break-glass.tsx'
import { noFilters } from './filters.ts'
import { Found } from './found.tsx'
import { Hits } from './hits.tsx'
import { ImportDialog } from './import-dialog.tsx'
import type { LibraryStore } from './library-store.ts'
import { MissingNotice } from './missing-notice.tsx'
import { SearchBar } from './search-bar.tsx'
import { withChanged } from './selection.ts'
import { useChoosing } from './use-choosing.ts'
import { useDroppedPaths } from './use-dropped-paths.ts'
import { useHits } from './use-hits.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', overflowY: 'auto' },
  middle: {
    position: 'relative',
    display: 'flex',
    flexGrow: 1,
    minHeight: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  list: { flexGrow: 1, minWidth: 0, overflow: 'hidden' },
})

type LibraryProps = {
  readonly permissions: readonly Permission[]
  readonly store: LibraryStore
  /** What somebody looks at footage for; null until they have said so. */
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  readonly onOpen: (clips: readonly ClipRow[]) => void
  readonly onRedact: (clip: ClipRow) => void
  /** A restricted clip has to be seen by somebody who is not on its list. */
  readonly onBreakGlass: (broken: BrokenGlass) => void
}

function useSearchKeys(searchField: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      const wanted = (event.ctrlKey && event.key === 'f') || (event.key === '/' && !typing)
      if (!wanted) return
      event.preventDefault()
      searchField.current?.focus()
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [searchField])
}

/** What could not be done with the hits. */
function Problems({
  notListed,
  notChosen,
  onAgain,
}: {
  readonly notListed: Failure | null
  readonly notChosen: Failure | null
  readonly onAgain: () => void
}) {
  return (
    <>
      {notChosen === null ? null : <FailureNotice failure={notChosen} title="The clips between were not selected" />}
      {notListed === null ? null : (
        <FailureNotice
          failure={notListed}
          title="The clips could not be listed"
          actions={<Button onClick={onAgain}>Try again</Button>}
        />
      )}
    </>
  )
}

/** The clips of the vault: found, described, opened. */
export function Library({ permissions, store, purpose, onPurpose, onOpen, onRedact, onBreakGlass }: LibraryProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const facts = useStore(store)
  const { filters, sought, order, layout, selection, details } = facts
  const [importing, setImporting] = useState(false)
  const dropped = useDroppedPaths(permissions.includes('import'), () => setImporting(true))
  const [turn, setTurn] = useState(0)
  const searchField = useRef<HTMLInputElement>(null)
  const pages = useHits(ask, { sought, order }, turn)
  const { total, failure } = useSyncExternalStore(pages.subscribe, pages.state)
  useSearchKeys(searchField)
  const { onChoose, choosing, failure: notChosen } = useChoosing(pages, store)
  const onImport = permissions.includes('import') ? () => setImporting(true) : null
  // The same as long as nothing of it changes: what is typed then draws no row again.
  const list = useMemo(
    () => ({ pages, selection, now: Date.now(), onOpen: (clip: ClipRow) => onOpen([clip]), onChoose }),
    [pages, selection, onOpen, onChoose],
  )
  const onChanged = (row: ClipRow): void => {
    pages.replace(row)
    store.select((before) => withChanged(before, row))
  }
  return (
    <div className={styles.root}>
      <SearchBar
        filters={filters}
        onTyped={store.type}
        onSettle={store.settle}
        onFilters={store.search}
        order={order}
        onOrder={store.sort}
        layout={layout}
        onLayout={permissions.includes('clip.view') ? store.look : null}
        details={details}
        onDetails={store.showDetails}
        onImport={onImport}
        searchField={searchField}
      />
      {permissions.includes('clip.edit') && filters.state !== 'missing' ? (
        <MissingNotice turn={turn} onShow={() => store.search({ ...noFilters, state: 'missing' })} />
      ) : null}
      <Problems notListed={failure} notChosen={notChosen} onAgain={() => setTurn(turn + 1)} />
      <div className={styles.middle}>
        <div className={styles.list}>
          <Hits list={list} facts={facts} store={store} purpose={purpose} onPurpose={onPurpose} onImport={onImport} />
        </div>
        {details && total ? <Beside {...{ pages, selection, permissions, onOpen, onRedact, onChanged }} /> : null}
      </div>
      <Found
        pages={pages}
        selected={selection.clips.size}
        choosing={choosing}
        onBreakGlass={permissions.includes('clip.view') ? onBreakGlass : null}
      />
      {importing ? (
        <ImportDialog
          dropped={dropped}
          onClose={(changed) => {
            setImporting(false)
            if (changed) setTurn((before) => before + 1)
          }}
        />
      ) : null}
    </div>
  )
}
