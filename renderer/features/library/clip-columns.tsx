import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import { type Column, templateOf } from './columns.ts'
import { type Order, orderAfter } from './filters.ts'

/** Height of a row in CSS pixels. */
export const rowHeight = 36

/** The shape of a row, of the heading as of the clips; its columns depend on the room that there is. */
export const rowShape = {
  display: 'grid',
  alignItems: 'center',
  height: `${rowHeight}px`,
  columnGap: tokens.spacingHorizontalM,
  paddingInline: tokens.spacingHorizontalM,
  borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  boxSizing: 'border-box',
} as const

const useStyles = makeStyles({
  row: { ...rowShape, color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold, flexShrink: 0 },
  heading: { padding: 0, textAlign: 'start', fontWeight: 'inherit' },
  sort: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: 0,
    border: 'none',
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    cursor: 'pointer',
    whiteSpace: 'nowrap',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outlineStyle: 'solid', outlineWidth: '2px', outlineColor: tokens.colorStrokeFocus2 },
  },
  sorted: { color: tokens.colorNeutralForeground1 },
})

/** How the list is sorted, and what sorts it otherwise. */
export type Sorting = { readonly order: Order; readonly onOrder: (order: Order) => void }

function Heading({ column, order, onOrder }: Sorting & { readonly column: Column }) {
  const styles = useStyles()
  const { name, order: by, ascends = false } = column
  if (by === undefined)
    return (
      <th scope="col" className={styles.heading}>
        {name}
      </th>
    )
  const goesUp = ascends !== order.reverse
  const sort = goesUp ? 'ascending' : 'descending'
  const isSorted = order.by === by
  return (
    <th scope="col" className={styles.heading} {...(isSorted ? { 'aria-sort': sort } : {})}>
      <button
        type="button"
        className={mergeClasses(styles.sort, isSorted && styles.sorted)}
        onClick={() => onOrder(orderAfter(order, by))}
        // The keys of the list are not meant for it.
        onKeyDown={(event) => event.stopPropagation()}
      >
        {name}
        {isSorted ? <SortMark goesUp={goesUp} /> : null}
      </button>
    </th>
  )
}

function SortMark({ goesUp }: { readonly goesUp: boolean }) {
  return goesUp ? <ArrowUpRegular /> : <ArrowDownRegular />
}

/** The headings of the list; those that it can be sorted by are buttons. */
export function ClipHeadings({ columns, ...sorting }: Sorting & { readonly columns: readonly Column[] }) {
  const styles = useStyles()
  return (
    <tr aria-rowindex={1} className={styles.row} style={{ gridTemplateColumns: templateOf(columns) }}>
      {columns.map((column) => (
        <Heading key={column.id} column={column} {...sorting} />
      ))}
    </tr>
  )
}
