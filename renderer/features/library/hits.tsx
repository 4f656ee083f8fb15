import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useState, useSyncExternalStore } from 'react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { ClipGrid } from './clip-grid.tsx'
import type { ClipListProps } from './clip-list.ts'
import { ClipTable } from './clip-table.tsx'
import { countFilters, type Filters, noFilters } from './filters.ts'
import type { LibraryFacts, LibraryStore } from './library-store.ts'

const useStyles = makeStyles({
  pictures: { display: 'flex', flexDirection: 'column', height: '100%' },
  purpose: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground2,
  },
  purposeWords: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

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

const askedForPictures = {
  title: 'Show pictures of these clips',
  explanation: 'What you look at stands in the log with this purpose, until you give another one.',
  confirm: 'Show pictures',
}

type HitsProps = {
  readonly list: ClipListProps
  readonly facts: LibraryFacts
  readonly store: LibraryStore
  /** What somebody looks at footage for; null until they have said so. */
  readonly purpose: string | null
  readonly onPurpose: (purpose: string) => void
  /** Null: may not import. */
  readonly onImport: (() => void) | null
}

/** The hits as pictures, only once somebody has said what for (DOMAIN.md R18). */
function Pictures({ list, purpose, onPurpose }: Pick<HitsProps, 'list' | 'purpose' | 'onPurpose'>) {
  const styles = useStyles()
  const [asking, setAsking] = useState(false)
  const dialog = asking ? (
    <ReasonDialog
      asked={purpose === null ? askedForPictures : { ...askedForPictures, remembered: purpose }}
      onCancel={() => setAsking(false)}
      onGiven={(given) => {
        setAsking(false)
        onPurpose(given)
      }}
    />
  ) : null
  if (purpose === null)
    return (
      <EmptyState
        title="What are the pictures for?"
        actions={<Button onClick={() => setAsking(true)}>Give a purpose</Button>}
      >
        Pictures are footage: what is shown stands in the log, with its purpose. Without one there is only the list.
        {dialog}
      </EmptyState>
    )
  return (
    <div className={styles.pictures}>
      <div className={styles.purpose}>
        <span className={styles.purposeWords}>Shown for: {purpose}</span>
        <Button size="small" appearance="subtle" onClick={() => setAsking(true)}>
          Change
        </Button>
      </div>
      <ClipGrid list={list} purpose={purpose} />
      {dialog}
    </div>
  )
}

/** What was found: rows, pictures, or why there is nothing. */
export function Hits({ list, facts, store, onImport, ...purposes }: HitsProps) {
  const { total, failure } = useSyncExternalStore(list.pages.subscribe, list.pages.state)
  if (total === null) return failure === null ? <Spinner label="Reading the library" /> : null
  if (total === 0)
    return <NothingFound filters={facts.sought} onClear={() => store.search(noFilters)} onImport={onImport} />
  if (facts.layout === 'list') return <ClipTable list={list} sorting={{ order: facts.order, onOrder: store.sort }} />
  return <Pictures list={list} {...purposes} />
}
