import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Permission } from '../../../core/access/permissions.ts'
import { useClient } from '../../client/client-context.tsx'
import type { ClipRow } from '../../client/window-client.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Beside } from './beside.tsx'
import { BreakGlass, type BrokenGlass } from './break-glass.tsx'
import type { ClipPages } from './clip-pages.ts'
import { noFilters } from './filters.ts'
import { Hits } from './hits.tsx'
import { ImportDialog } from './import-dialog.tsx'
import type { LibraryStore } from './library-store.ts'
import { MissingNotice } from './missing-notice.tsx'
import { SearchBar } from './search-bar.tsx'
import { type Choosing, choose } from './selection.ts'
import { clipsWords } from './several.ts'
import { useClipPages } from './use-clip-pages.ts'
import { useDroppedPaths } from './use-dropped-paths.ts'

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
  readonly store: LibraryStore
  /** What somebody looks at footage for; null until they have said so. */
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  readonly onOpen: (clips: readonly ClipRow[]) => void
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

function Found({
  pages,
  selected,
  onBreakGlass,
}: {
  readonly pages: ClipPages
  readonly selected: number
  /** Null: may see no footage. */
  readonly onBreakGlass: ((broken: BrokenGlass) => void) | null
}) {
  const styles = useStyles()
  const { total, restricted } = useSyncExternalStore(pages.subscribe, pages.state)
  const [asking, setAsking] = useState(false)
  return (
    <div className={styles.found}>
      <output>
        {total === null ? 'Searching …' : clipsWords(total)}
        {selected > 1 ? ` · ${selected} selected` : ''}
        {restricted > 0 ? ` · ${clipsWords(restricted)} restricted to others` : ''}
      </output>
      {restricted > 0 && onBreakGlass ? (
        <Button size="small" appearance="subtle" onClick={() => setAsking(true)}>
          See one that cannot wait
        </Button>
      ) : null}
      {asking ? <BreakGlass onCancel={() => setAsking(false)} onGiven={(broken) => onBreakGlass?.(broken)} /> : null}
    </div>
  )
}

/** The clips of the vault: found, described, opened. */
export function Library({ permissions, store, purpose, onPurpose, onOpen, onBreakGlass }: LibraryProps) {
  const styles = useStyles()
  const { ask } = useClient()
  const facts = useStore(store)
  const { filters, order, layout, selection, details } = facts
  const [importing, setImporting] = useState(false)
  const dropped = useDroppedPaths(permissions.includes('import'), () => setImporting(true))
  const [turn, setTurn] = useState(0)
  const searchField = useRef<HTMLInputElement>(null)
  const pages = useClipPages(
    ask,
    useMemo(() => ({ filters, order }), [filters, order]),
    turn,
  )
  const { total, failure } = useSyncExternalStore(pages.subscribe, pages.state)
  useSearchKeys(searchField)
  const onImport = permissions.includes('import') ? () => setImporting(true) : null
  const list = {
    pages,
    selection,
    now: Date.now(),
    onOpen: (clip: ClipRow) => onOpen([clip]),
    onChoose: (at: number, how: Choosing) =>
      store.select((before) => choose(before, at, how, (each) => pages.rowAt(each)?.clip ?? null)),
  }
  return (
    <div className={styles.root}>
      <SearchBar
        filters={filters}
        onFilters={store.search}
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
      {failure === null ? null : (
        <FailureNotice
          failure={failure}
          title="The clips could not be listed"
          actions={<Button onClick={() => setTurn(turn + 1)}>Try again</Button>}
        />
      )}
      <div className={styles.middle}>
        <div className={styles.list}>
          <Hits list={list} facts={facts} store={store} purpose={purpose} onPurpose={onPurpose} onImport={onImport} />
        </div>
        {details && total ? (
          <Beside pages={pages} selection={selection} permissions={permissions} onOpen={onOpen} />
        ) : null}
      </div>
      <Found
        pages={pages}
        selected={selection.clips.size}
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
