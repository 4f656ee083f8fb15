import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Permission } from '../../../core/access/permissions.ts'
import { useClient } from '../../client/client-context.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import type { ClipPages } from './clip-pages.ts'
import { ClipTable } from './clip-table.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { countFilters, type Filters, noFilters } from './filters.ts'
import { ImportDialog } from './import-dialog.tsx'
import { type Layout, SearchBar } from './search-bar.tsx'
import { choose, noSelection } from './selection.ts'
import { useClipPages } from './use-clip-pages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%' },
  middle: { display: 'flex', flexGrow: 1, minHeight: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  list: { flexGrow: 1, minWidth: 0 },
  found: {
    display: 'flex',
    gap: tokens.spacingHorizontalL,
    alignItems: 'center',
    minHeight: '32px',
    paddingInline: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
})

type LibraryProps = {
  readonly permissions: readonly Permission[]
  readonly onOpen: (clips: readonly ClipRow[]) => void
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

function NothingFound({
  filters,
  onClear,
  onImport,
}: {
  readonly filters: Filters
  readonly onClear: () => void
  readonly onImport: (() => void) | null
}) {
  const isSearch = filters.text.trim() !== '' || countFilters(filters) > 0
  if (isSearch)
    return (
      <EmptyState title="No clip fits" actions={<Button onClick={onClear}>Show all clips</Button>}>
        Nothing in this vault that you may see fits what you look for. Try fewer words or filters.
      </EmptyState>
    )
  return (
    <EmptyState
      title="There are no clips yet"
      actions={onImport ? <Button onClick={onImport}>Import clips</Button> : null}
    >
      {onImport
        ? 'Import the files of a camera, an Evidence.com download or a USB drive. The originals are only read.'
        : 'Somebody who may import has to bring clips in first.'}
    </EmptyState>
  )
}

function Found({ pages, selected }: { readonly pages: ClipPages; readonly selected: number }) {
  const styles = useStyles()
  const { total } = useSyncExternalStore(pages.subscribe, pages.state)
  return (
    <output className={styles.found}>
      {total === null ? 'Searching …' : `${total.toLocaleString('en-GB')} ${total === 1 ? 'clip' : 'clips'}`}
      {selected > 1 ? ` · ${selected} selected` : ''}
    </output>
  )
}

/** The clips of the vault: found, described, opened. */
export function Library({ permissions, onOpen }: LibraryProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const [filters, setFilters] = useState(noFilters)
  const [layout, setLayout] = useState<Layout>('list')
  const [selection, setSelection] = useState(noSelection)
  const [importing, setImporting] = useState(false)
  const [turn, setTurn] = useState(0)
  const searchField = useRef<HTMLInputElement>(null)
  const pages = useClipPages(ask, filters, turn)
  const { total, failure } = useSyncExternalStore(pages.subscribe, pages.state)
  useSearchKeys(searchField)
  useEffect(() => pages.want(0, 0), [pages])
  const onImport = permissions.includes('import') ? () => setImporting(true) : null
  const search = (next: Filters): void => {
    setFilters(next)
    setSelection(noSelection)
  }
  const current = pages.rowAt(selection.at)
  const list = {
    pages,
    selection,
    now: Date.now(),
    onOpen: (clip: ClipRow) => onOpen([clip]),
    onChoose: (at: number, how: Parameters<typeof choose>[2]) =>
      setSelection((before) => choose(before, at, how, (each) => pages.rowAt(each)?.clip ?? null)),
  }
  return (
    <div className={styles.root}>
      <SearchBar
        filters={filters}
        onFilters={search}
        layout={layout}
        onLayout={setLayout}
        onImport={onImport}
        searchField={searchField}
      />
      {failure === null ? null : (
        <FailureNotice
          failure={failure}
          title="The clips could not be listed"
          actions={<Button onClick={() => setTurn(turn + 1)}>Try again</Button>}
        />
      )}
      <div className={styles.middle}>
        <div className={styles.list}>
          {total === null && failure === null ? <Spinner label="Reading the library" /> : null}
          {total === 0 ? (
            <NothingFound filters={filters} onClear={() => search(noFilters)} onImport={onImport} />
          ) : null}
          {total !== null && total > 0 ? <ClipTable {...list} /> : null}
        </div>
        {current && total ? (
          <DetailsPanel
            key={current.clip}
            clip={current}
            permissions={permissions}
            onOpen={() => onOpen([current])}
            onChanged={(row) => pages.replace(row)}
          />
        ) : null}
      </div>
      <Found pages={pages} selected={selection.clips.size} />
      {importing ? (
        <ImportDialog
          onClose={(changed) => {
            setImporting(false)
            if (changed) setTurn((before) => before + 1)
          }}
        />
      ) : null}
    </div>
  )
}
