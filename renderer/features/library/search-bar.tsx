import {
  Badge,
  Button,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  SearchBox,
  ToggleButton,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowUploadRegular,
  FilterRegular,
  GridRegular,
  PanelRightRegular,
  TextBulletListRegular,
} from '@fluentui/react-icons'
import { type RefObject, useState } from 'react'
import { FilterChips, SavedFilters } from './filter-row.tsx'
import { countFilters, type Filters, namedFilters, noFilters, states } from './filters.ts'
import type { Layout } from './library-store.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
    padding: tokens.spacingHorizontalM,
  },
  search: { flexGrow: 1, minWidth: '220px', maxWidth: '560px' },
  end: { marginInlineStart: 'auto', display: 'flex', gap: tokens.spacingHorizontalS },
  filters: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))',
    gap: tokens.spacingHorizontalM,
    padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM}`,
    alignItems: 'end',
    // In a low window the hits keep most of the room.
    maxHeight: '40vh',
    flexShrink: 0,
    overflowY: 'auto',
    '& input': { minWidth: 0, width: '100%' },
  },
})

type SearchBarProps = {
  readonly filters: Filters
  readonly onFilters: (filters: Filters) => void
  readonly layout: Layout
  /** Null: may see no pictures. */
  readonly onLayout: ((layout: Layout) => void) | null
  /** Whether the panel beside the hits is shown. */
  readonly details: boolean
  readonly onDetails: (details: boolean) => void
  /** Null: may not import. */
  readonly onImport: (() => void) | null
  readonly searchField: RefObject<HTMLInputElement | null>
}

function FilterFields({ filters, onFilters }: Pick<SearchBarProps, 'filters' | 'onFilters'>) {
  const styles = useStyles()
  const change = (change: Partial<Filters>): void => onFilters({ ...filters, ...change })
  return (
    <search className={styles.filters} aria-label="Filters">
      <Field label="Recorded from">
        <Input type="date" value={filters.from} onChange={(_, { value }) => change({ from: value })} />
      </Field>
      <Field label="Recorded until">
        <Input type="date" value={filters.until} onChange={(_, { value }) => change({ until: value })} />
      </Field>
      {namedFilters.map(([field, name]) => (
        <Field key={field} label={name}>
          <Input value={filters[field]} onChange={(_, { value }) => change({ [field]: value })} />
        </Field>
      ))}
      <Field label="State">
        <Dropdown
          style={{ minWidth: 0 }}
          value={states.find(([state]) => state === filters.state)?.[1] ?? ''}
          selectedOptions={[filters.state]}
          onOptionSelect={(_, { optionValue }) => {
            const chosen = states.find(([state]) => state === optionValue)
            if (chosen) change({ state: chosen[0] })
          }}
        >
          {states.map(([state, name]) => (
            <Option key={state} value={state}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Button onClick={() => onFilters({ ...noFilters, text: filters.text })}>Clear filters</Button>
    </search>
  )
}

/** Search, filters, the look of the list, and the way in for new clips. */
export function SearchBar(props: SearchBarProps) {
  const { filters, onFilters, layout, onLayout, details, onDetails, onImport, searchField } = props
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const inForce = countFilters(filters)
  return (
    <>
      <div className={styles.root}>
        <SearchBox
          input={{ ref: searchField }}
          className={styles.search}
          aria-label="Search clips"
          placeholder="Search names, officers, incidents, places …"
          value={filters.text}
          onChange={(_, { value }) => onFilters({ ...filters, text: value })}
        />
        <ToggleButton icon={<FilterRegular />} checked={open} onClick={() => setOpen(!open)}>
          Filters {inForce > 0 ? <Badge size="small">{inForce}</Badge> : null}
        </ToggleButton>
        <SavedFilters filters={filters} onFilters={onFilters} />
        <div className={styles.end}>
          {onLayout ? (
            <Button
              appearance="subtle"
              icon={layout === 'list' ? <GridRegular /> : <TextBulletListRegular />}
              onClick={() => onLayout(layout === 'list' ? 'grid' : 'list')}
            >
              {layout === 'list' ? 'Pictures' : 'List'}
            </Button>
          ) : null}
          <ToggleButton
            appearance="subtle"
            icon={<PanelRightRegular />}
            checked={details}
            onClick={() => onDetails(!details)}
          >
            Details
          </ToggleButton>
          {onImport ? (
            <Button appearance="primary" icon={<ArrowUploadRegular />} onClick={onImport}>
              Import
            </Button>
          ) : null}
        </div>
      </div>
      {open ? <FilterFields filters={filters} onFilters={onFilters} /> : null}
      <FilterChips filters={filters} onFilters={onFilters} />
    </>
  )
}
