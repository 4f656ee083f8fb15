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
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { FilterChips, SavedFilters } from './filter-row.tsx'
import { countFilters, type Filters, namedFilters, noFilters, type Order, states } from './filters.ts'
import type { Layout } from './library-store.ts'
import { SortMenu } from './sort-menu.tsx'

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
  /** Something is being typed. */
  readonly onTyped: (filters: Filters) => void
  /** Enter: what was typed is to be searched for now. */
  readonly onSettle: () => void
  /** Something was chosen. */
  readonly onFilters: (filters: Filters) => void
  readonly order: Order
  readonly onOrder: (order: Order) => void
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

function settlesOn(onSettle: () => void) {
  return ({ key }: KeyboardEvent): void => {
    if (key === 'Enter') onSettle()
  }
}

function FilterFields({
  filters,
  onTyped,
  onSettle,
  onFilters,
}: Pick<SearchBarProps, 'filters' | 'onTyped' | 'onSettle' | 'onFilters'>) {
  const styles = useStyles()
  const type = (change: Partial<Filters>): void => onTyped({ ...filters, ...change })
  return (
    <search className={styles.filters} aria-label="Filters" onKeyDown={settlesOn(onSettle)}>
      <Field label="Recorded from">
        <Input type="date" value={filters.from} onChange={(_, { value }) => type({ from: value })} />
      </Field>
      <Field label="Recorded until">
        <Input type="date" value={filters.until} onChange={(_, { value }) => type({ until: value })} />
      </Field>
      {namedFilters.map(([field, name]) => (
        <Field key={field} label={name}>
          <Input value={filters[field]} onChange={(_, { value }) => type({ [field]: value })} />
        </Field>
      ))}
      <Field label="State">
        <Dropdown
          style={{ minWidth: 0 }}
          value={states.find(([state]) => state === filters.state)?.[1] ?? ''}
          selectedOptions={[filters.state]}
          onOptionSelect={(_, { optionValue }) => {
            const chosen = states.find(([state]) => state === optionValue)
            if (chosen) onFilters({ ...filters, state: chosen[0] })
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
  const {
    filters,
    onTyped,
    onSettle,
    onFilters,
    order,
    onOrder,
    layout,
    onLayout,
    details,
    onDetails,
    onImport,
    searchField,
  } = props
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
          onKeyDown={settlesOn(onSettle)}
          onChange={(_, { value }) => (value === '' ? onFilters : onTyped)({ ...filters, text: value })}
        />
        <ToggleButton icon={<FilterRegular />} checked={open} onClick={() => setOpen(!open)}>
          Filters {inForce > 0 ? <Badge size="small">{inForce}</Badge> : null}
        </ToggleButton>
        <SortMenu order={order} onOrder={onOrder} />
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
      {open ? <FilterFields {...props} /> : null}
      <FilterChips filters={filters} onFilters={onFilters} />
    </>
  )
}
