import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { Scrolled } from './scrolled.tsx'

const useStyles = makeStyles({
  scroller: { overflowX: 'auto' },
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    '& th, & td': {
      textAlign: 'start',
      verticalAlign: 'top',
      padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      overflowWrap: 'anywhere',
      fontVariantNumeric: 'tabular-nums',
    },
    '& thead th': { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold },
    // A heading is never broken within a word.
    '& thead th, & thead td': { overflowWrap: 'normal' },
    '& tbody th': { fontWeight: tokens.fontWeightSemibold },
  },
})

/** One row of a table; the first cell is its heading. */
export type DataRow = { readonly key: string; readonly cells: readonly ReactNode[] }

/** A table of some dozens of rows. */
export function DataTable({
  label,
  columns,
  rows,
}: {
  readonly label: string
  readonly columns: readonly string[]
  readonly rows: readonly DataRow[]
}) {
  const styles = useStyles()
  return (
    <Scrolled className={styles.scroller} label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [heading, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{heading}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
